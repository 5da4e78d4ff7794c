import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../../shared/merkle/proof.ts';
import {
  appendNodes,
  nodeCount,
  nodePosition,
  storedConsistency,
  storedInclusion,
  storedRoot,
} from '../../../shared/ledger/stored-tree.ts';

const hash = (...parts: readonly Uint8Array[]): Uint8Array => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return new Uint8Array(digest.digest());
};

/** MTH of RFC 6962 section 2.1, word for word, as the oracle. */
function referenceRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hash(Uint8Array.of(1), referenceRoot(leaves.slice(0, k)), referenceRoot(leaves.slice(k)));
}

describe('stored subtrees', () => {
  const leaves = Array.from({ length: 70 }, (_, i) => hash(Uint8Array.of(0, i)));
  const nodes = appendNodes(hash, 0, leaves, () => {
    throw new Error('nothing is stored yet');
  });
  const read = (position: number): Uint8Array => nodes[position]!;

  test("positions are those of Go's sumdb/tlog, without gaps", () => {
    // StoredHashIndex(0, 0..4), (1, 0), (1, 1), (2, 0)
    expect([0, 1, 2, 3, 4].map((n) => nodePosition(0, n))).toEqual([0, 1, 3, 4, 7]);
    expect([nodePosition(1, 0), nodePosition(1, 1), nodePosition(2, 0)]).toEqual([2, 5, 6]);
    const seen = new Set<number>();
    for (let level = 0; 2 ** level <= 64; level++) {
      for (let n = 0; (n + 1) * 2 ** level <= 64; n++) seen.add(nodePosition(level, n));
    }
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: nodeCount(64) }, (_, i) => i));
    expect(nodeCount(70)).toBe(nodes.length);
    expect(nodeCount(2 ** 40)).toBe(2 ** 41 - 1);
  });

  test('appending in any pieces stores the same hashes', () => {
    const pieces: Uint8Array[] = [];
    for (let size = 0, step = 1; size < leaves.length; size += step, step = (step % 7) + 1) {
      const part = leaves.slice(size, size + step);
      pieces.push(...appendNodes(hash, size, part, (position) => pieces[position]!));
    }
    expect(pieces).toEqual(nodes);
  });

  test('every inclusion and consistency proof up to 70 leaves verifies, and only at its place', () => {
    for (let size = 0; size <= leaves.length; size++) {
      const root = storedRoot(hash, { start: 0, end: size }, read);
      expect(root).toEqual(referenceRoot(leaves.slice(0, size)));
      for (let index = 0; index < size; index++) {
        const hashes = storedInclusion(hash, index, size, read);
        const claim = { index, size, leafHash: leaves[index]!, hashes, root };
        expect(verifyInclusion(hash, claim)).toBe(true);
        expect(verifyInclusion(hash, { ...claim, index: (index + 1) % size })).toBe(size === 1);
      }
      for (let oldSize = 0; oldSize <= size; oldSize++) {
        const oldRoot = storedRoot(hash, { start: 0, end: oldSize }, read);
        const hashes = storedConsistency(hash, oldSize, size, read);
        expect(verifyConsistency(hash, { oldSize, oldRoot, newSize: size, newRoot: root, hashes })).toBe(
          true,
        );
      }
    }
  });
});
