// What one item's anchor costs: one checkpoint is one transaction, however many items stand under it. On anvil, a real
// contract call each; cost at a price of 1 gwei.

import { randomBytes } from 'node:crypto';
import { leafHash, treeRoot } from '../../shared/merkle/tree.ts';
import { ledgerHash } from '../../shared/ledger/verify-tlog-proof.ts';
import { startTestChain } from '../integration/chain/test-chain.ts';
import type { Table } from './run.ts';

const SIZES = [1, 100, 10_000];

export async function benchChain(): Promise<readonly Table[]> {
  const chain = await startTestChain(0);
  try {
    const adapter = chain.adapter();
    const rows: string[][] = [];
    for (const size of SIZES) {
      const leaves = Array.from({ length: size }, () => leafHash(ledgerHash, randomBytes(200)));
      const checkpoint = { origin: 'cunan/0011223344556677', size, root: treeRoot(ledgerHash, leaves) };
      const { id } = await adapter.submit(checkpoint);
      await adapter.advance();
      const { cost } = await adapter.collectProof(id);
      const gas = cost!.gasUsed;
      rows.push([
        size.toLocaleString('en'),
        gas.toLocaleString('en'),
        (gas / size).toLocaleString('en', { maximumFractionDigits: 2 }),
        ((gas / size) * 1e-9).toExponential(2),
      ]);
    }
    return [
      {
        title: 'Gas of an anchor by items in its checkpoint',
        goal: `Registry contract on anvil 1.7.1; putting it there cost ${chain.deployGas.toLocaleString('en')} gas, once.`,
        columns: ['items', 'gas of the transaction', 'gas per item', 'coins per item at 1 gwei'],
        rows,
      },
    ];
  } finally {
    await chain.close();
  }
}
