// Besu's and FISCO BCOS's ways over the wire. Neither runs here: a real EVM node's replies are turned into what their
// sources say that they answer (BftBlockHashing, QbftExtraDataCodec; BlockResponse.h, ReceiptResponse.h, EthMethods).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { integerBytes, toData } from '../../../shared/chain/quantity.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import type { TrustedBlocks } from '../../../shared/chain/trusted.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import { parseHeader } from '../../../shared/chain/header.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import { fromHex } from '../../../shared/bytes/hex.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { sealHeader, VALIDATORS } from '../../unit/verify/qbft-headers.ts';
import { type Lie, newCheckpoint, Reply, startTestChain, type TestChain } from './test-chain.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain(0, ['--base-fee', '0', '--gas-price', '0']);
});
afterAll(() => chain.close());

type Fields = Record<string, unknown>;
const NOT_THERE = new Reply('{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}');

/** The header of a block as Besu has it: three of four validators sealed it. */
function asBesu(block: Fields): Fields {
  const data = (name: string): Uint8Array => fromHex((block[name] as string).slice(2))!;
  const integer = (name: string): Uint8Array => integerBytes(BigInt(block[name] as string));
  const rest = ['baseFeePerGas', 'blobGasUsed', 'excessBlobGas'].map((name) => [name, integer] as const);
  const later = [
    rest[0]!,
    ['withdrawalsRoot', data] as const,
    rest[1]!,
    rest[2]!,
    ['parentBeaconBlockRoot', data] as const,
    ['requestsHash', data] as const,
  ].filter(([name]) => block[name] !== undefined);
  const head = [
    'parentHash',
    'sha3Uncles',
    'miner',
    'stateRoot',
    'transactionsRoot',
    'receiptsRoot',
    'logsBloom',
  ];
  const { extraData, rlp } = sealHeader([0, 1, 3], (extra) =>
    encodeRlp([
      ...head.map(data),
      ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'].map(integer),
      extra,
      data('mixHash'),
      data('nonce'),
      ...later.map(([name, read]) => read(name)),
    ]),
  );
  return { ...block, extraData: toData(extraData), hash: toData(parseHeader(rlp).hash) };
}

const besu: Lie = (method, result) => {
  if (method === 'eth_getBlockByNumber' && result) return asBesu(result as Fields);
  return result;
};

const chainOf = (validators: readonly string[]): TrustedBlocks => ({
  chainId: chain.profile.chainId,
  blocks: [],
  validators: [{ from: 0, to: null, addresses: validators }],
  demonstration: true,
});

test('Besu: anchored at once, proven offline by the validators’ seals, the beacon as well', async () => {
  const store = createMemoryAnchorStore();
  const adapter = chain.adapter({ lie: besu, store, profile: { kind: 'besu-qbft', finalityDepth: 0 } });
  expect(await adapter.beacon()).toMatchObject({ headerRlp: expect.stringMatching(/^0x/) });
  const checkpoint = newCheckpoint();
  const { id } = await adapter.submit(checkpoint);
  expect(await adapter.advance()).toMatchObject([{ id, state: 'final' }]);
  const record = await adapter.collectProof(id);
  expect(record.storageProof).not.toBeNull();
  expect(record.receiptProof).not.toBeNull();
  expect(record).toMatchObject({ transport: 'loopback', cost: { gasUsed: expect.any(Number) } });
  const verdict = (trusted: readonly string[]) =>
    verifyAnchor({ record: encodeAnchorRecord(record), checkpoint, trustedChains: [chainOf(trusted)] });
  expect(verdict(VALIDATORS)).toMatchObject({
    status: 'pass',
    code: 'anchor-sealed',
    seals: { seals: 3, validators: 4 },
  });
  expect(verdict([`0x${'9'.repeat(40)}`])).toMatchObject({ status: 'untrusted', code: 'anchor-seals-short' });
});

/** Another hash than the one that its fields give. */
const hashOf = (hash: unknown): string => (hash as string).replaceAll('a', 'b').replaceAll('7', '8');

/** Another hash, milliseconds, few fields; no proofs, no way to get all receipts, no price. */
const fisco: Lie = (method, result) => {
  if (['eth_getProof', 'eth_getBlockReceipts', 'eth_feeHistory'].includes(method)) return NOT_THERE;
  if (method === 'eth_getBlockByNumber' && result) {
    const block = result as Fields;
    const kept = [
      'number',
      'parentHash',
      'nonce',
      'transactionsRoot',
      'stateRoot',
      'receiptsRoot',
      'transactions',
    ];
    return {
      ...Object.fromEntries(kept.map((name) => [name, block[name]])),
      hash: hashOf(block['hash']),
      miner: `0x${'00'.repeat(20)}`,
      difficulty: '0x0',
      extraData: '0x',
      size: '0xffff',
      gasLimit: '0x1c9c380',
      gasUsed: block['gasUsed'],
      timestamp: `0x${(BigInt(block['timestamp'] as string) * 1000n + 123n).toString(16)}`,
      uncles: [],
    };
  }
  if (method === 'eth_getTransactionReceipt' && result) {
    const receipt = result as Fields;
    return {
      ...receipt,
      blockHash: hashOf(receipt['blockHash']),
      cumulativeGasUsed: '0x0',
      effectiveGasPrice: '0x0',
    };
  }
  // The virtual machine has milliseconds.
  if (method === 'eth_call' && !/^0x0*$/.test(result as string)) {
    const text = (result as string).slice(2);
    const time = (BigInt(`0x${text.slice(0, 64)}`) * 1000n + 123n).toString(16).padStart(64, '0');
    return `0x${time}${text.slice(64)}`;
  }
  return result;
};

test('FISCO BCOS: anchored for nothing, what the nodes said is kept, and offline it is no proof', async () => {
  const store = createMemoryAnchorStore();
  const profile = { kind: 'fisco-bcos', finalityDepth: 0, witnessRpcUrl: chain.profile.rpcUrl } as const;
  const adapter = chain.adapter({ lie: fisco, store, profile });
  expect(await adapter.beacon()).toMatchObject({ headerRlp: null });
  const checkpoint = newCheckpoint();
  const { id } = await adapter.submit(checkpoint);
  expect(store.transactions(id)).toMatchObject([{ gasPriceWei: '0' }]);
  expect(await adapter.advance()).toMatchObject([{ id, state: 'final', errorCode: null }]);
  const record = await adapter.collectProof(id);
  expect(record).toMatchObject({ headerRlp: '0x', storageProof: null, receiptProof: null });
  expect(record.material?.witnesses).toBe(2);
  expect(JSON.parse(record.material!.receipt)).toMatchObject({ cumulativeGasUsed: '0x0' });
  const trusted = { ...chainOf([]), blocks: [{ number: record.blockNumber, hash: record.blockHash }] };
  const report = verifyAnchor({ record: encodeAnchorRecord(record), checkpoint, trustedChains: [trusted] });
  expect(report).toMatchObject({ status: 'unsupported', code: 'anchor-online-only', blockTime: null });
});

test('FISCO BCOS: nothing is replaced; the same bytes go out again', async () => {
  await chain.call('evm_setAutomine', false);
  const store = createMemoryAnchorStore();
  const adapter = chain.adapter({ lie: fisco, store, profile: { kind: 'fisco-bcos' } });
  const { id } = await adapter.submit(newCheckpoint());
  for (let i = 0; i < 4; i++) {
    chain.wait(30_000);
    await adapter.advance();
  }
  expect(store.transactions(id)).toMatchObject([{ sends: 5 }]);
  await chain.mine(1);
  await chain.call('evm_setAutomine', true);
});

const zeroes: Lie = (method, result, params) =>
  method === 'eth_sendRawTransaction' ? `0x${'00'.repeat(32)}` : fisco(method, result, params);

test('FISCO BCOS: zeroes that look like success are no transaction', async () => {
  const store = createMemoryAnchorStore();
  const adapter = chain.adapter({ lie: zeroes, store, profile: { kind: 'fisco-bcos' } });
  expect(await adapter.submit(newCheckpoint())).toMatchObject({ errorCode: 'chain/bad-response' });
});

test('a second node that has another block: nothing is kept', async () => {
  const store = createMemoryAnchorStore();
  const honest = chain.adapter({ store, profile: { witnessRpcUrl: chain.profile.rpcUrl } });
  const { id } = await honest.submit(newCheckpoint());
  await honest.advance();
  await expect(honest.collectProof(id)).resolves.toMatchObject({ format: 'cunan-anchor/1' });
  // The two nodes are one here: every second answer about the block comes from the liar.
  let asked = 0;
  const other: Lie = (method, result) => {
    if (method !== 'eth_getBlockByNumber' || !result) return result;
    asked += 1;
    return asked % 2 === 0 ? { ...(result as Fields), hash: `0x${'ab'.repeat(32)}` } : result;
  };
  const doubtful = chain.adapter({ store, lie: other, profile: { witnessRpcUrl: chain.profile.rpcUrl } });
  await expect(doubtful.collectProof(id)).rejects.toMatchObject({
    code: 'chain/bad-response',
    details: { problem: 'the second node has another block' },
  });
});
