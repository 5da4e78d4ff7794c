// RFC 6962 trees whose complete subtrees are stored once, in the order in which they become complete (leaf 0, leaf 1,
// node 0..2, leaf 2, …). Any root or proof needs O(log n) of them. Plain arithmetic: sizes pass 2^32.

import { assert } from '../assert.ts';
import { consistencyRanges, inclusionRanges } from '../merkle/proof.ts';
import { type LeafRange, type NodeHash, nodeHash } from '../merkle/tree.ts';

/** Gives the stored hash at a position; throws where it is missing. */
export type NodeReader = (position: number) => Uint8Array;

/** Place of the root of the n-th complete subtree of 2^level leaves. */
export function nodePosition(level: number, n: number): number {
  // The subtree becomes complete with its last leaf; before that leaf stand leaf + leaf/2 + leaf/4 + … hashes.
  let leaf = (n + 1) * 2 ** level - 1;
  let position = level;
  while (leaf > 0) {
    position += leaf;
    leaf = Math.floor(leaf / 2);
  }
  return position;
}

/** Number of hashes stored for a log of so many leaves: 2 * size - (ones in its binary form). */
export function nodeCount(size: number): number {
  return nodePosition(0, size);
}

/**
 * Hashes to store for new leaf hashes, from position nodeCount(size) on.
 * @param read gives hashes that are stored already
 */
export function appendNodes(
  hash: NodeHash,
  size: number,
  leaves: readonly Uint8Array[],
  read: NodeReader,
): Uint8Array[] {
  const base = nodeCount(size);
  const nodes: Uint8Array[] = [];
  for (const [i, leaf] of leaves.entries()) {
    let node = leaf;
    nodes.push(node);
    let n = size + i;
    for (let level = 0; n % 2 === 1; level++) {
      const left = nodePosition(level, n - 1);
      node = nodeHash(hash, left < base ? read(left) : nodes[left - base]!, node);
      nodes.push(node);
      n = (n - 1) / 2;
    }
  }
  return nodes;
}

/** Root over a range that a proof names (its start is a multiple of every complete subtree in it). */
export function storedRoot(hash: NodeHash, { start, end }: LeafRange, read: NodeReader): Uint8Array {
  if (start === end) return hash();
  const roots: Uint8Array[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    roots.push(read(nodePosition(level, at / 2 ** level)));
    at += 2 ** level;
  }
  return roots.reduceRight((right, left) => nodeHash(hash, left, right));
}

export function storedInclusion(hash: NodeHash, index: number, size: number, read: NodeReader): Uint8Array[] {
  assert(index < size, 'leaf within the tree');
  return inclusionRanges(index, size).map((range) => storedRoot(hash, range, read));
}

export function storedConsistency(hash: NodeHash, from: number, to: number, read: NodeReader): Uint8Array[] {
  return consistencyRanges(from, to).map((range) => storedRoot(hash, range, read));
}
