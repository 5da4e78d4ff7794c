// Our tries before @ethereumjs/mpt: same roots, each accepts the other's proofs.

import { createMerkleProof, createMPT, verifyMerkleProof } from '@ethereumjs/mpt';
import { describe, expect, test } from 'vitest';
import { integerBytes } from '../../../shared/chain/quantity.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import { buildTrie, provenValue } from '../../../shared/chain/trie.ts';
import { count } from '../../tools.ts';

type Entries = readonly (readonly [Uint8Array, Uint8Array])[];

/** A small generator with a seed: tests repeat. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const bytes = (next: (below: number) => number, length: number, below = 256): Uint8Array =>
  Uint8Array.from({ length }, () => next(below));

function receiptLike(size: number): Entries {
  const next = numbers(size + 1);
  return Array.from({ length: size }, (_, i) => [
    encodeRlp(integerBytes(BigInt(i))),
    bytes(next, 1 + next(300)),
  ]);
}

function stateLike(size: number, keyLength: number): Entries {
  const next = numbers(size * 31 + keyLength);
  // Few different bytes: long shared paths, extensions, nodes inside nodes.
  const map = new Map<string, readonly [Uint8Array, Uint8Array]>();
  for (let i = 0; i < size; i++) {
    const key = bytes(next, keyLength, 3);
    map.set(String(key), [key, bytes(next, 1 + next(4))]);
  }
  return [...map.values()];
}

async function referenceTrie(entries: Entries) {
  const trie = await createMPT({});
  for (const [key, value] of entries) await trie.put(key, value);
  return trie;
}

describe('Merkle Patricia tries', () => {
  const sets: readonly [string, Entries][] = [
    ...[0, 1, 2, 16, 127, 128, 129, 300].map((n): [string, Entries] => [`${n} receipts`, receiptLike(n)]),
    ...[1, 5, 40, 200].map((n): [string, Entries] => [`${n} short values`, stateLike(n, 6)]),
    ...[60].map((n): [string, Entries] => [`${n} slots`, stateLike(n, 32)]),
  ];

  test.each(sets)('%s: same root as @ethereumjs/mpt, proofs accepted both ways', async (_, entries) => {
    const ours = buildTrie(entries);
    const theirs = await referenceTrie(entries);
    expect(ours.root).toEqual(theirs.root());
    const step = Math.max(1, Math.floor(entries.length / count(8, 400)));
    for (let i = 0; i < entries.length; i += step) {
      const [key, value] = entries[i]!;
      const proof = ours.prove(key);
      expect(provenValue(ours.root, key, proof)).toEqual(value);
      expect(await verifyMerkleProof(key, proof, { root: ours.root })).toEqual(value);
      expect(provenValue(ours.root, key, await createMerkleProof(theirs, key))).toEqual(value);
    }
  });

  test('absence is proven, not assumed', async () => {
    const entries = stateLike(40, 6);
    const ours = buildTrie(entries);
    const theirs = await referenceTrie(entries);
    for (const key of [new Uint8Array(6).fill(9), new Uint8Array([0, 1, 2, 0, 1, 7])]) {
      const proof = await createMerkleProof(theirs, key);
      expect(provenValue(ours.root, key, proof)).toBeNull();
      expect(provenValue(ours.root, key, ours.prove(key))).toBeNull();
    }
    expect(() => provenValue(ours.root, entries[0]![0], [])).toThrow(/node hash/);
    expect(provenValue(buildTrie([]).root, entries[0]![0], [])).toBeNull();
  });

  test('a flipped bit, a missing, foreign or extra node is refused', () => {
    const entries = receiptLike(200);
    const trie = buildTrie(entries);
    const { root } = trie;
    const [key] = entries[77]!;
    const proof = trie.prove(key);
    for (const [n, node] of proof.entries()) {
      for (let at = 0; at < node.length; at += 7) {
        const flipped = node.slice();
        flipped[at]! ^= 1;
        expect(() => provenValue(root, key, proof.with(n, flipped))).toThrow(/bad-proof/);
      }
      expect(() => provenValue(root, key, proof.toSpliced(n, 1))).toThrow(/bad-proof/);
    }
    expect(() => provenValue(root, key, [...proof, proof[0]!])).toThrow(/not needed/);
    expect(() => provenValue(root, entries[78]![0], proof)).toThrow(/bad-proof/);
    expect(() => provenValue(new Uint8Array(32), key, proof)).toThrow(/bad-proof/);
  });
});
