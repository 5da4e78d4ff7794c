// Nodes that are wrong, broken or hostile: named, and never believed.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { type Lie, newCheckpoint, Reply, startTestChain, type TestChain } from './test-chain.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain(0);
});
afterAll(() => chain.close());

const only =
  (wanted: string, change: (result: never) => unknown): Lie =>
  (method, result) =>
    method === wanted ? change(result as never) : result;

const word = (quantity: string): string => quantity.slice(2).padStart(64, '0');
const flip = (data: string): string => data.slice(0, -1) + (data.endsWith('0') ? '1' : '0');

const lacks =
  (...names: readonly string[]): Lie =>
  (method, result) =>
    names.includes(method)
      ? new Reply('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}')
      : result;

describe('configuration', () => {
  test('another chain: named, and nothing is signed', async () => {
    const store = createMemoryAnchorStore();
    const adapter = chain.adapter({ profile: { chainId: 1 }, store });
    await expect(adapter.health()).rejects.toMatchObject({
      code: 'chain/wrong-chain',
      details: { actual: 31_337, expected: 1 },
    });
    await expect(adapter.beacon()).rejects.toThrow(/wrong-chain/);
    await expect(adapter.deploy()).rejects.toThrow(/wrong-chain/);
    const row = await adapter.submit(newCheckpoint());
    expect(row).toMatchObject({ state: 'queued', errorCode: 'chain/wrong-chain' });
    expect(store.transactions(row.id)).toEqual([]);
  });

  test.each(['', '0x12', `0x${'11'.repeat(20)}`])('no registry at “%s”', async (contract) => {
    const adapter = chain.adapter({ profile: { contract }, store: createMemoryAnchorStore() });
    await expect(adapter.health()).rejects.toMatchObject({ code: 'chain/no-contract' });
  });

  test('an account without funds', async () => {
    const store = createMemoryAnchorStore();
    const adapter = chain.adapter({ store, privateKey: new Uint8Array(32).fill(5) });
    const row = await adapter.submit(newCheckpoint());
    expect(row).toMatchObject({ state: 'submitted', errorCode: 'chain/insufficient-funds' });
    expect(await adapter.health()).toMatchObject({ balanceWei: '0' });
  });

  test('bytes that are no key', async () => {
    const adapter = chain.adapter({ privateKey: new Uint8Array(32) });
    await expect(adapter.health()).rejects.toThrow(/key\/unreadable/);
  });

  test('a beacon is the newest block', async () => {
    const newest = (await chain.call('eth_getBlockByNumber', 'latest', false)) as { hash: string };
    expect(await chain.adapter().beacon()).toMatchObject({
      beacon: { kind: 'chain-block', blockHash: newest.hash, simulated: true },
      headerRlp: expect.stringMatching(/^0x[0-9a-f]{900,}$/),
    });
  });
});

describe('answers', () => {
  test.each<[string, string, Lie]>([
    ['chain/bad-response', 'no JSON', () => new Reply('<html>')],
    ['chain/bad-response', 'nothing', () => new Reply('')],
    ['chain/bad-response', 'a list', () => new Reply('[]')],
    ['chain/bad-response', 'another id', () => new Reply('{"jsonrpc":"2.0","id":99,"result":"0x7a69"}')],
    ['chain/bad-response', 'deep JSON', () => new Reply('['.repeat(200_000))],
    ['chain/bad-response', 'a decimal number', only('eth_chainId', () => 31_337)],
    ['chain/bad-response', 'a huge number', only('eth_chainId', () => `0x${'f'.repeat(64)}`)],
    ['chain/bad-response', 'a huge quantity', only('eth_gasPrice', () => `0x${'f'.repeat(65)}`)],
    ['chain/bad-response', 'no block', only('eth_getBlockByNumber', () => null)],
    [
      'chain/bad-response',
      'a time after the year 9999',
      only('eth_getBlockByNumber', (block: object) => ({ ...block, timestamp: '0xffffffffffff' })),
    ],
    [
      'chain/bad-response',
      'a hash of zeroes',
      only('eth_getBlockByNumber', (block: object) => ({ ...block, hash: `0x${'00'.repeat(32)}` })),
    ],
    [
      'chain/rejected',
      'a refusal',
      () => new Reply('{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no"}}'),
    ],
    ['chain/no-contract', 'other code', only('eth_getCode', (code: string) => `${code}00`)],
    [
      'chain/unreachable',
      'a broken connection',
      () => {
        throw new Error('cut');
      },
    ],
  ])('health: %s for %s', async (code, _, lie) => {
    await expect(chain.adapter({ lie }).health()).rejects.toMatchObject({ code });
  });

  test.each<[string, string, Lie]>([
    [
      'chain/bad-response',
      'another transaction hash',
      only('eth_sendRawTransaction', () => `0x${'11'.repeat(32)}`),
    ],
    [
      'chain/bad-response',
      'a transaction hash of zeroes',
      only('eth_sendRawTransaction', () => `0x${'00'.repeat(32)}`),
    ],
    [
      'chain/rejected',
      'a price that would empty the account',
      only('eth_gasPrice', () => '0xffffffffffffffff'),
    ],
    [
      'chain/bad-response',
      'a registration in a block of another time',
      only('eth_call', () => `0x${'00'.repeat(31)}01${'00'.repeat(31)}01`),
    ],
    [
      'chain/bad-response',
      'a registration in a block that is not there',
      only('eth_call', () => `0x${'00'.repeat(31)}01${'00'.repeat(28)}ffffffff`),
    ],
    ['chain/no-contract', 'nothing from the contract', only('eth_call', () => '0x')],
  ])('submit: %s for %s', async (errorCode, _, lie) => {
    const store = createMemoryAnchorStore();
    const row = await chain.adapter({ lie, store }).submit(newCheckpoint());
    expect(row.errorCode).toBe(errorCode);
    expect(row.state).not.toBe('final');
  });

  test('a node that only pretends to have anchored does not get further than its next honest colleague', async () => {
    const store = createMemoryAnchorStore();
    const block = (await chain.call('eth_getBlockByNumber', 'latest', false)) as {
      timestamp: string;
      number: string;
    };
    const lie = only('eth_call', () => `0x${word(block.timestamp)}${word(block.number)}`);
    const liar = chain.adapter({ lie, store });
    const row = await liar.submit(newCheckpoint());
    expect(row.state).toBe('final');
    await expect(liar.collectProof(row.id)).rejects.toThrow(/chain\/bad-response/);
    const honest = chain.adapter({ store });
    await expect(honest.collectProof(row.id)).rejects.toThrow(/chain\/reorganised/);
    await honest.advance();
    await honest.advance();
    expect(store.get(row.id)).toMatchObject({ state: 'final' });
    await expect(honest.collectProof(row.id)).resolves.toMatchObject({ format: 'cunan-anchor/1' });
  });

  test('proofs are verified before they are handed out', async () => {
    const store = createMemoryAnchorStore();
    const honest = chain.adapter({ store });
    const { id } = await honest.submit(newCheckpoint());
    await honest.advance();
    type Block = Record<string, string>;
    type Proof = { accountProof: string[]; storageProof: { proof: string[] }[] };
    const lies: Lie[] = [
      only('eth_getBlockByNumber', (each: Block) => ({ ...each, stateRoot: flip(each['stateRoot']!) })),
      only('eth_getBlockByNumber', (each: Block) => ({ ...each, extraData: '0x00' })),
      only('eth_getProof', () => null),
      only('eth_getProof', (proof: Proof) => ({
        ...proof,
        accountProof: Array.from({ length: 999 }, () => '0x'),
      })),
      only('eth_getBlockReceipts', () => [null]),
    ];
    for (const lie of lies) {
      await expect(chain.adapter({ store, lie }).collectProof(id)).rejects.toThrow(/chain\/bad-response/);
    }
    const halfLies: Lie[] = [
      only('eth_getProof', (proof: Proof) => ({ ...proof, accountProof: proof.accountProof.map(flip) })),
      only('eth_getProof', (proof: Proof) => ({ ...proof, storageProof: [{ proof: [] }] })),
    ];
    for (const lie of halfLies) {
      const record = await chain.adapter({ store, lie }).collectProof(id);
      expect(record.storageProof).toBeNull();
      expect(record.receiptProof).not.toBeNull();
      const both: Lie = (method, result, params) =>
        method === 'eth_getBlockReceipts' || method === 'eth_getTransactionReceipt'
          ? null
          : lie(method, result, params);
      await expect(chain.adapter({ store, lie: both }).collectProof(id)).rejects.toThrow(
        /chain\/bad-response/,
      );
    }
    expect((await honest.collectProof(id)).storageProof).not.toBeNull();
  });

  test('a node without eth_getProof or eth_getBlockReceipts still gives what it can', async () => {
    const store = createMemoryAnchorStore();
    const { id } = await chain.adapter({ store }).submit(newCheckpoint());
    await chain.adapter({ store }).advance();
    const withoutProof = await chain.adapter({ store, lie: lacks('eth_getProof') }).collectProof(id);
    expect(withoutProof.storageProof).toBeNull();
    expect(withoutProof.receiptProof).not.toBeNull();
    const singly = await chain.adapter({ store, lie: lacks('eth_getBlockReceipts') }).collectProof(id);
    expect(singly.receiptProof).toEqual(withoutProof.receiptProof);
  });

  test('a cancelled call rejects with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(chain.adapter().health(signal)).rejects.toThrow('enough');
    await expect(
      chain.adapter({ store: createMemoryAnchorStore() }).submit(newCheckpoint(), signal),
    ).rejects.toThrow('enough');
  });
});
