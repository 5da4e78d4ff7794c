// Anchoring over the real store: every step by a process that knows nothing but the database.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChainAdapter } from '../../../electron/attest/chain/ports.ts';
import { createAnchorStore } from '../../../electron/store/anchors.ts';
import { openDatabase } from '../../../electron/store/database.ts';
import { type Lie, newCheckpoint, startTestChain, type TestChain } from './test-chain.ts';

let folder = '';
let chain: TestChain;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-anchors-'));
  chain = await startTestChain(1);
});
afterAll(async () => {
  await chain.close();
  rmSync(folder, { recursive: true, force: true });
});

async function withAdapter<T>(use: (adapter: ChainAdapter) => Promise<T>, lie?: Lie): Promise<T> {
  const db = openDatabase(join(folder, 'cunan.db'));
  try {
    const store = createAnchorStore(db);
    return await use(chain.adapter(lie ? { store, lie } : { store }));
  } finally {
    db.close();
  }
}

const lost: Lie = (method, result) => {
  if (method === 'eth_sendRawTransaction') throw new Error('the process ends here');
  return result;
};

test('a new process for each step anchors once', async () => {
  const checkpoint = newCheckpoint();
  const row = await withAdapter((adapter) => adapter.submit(checkpoint), lost);
  expect(row).toMatchObject({ state: 'submitted', errorCode: 'chain/unreachable' });
  expect(await withAdapter((adapter) => adapter.submit(checkpoint))).toMatchObject({
    id: row.id,
    state: 'included',
  });
  await chain.mine(1);
  expect(await withAdapter((adapter) => adapter.advance())).toMatchObject([{ id: row.id, state: 'final' }]);
  const record = await withAdapter((adapter) => adapter.collectProof(row.id));
  expect(record).toMatchObject({ checkpoint: { size: checkpoint.size }, simulated: true });
  expect(await withAdapter((adapter) => adapter.advance())).toEqual([]);
  const calls = (await chain.call(
    'eth_getTransactionCount',
    await senderOf(record.txHash),
    'latest',
  )) as string;
  // One for the deployment, one for the anchor.
  expect(Number(calls)).toBe(2);
});

async function senderOf(txHash: string): Promise<string> {
  const transaction = (await chain.call('eth_getTransactionByHash', txHash)) as { from: string };
  return transaction.from;
}
