// RFC 6962 section 2.1 Merkle trees over an injected 32-byte hash (SHA-256 or SM3).
// Leaves are given as leaf hashes, so that the caller decides what a leaf is and a big log can store them only.
// Sizes and indices are plain numbers up to 2^53 - 1; no 32-bit operators are used on them.

import { assert } from '../assert.ts';

/** Digest of the concatenation of the parts. */
export type NodeHash = (...parts: readonly Uint8Array[]) => Uint8Array;

/** Half-open interval of leaf numbers; its subtree's root is MTH(D[start:end]). */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** H(0x00 || data), section 2.1. */
export function leafHash(hash: NodeHash, data: Uint8Array): Uint8Array {
  return hash(LEAF_PREFIX, data);
}

/** H(0x01 || left || right), section 2.1. */
export function nodeHash(hash: NodeHash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(NODE_PREFIX, left, right);
}

/** Root of a list of leaf hashes; of no leaves: H(). One pass, memory of log2(n) hashes. */
export function treeRoot(hash: NodeHash, leaves: Iterable<Uint8Array>): Uint8Array {
  const builder = createTreeBuilder(hash);
  for (const leaf of leaves) builder.append(leaf);
  return builder.root();
}

export interface TreeBuilder {
  readonly size: number;
  append(leaf: Uint8Array): void;
  /** Root of what was appended so far. */
  root(): Uint8Array;
}

/** Appends leaf hashes one by one and knows the root at every size. */
export function createTreeBuilder(hash: NodeHash): TreeBuilder {
  const peaks: { readonly width: number; readonly root: Uint8Array }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    append(leaf) {
      size += 1;
      let peak = { width: 1, root: leaf };
      while (peaks.at(-1)?.width === peak.width) {
        const left = peaks.pop()!;
        peak = { width: peak.width * 2, root: nodeHash(hash, left.root, peak.root) };
      }
      peaks.push(peak);
    },
    root() {
      if (peaks.length === 0) return hash();
      return peaks.map((peak) => peak.root).reduceRight((right, left) => nodeHash(hash, left, right));
    },
  };
}

/** Root of leaves[start:end]; the range must not be empty. */
export function rangeRoot(
  hash: NodeHash,
  leaves: readonly Uint8Array[],
  range: LeafRange = { start: 0, end: leaves.length },
): Uint8Array {
  assert(0 <= range.start && range.start < range.end && range.end <= leaves.length, 'range within the tree');
  return treeRoot(hash, leaves.slice(range.start, range.end));
}

/** The largest power of two smaller than n (n > 1), section 2.1. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

export function isTreeSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
