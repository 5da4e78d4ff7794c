// Inclusion and consistency proofs of RFC 6962 sections 2.1.1 and 2.1.2; verification as in RFC 9162
// sections 2.1.3.2 and 2.1.4.2. Verifiers return booleans and never throw: their input is hostile.

import { assert } from '../assert.ts';
import { equalBytes } from '../bytes/utf8.ts';
import { isTreeSize, type LeafRange, type NodeHash, nodeHash, rangeRoot, splitPoint } from './tree.ts';

/** Subtrees whose roots prove leaf `index` in a tree of `size`, leaf to root; a log may look them up in its store. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  assert(isTreeSize(index) && isTreeSize(size) && index < size, 'leaf within the tree');
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** Subtrees whose roots prove that the tree of `newSize` begins with the tree of `oldSize`. Empty for equal or zero sizes. */
export function consistencyRanges(oldSize: number, newSize: number): LeafRange[] {
  assert(
    isTreeSize(oldSize) && isTreeSize(newSize) && oldSize <= newSize,
    'old tree not larger than the new',
  );
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = newSize;
  // SUBPROOF(m, D[n], b) of section 2.1.2: b is true while the old root is itself a node on the way.
  while (end !== oldSize) {
    const middle = start + splitPoint(end - start);
    if (oldSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** Sibling hashes, leaf to root. */
export function inclusionProof(hash: NodeHash, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionRanges(index, leaves.length).map((range) => rangeRoot(hash, leaves, range));
}

/** Proof that the tree of all leaves extends the tree of the first `oldSize`. */
export function consistencyProof(
  hash: NodeHash,
  leaves: readonly Uint8Array[],
  oldSize: number,
): Uint8Array[] {
  return consistencyRanges(oldSize, leaves.length).map((range) => rangeRoot(hash, leaves, range));
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly hashes: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(hash: NodeHash, claim: InclusionClaim): boolean {
  const { index, size, hashes } = claim;
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let root = claim.leafHash;
  for (const sibling of hashes) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, sibling, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      root = nodeHash(hash, root, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(root, claim.root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly hashes: readonly Uint8Array[];
}

/** RFC 9162 section 2.1.4.2; the empty tree is a prefix of every tree, proved by an empty proof. */
export function verifyConsistency(hash: NodeHash, claim: ConsistencyClaim): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim;
  if (!isTreeSize(oldSize) || !isTreeSize(newSize) || oldSize > newSize) return false;
  if (oldSize === 0) return claim.hashes.length === 0 && equalBytes(oldRoot, hash());
  if (oldSize === newSize) return claim.hashes.length === 0 && equalBytes(oldRoot, newRoot);

  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...claim.hashes] : claim.hashes;
  const [first, ...rest] = path;
  if (claim.hashes.length === 0 || first === undefined) return false;
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  let oldComputed = first;
  let newComputed = first;
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldComputed = nodeHash(hash, sibling, oldComputed);
      newComputed = nodeHash(hash, sibling, newComputed);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      newComputed = nodeHash(hash, newComputed, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(oldComputed, oldRoot) && equalBytes(newComputed, newRoot);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
