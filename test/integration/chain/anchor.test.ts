// Anchoring on a real EVM node (anvil): the good way, and what may happen on it.

import { verifyMerkleProof } from '@ethereumjs/mpt';
import { keccak256 } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromData, integerBytes } from '../../../shared/chain/quantity.ts';
import { parseHeader } from '../../../shared/chain/header.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import type { AnchorRecord } from '../../../shared/chain/types.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { newCheckpoint, startTestChain, type TestChain } from './test-chain.ts';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.close());
beforeEach(async () => {
  await chain.call('evm_setAutomine', true);
});

const hex = (text: string): Uint8Array => fromData(text, { max: 1_000_000 });

function offline(record: AnchorRecord, checkpoint: Checkpoint) {
  return verifyAnchor({
    record: encodeAnchorRecord(record),
    checkpoint,
    trustedChains: [
      {
        chainId: record.chainId,
        blocks: [{ number: record.blockNumber, hash: record.blockHash }],
        demonstration: true,
      },
    ],
  });
}

async function gasOf(txHash: string): Promise<number> {
  const receipt = (await chain.call('eth_getTransactionReceipt', txHash)) as { gasUsed: string };
  return Number(receipt.gasUsed);
}

describe('anchoring', () => {
  test('submitted, included, final; the proof holds without the node and before @ethereumjs/mpt', async () => {
    const adapter = chain.adapter();
    const checkpoint = newCheckpoint();
    const first = await adapter.submit(checkpoint);
    expect(first).toMatchObject({ state: 'submitted', errorCode: null, blockNumber: null });
    expect((await adapter.advance())[0]).toMatchObject({ state: 'included' });
    await expect(adapter.collectProof(first.id)).rejects.toThrow(/chain\/not-final/);
    await chain.mine(1);
    expect((await adapter.advance())[0]).toMatchObject({ state: 'included' });
    await chain.mine(1);
    const [final] = await adapter.advance();
    expect(final).toMatchObject({ state: 'final', errorCode: null });
    expect(await adapter.advance()).toEqual([]);

    const record = await adapter.collectProof(first.id);
    expect(record).toMatchObject({ txHash: final!.txHash, simulated: true, chainName: 'test' });
    expect(offline(record, checkpoint)).toMatchObject({ status: 'pass', blockTime: record.blockTime });
    expect(offline(record, newCheckpoint())).toMatchObject({ status: 'fail' });

    const header = parseHeader(hex(record.headerRlp));
    const { accountProof, storageProof, slot } = record.storageProof!;
    const account = await verifyMerkleProof(hex(keccak256(hex(record.contract))), accountProof.map(hex), {
      root: header.stateRoot,
    });
    expect(account).not.toBeNull();
    expect(storageProof.length).toBeGreaterThan(0);
    expect(slot).toMatch(/^0x[0-9a-f]{64}$/);
    const { index, receiptRlp, nodes } = record.receiptProof!;
    const receipt = await verifyMerkleProof(encodeRlp(integerBytes(BigInt(index))), nodes.map(hex), {
      root: header.receiptsRoot,
    });
    expect(receipt).toEqual(hex(receiptRlp));
    // Measured once and kept, so that a change of the contract's price is seen.
    expect(chain.deployGas).toBeLessThan(200_000);
    expect(await gasOf(record.txHash)).toBeLessThan(48_000);
  });

  test('the same checkpoint again costs nothing', async () => {
    const adapter = chain.adapter();
    const checkpoint = newCheckpoint();
    const rows = await Promise.all([adapter.submit(checkpoint), adapter.submit(checkpoint)]);
    const again = await adapter.submit(checkpoint);
    expect(new Set([...rows, again].map(({ id }) => id)).size).toBe(1);
    expect(chain.store.transactions(again.id)).toHaveLength(1);
  });

  test('many checkpoints at once go one after the other, each once', async () => {
    const adapter = chain.adapter();
    const checkpoints = Array.from({ length: 5 }, newCheckpoint);
    const rows = await Promise.all(checkpoints.map((checkpoint) => adapter.submit(checkpoint)));
    for (let step = 0; step < 8; step++) {
      await adapter.advance();
      await chain.mine(1);
    }
    for (const { id } of rows) {
      expect(chain.store.get(id)).toMatchObject({ state: 'final' });
      expect(chain.store.transactions(id)).toHaveLength(1);
    }
    const nonces = rows.map(({ id }) => chain.store.transactions(id)[0]!.nonce);
    expect(new Set(nonces).size).toBe(5);
  });

  test('a root that somebody else registered is anchored, without a second transaction', async () => {
    const checkpoint = newCheckpoint();
    const others = createMemoryAnchorStore();
    await chain.adapter({ store: others }).submit(checkpoint);
    await chain.mine(2);
    const adapter = chain.adapter();
    const row = await adapter.submit(checkpoint);
    expect(row).toMatchObject({ state: 'final', txHash: null });
    expect(chain.store.transactions(row.id)).toEqual([]);
    const record = await adapter.collectProof(row.id);
    expect(record.txHash).toBe(others.transactions(1)[0]!.txHash);
    expect(offline(record, checkpoint).status).toBe('pass');
  });

  test('in a block with many other transactions the receipt is still proven', async () => {
    await chain.call('evm_setAutomine', false);
    const others = createMemoryAnchorStore();
    const [from] = (await chain.call('eth_accounts')) as string[];
    for (let i = 0; i < 140; i++) {
      const transaction = { from, to: from, value: '0x1', nonce: `0x${i.toString(16)}` };
      await chain.call('eth_sendTransaction', transaction);
    }
    const checkpoint = newCheckpoint();
    const adapter = chain.adapter({ store: others });
    const { id } = await adapter.submit(checkpoint);
    await chain.mine(3);
    await adapter.advance();
    const record = await adapter.collectProof(id);
    expect(record.receiptProof?.nodes.length).toBeGreaterThan(1);
    expect(offline({ ...record, storageProof: null }, checkpoint).status).toBe('pass');
  });
});

describe('trouble on the way', () => {
  test('dropped by the node: the same bytes are sent again, by another process as well', async () => {
    await chain.call('evm_setAutomine', false);
    const { id } = await chain.adapter().submit(newCheckpoint());
    const [sent] = chain.store.transactions(id);
    await chain.call('anvil_dropTransaction', sent!.txHash);
    await chain.mine(1);
    const adapter = chain.adapter();
    await adapter.advance();
    expect(chain.store.transactions(id)[0]!.sends).toBe(1);
    chain.wait(30_000);
    await adapter.advance();
    expect(chain.store.transactions(id)).toMatchObject([{ txHash: sent!.txHash, sends: 2 }]);
    await chain.mine(3);
    await adapter.advance();
    expect(chain.store.get(id)).toMatchObject({ state: 'final', txHash: sent!.txHash });
  });

  test('written before it is sent: a crash in between loses nothing and doubles nothing', async () => {
    const failing = chain.adapter({
      lie: (method, result) => {
        // The node took it, the answer never came.
        if (method === 'eth_sendRawTransaction')
          throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
        return result;
      },
    });
    const { id, errorCode, state } = await failing.submit(newCheckpoint());
    expect({ errorCode, state }).toEqual({ errorCode: 'chain/unreachable', state: 'submitted' });
    await chain.mine(2);
    expect((await chain.adapter().advance()).find((row) => row.id === id)).toMatchObject({ state: 'final' });
    expect(chain.store.transactions(id)).toHaveLength(1);
  });

  test('too cheap: after three sendings replaced with the same nonce and at least 12.5 % more', async () => {
    await chain.call('evm_setAutomine', false);
    const adapter = chain.adapter();
    const { id } = await adapter.submit(newCheckpoint());
    for (let i = 0; i < 3; i++) {
      chain.wait(30_000);
      await adapter.advance();
    }
    const [first, second, ...more] = chain.store.transactions(id);
    expect(more).toEqual([]);
    expect(first!.sends).toBe(3);
    expect(second!.nonce).toBe(first!.nonce);
    expect(Number(second!.gasPriceWei)).toBeGreaterThanOrEqual(Number(first!.gasPriceWei) * 1.125);
    await chain.mine(3);
    expect((await adapter.advance())[0]).toMatchObject({ state: 'final', txHash: second!.txHash });
    expect(await chain.call('eth_getTransactionReceipt', first!.txHash)).toBeNull();
  });

  test('the nonce was used by something else: a new transaction with the next one', async () => {
    await chain.call('evm_setAutomine', false);
    const adapter = chain.adapter();
    const { id } = await adapter.submit(newCheckpoint());
    const [first] = chain.store.transactions(id);
    await chain.call('anvil_dropTransaction', first!.txHash);
    await chain.call('anvil_setNonce', first!.sender, `0x${(first!.nonce + 1).toString(16)}`);
    await chain.mine(1);
    expect((await adapter.advance())[0]).toMatchObject({ state: 'submitted', errorCode: 'chain/rejected' });
    chain.wait(30_000);
    await adapter.advance();
    await chain.mine(3);
    expect((await adapter.advance())[0]).toMatchObject({ state: 'final' });
    expect(chain.store.transactions(id).map(({ nonce }) => nonce)).toEqual([first!.nonce, first!.nonce + 1]);
  });

  test('a reorganisation takes it back to submitted, and it gets in again', async () => {
    const adapter = chain.adapter();
    const checkpoint = newCheckpoint();
    const { id } = await adapter.submit(checkpoint);
    const [included] = await adapter.advance();
    expect(included!.state).toBe('included');
    await chain.call('evm_setAutomine', false);
    await chain.call('anvil_reorg', 1, []);
    await chain.call('anvil_dropAllTransactions');
    expect(await adapter.advance()).toMatchObject([
      { id, state: 'submitted', blockNumber: null, errorCode: 'chain/reorganised' },
    ]);
    chain.wait(30_000);
    await adapter.advance();
    await chain.mine(3);
    const [again] = await adapter.advance();
    expect(again).toMatchObject({ state: 'final', errorCode: null });
    expect(again!.blockHash).not.toBe(included!.blockHash);
    expect(offline(await adapter.collectProof(id), checkpoint).status).toBe('pass');
  });

  test('a reorganisation after the end is found when the proof is collected', async () => {
    const adapter = chain.adapter({ profile: { finalityDepth: 0 } });
    const { id } = await adapter.submit(newCheckpoint());
    expect((await adapter.advance())[0]).toMatchObject({ state: 'final' });
    await chain.call('evm_setAutomine', false);
    await chain.call('anvil_reorg', 1, []);
    await expect(adapter.collectProof(id)).rejects.toThrow(/chain\/reorganised/);
    chain.wait(30_000);
    await adapter.advance();
    await chain.mine(1);
    expect((await adapter.advance())[0]).toMatchObject({ state: 'final' });
    await expect(adapter.collectProof(id)).resolves.toMatchObject({ format: 'cunan-anchor/1' });
  });

  test('the node stops and comes back', async () => {
    const adapter = chain.adapter();
    const checkpoint = newCheckpoint();
    const { id } = await adapter.submit(checkpoint);
    await chain.stopNode();
    expect((await adapter.advance())[0]).toMatchObject({ id, errorCode: 'chain/unreachable' });
    await expect(adapter.health()).rejects.toMatchObject({
      code: 'chain/unreachable',
      details: { problem: 'ECONNREFUSED' },
    });
    expect(await adapter.submit(newCheckpoint())).toMatchObject({
      state: 'queued',
      errorCode: 'chain/unreachable',
    });
    await chain.restartNode();
    for (let step = 0; step < 4; step++) {
      await adapter.advance();
      await chain.mine(1);
    }
    expect(await adapter.advance()).toEqual([]);
    expect(offline(await adapter.collectProof(id), checkpoint).status).toBe('pass');
  });
});
