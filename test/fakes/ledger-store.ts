// LedgerStore in memory. `tamper` gives the raw rows, as someone with a database tool would have them.

import type { LedgerLeaf, LedgerStore, StoredCheckpoint } from '../../electron/attest/ledger/ports.ts';

export interface LedgerRows {
  leaves: LedgerLeaf[];
  nodes: Uint8Array[];
  checkpoints: StoredCheckpoint[];
}

export function createMemoryLedgerStore(): LedgerStore & { readonly tamper: LedgerRows } {
  const rows: LedgerRows = { leaves: [], nodes: [], checkpoints: [] };
  const index = new Map<string, number>();
  return {
    tamper: rows,
    size: () => rows.leaves.length,
    leaf: (at) => rows.leaves[at] ?? null,
    leaves: (from, to) => rows.leaves.slice(from, to),
    indexOf: (statementSha256) => index.get(statementSha256) ?? null,
    node: (position) => rows.nodes[position] ?? null,
    nodes: (from, to) => rows.nodes.slice(from, to),
    append: ({ size, leaves, position, nodes }) => {
      if (size !== rows.leaves.length || position !== rows.nodes.length) throw new Error('not at the end');
      if (leaves.some((leaf) => index.has(leaf.statementSha256)))
        throw new Error('statement is there already');
      for (const [i, leaf] of leaves.entries()) index.set(leaf.statementSha256, size + i);
      for (const leaf of leaves) rows.leaves.push(leaf);
      for (const node of nodes) rows.nodes.push(node);
    },
    checkpoints: () => [...rows.checkpoints],
    checkpoint: (size) => rows.checkpoints.find((row) => row.size === size) ?? null,
    checkpointCount: () => rows.checkpoints.length,
    newestCheckpoints: (limit) => rows.checkpoints.toReversed().slice(0, limit),
    addCheckpoint: (checkpoint) => {
      if (rows.checkpoints.some((row) => row.size === checkpoint.size)) throw new Error('published already');
      rows.checkpoints.push(checkpoint);
      rows.checkpoints.sort((a, b) => a.size - b.size);
    },
  };
}
