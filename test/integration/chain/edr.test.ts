// The same on Hardhat's EDR. Its engine is anvil's (revm), so that the proofs are held against @ethereumjs/mpt as well.

import { verifyMerkleProof } from '@ethereumjs/mpt';
import { keccak256 } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseHeader } from '../../../shared/chain/header.ts';
import { fromData, integerBytes } from '../../../shared/chain/quantity.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import type { AnchorRecord } from '../../../shared/chain/types.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { isEdrExpected, loadEdr, startEdr } from './edr-node.ts';
import { CHAIN_ID, chainOn, type Lie, newCheckpoint, type TestChain } from './test-chain.ts';

const edr = await loadEdr();
const hex = (text: string): Uint8Array => fromData(text, { max: 1_000_000 });

function offline(record: AnchorRecord, checkpoint: Checkpoint) {
  const block = { number: record.blockNumber, hash: record.blockHash };
  return verifyAnchor({
    record: encodeAnchorRecord(record),
    checkpoint,
    trustedChains: [{ chainId: record.chainId, blocks: [block], demonstration: true }],
  });
}

test('EDR is there: npm left nothing out', () => {
  expect(edr !== null, 'its native half is missing: has package-lock.json its "engines" again?').toBe(
    isEdrExpected(),
  );
});

if (edr !== null) {
  describe('on Hardhat’s EDR', () => {
    let chain: TestChain;
    beforeAll(async () => {
      const node = await startEdr(edr, CHAIN_ID);
      const words = { setBalance: 'hardhat_setBalance', mine: 'hardhat_mine' };
      chain = await chainOn({ ...node, ...words, dispose: () => Promise.resolve() }, 1);
    });
    afterAll(() => chain.close());
    beforeEach(() => chain.call('evm_setAutomine', true));

    test('deployed, anchored, proven with the node gone; @ethereumjs/mpt says the same', async () => {
      const adapter = chain.adapter();
      const checkpoint = newCheckpoint();
      const { id } = await adapter.submit(checkpoint);
      await chain.mine(1);
      expect(await adapter.advance()).toMatchObject([{ id, state: 'final', errorCode: null }]);
      const record = await adapter.collectProof(id);
      expect(record.cost?.gasUsed).toBeLessThan(48_000);
      await chain.stopNode();
      expect(offline(record, checkpoint)).toMatchObject({ status: 'pass', code: 'anchor-trusted' });
      expect(offline(record, newCheckpoint())).toMatchObject({ status: 'fail' });
      const header = parseHeader(hex(record.headerRlp));
      const { index, receiptRlp, nodes } = record.receiptProof!;
      const key = encodeRlp(integerBytes(BigInt(index)));
      const receipt = await verifyMerkleProof(key, nodes.map(hex), { root: header.receiptsRoot });
      expect(receipt).toEqual(hex(receiptRlp));
      if (record.storageProof !== null) {
        const path = hex(keccak256(hex(record.contract)));
        const account = record.storageProof.accountProof.map(hex);
        expect(await verifyMerkleProof(path, account, { root: header.stateRoot })).not.toBeNull();
      }
      await chain.restartNode();
    });

    test('dropped: the same bytes again; then replaced by one that pays more', async () => {
      await chain.call('evm_setAutomine', false);
      const adapter = chain.adapter();
      const { id } = await adapter.submit(newCheckpoint());
      const [sent] = chain.store.transactions(id);
      expect(await chain.call('hardhat_dropTransaction', sent!.txHash)).toBe(true);
      chain.wait(30_000);
      await adapter.advance();
      expect(chain.store.transactions(id)).toMatchObject([{ sends: 2 }]);
      for (let i = 0; i < 2; i++) {
        chain.wait(30_000);
        await adapter.advance();
      }
      const [first, second] = chain.store.transactions(id);
      expect(second!.nonce).toBe(first!.nonce);
      await chain.mine(2);
      const advanced = await adapter.advance();
      expect(advanced).toMatchObject([{ id, state: 'final', txHash: second!.txHash }]);
    });

    test('a reorganisation: back to submitted, and in again', async () => {
      const adapter = chain.adapter();
      const snapshot = await chain.call('evm_snapshot');
      const checkpoint = newCheckpoint();
      const { id } = await adapter.submit(checkpoint);
      expect(await adapter.advance()).toMatchObject([{ id, state: 'included' }]);
      await chain.call('evm_setAutomine', false);
      await chain.call('evm_revert', snapshot);
      expect(await adapter.advance()).toMatchObject([{ state: 'submitted', errorCode: 'chain/reorganised' }]);
      chain.wait(30_000);
      await adapter.advance();
      await chain.mine(2);
      expect(await adapter.advance()).toMatchObject([{ id, state: 'final', errorCode: null }]);
      expect(offline(await adapter.collectProof(id), checkpoint).status).toBe('pass');
      expect(chain.store.transactions(id)).toHaveLength(1);
    });

    test('the node stops and comes back', async () => {
      const adapter = chain.adapter();
      const { id } = await adapter.submit(newCheckpoint());
      await chain.stopNode();
      expect(await adapter.advance()).toMatchObject([{ id, errorCode: 'chain/unreachable' }]);
      await chain.restartNode();
      await chain.mine(1);
      expect(await adapter.advance()).toMatchObject([{ id, state: 'final', errorCode: null }]);
    });

    test('another chain id is named, and nothing is signed', async () => {
      const store = createMemoryAnchorStore();
      const row = await chain.adapter({ profile: { chainId: 1 }, store }).submit(newCheckpoint());
      expect(row.errorCode).toBe('chain/wrong-chain');
      expect(store.transactions(row.id)).toEqual([]);
    });

    test.each<[string, string, (result: Record<string, unknown>) => unknown]>([
      ['header', 'eth_getBlockByNumber', (block) => ({ ...block, stateRoot: `0x${'11'.repeat(32)}` })],
      [
        'receipt',
        'eth_getTransactionReceipt',
        (receipt) => ({ ...receipt, transactionHash: `0x${'11'.repeat(32)}` }),
      ],
      ['chain id mid-way', 'eth_chainId', () => '0x1'],
    ])('a node that lies about the %s: nothing is kept', async (_, wanted, change) => {
      const store = createMemoryAnchorStore();
      const honest = chain.adapter({ store });
      const { id } = await honest.submit(newCheckpoint());
      await chain.mine(1);
      await honest.advance();
      const lie: Lie = (method, result) => {
        // The receipts of the block one by one, so that the lie is asked for.
        if (method === 'eth_getBlockReceipts') return null;
        return method === wanted ? change(result as Record<string, unknown>) : result;
      };
      await expect(chain.adapter({ store, lie }).collectProof(id)).rejects.toMatchObject({
        code: expect.stringMatching(/^chain\/(bad-response|wrong-chain)$/),
      });
      await expect(honest.collectProof(id)).resolves.toMatchObject({ format: 'cunan-anchor/1' });
    });

    test('a wrong storage proof is not kept; where it is the only proof, nothing is', async () => {
      const store = createMemoryAnchorStore();
      const { id } = await chain.adapter({ store }).submit(newCheckpoint());
      await chain.mine(1);
      await chain.adapter({ store }).advance();
      const wrong = { accountProof: ['0xc0'], storageProof: [{ proof: ['0xc0'] }] };
      const lie: Lie = (method, result) => (method === 'eth_getProof' ? wrong : result);
      const record = await chain.adapter({ store, lie }).collectProof(id);
      expect(record.storageProof).toBeNull();
      expect(record.receiptProof).not.toBeNull();
      const both: Lie = (method, result, params) =>
        /^eth_get(BlockReceipts|TransactionReceipt)$/.test(method) ? null : lie(method, result, params);
      await expect(chain.adapter({ store, lie: both }).collectProof(id)).rejects.toMatchObject({
        code: 'chain/bad-response',
      });
    });
  });
}
