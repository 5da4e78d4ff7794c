import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../shared/bytes/hex.ts';
import {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
} from '../../../shared/merkle/proof.ts';
import {
  createTreeBuilder,
  leafHash,
  type NodeHash,
  nodeHash,
  splitPoint,
  treeRoot,
} from '../../../shared/merkle/tree.ts';

const sha256: NodeHash = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** Section 2.1 word by word: the recursive definition, as the oracle for the iterative one. */
function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const k = splitPoint(leaves.length);
  return nodeHash(sha256, mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const leafOf = (i: number) => leafHash(sha256, Uint8Array.of(i, i >> 8));
const MAX = 64;
const leaves = Array.from({ length: MAX }, (_, i) => leafOf(i));
const roots = Array.from({ length: MAX + 1 }, (_, n) => mth(leaves.slice(0, n)));

describe('the tree', () => {
  it('has the roots of the Certificate Transparency test data', () => {
    const data = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const known = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const hashes = data.map((hex) => leafHash(sha256, fromHex(hex)!));
    expect(known.map((_, n) => toHex(treeRoot(sha256, hashes.slice(0, n))))).toEqual(known);
  });

  it('equals the recursive definition at every size up to 64, also while it grows', () => {
    const builder = createTreeBuilder(sha256);
    for (let n = 0; n <= MAX; n++) {
      expect(builder.size).toBe(n);
      expect(builder.root()).toEqual(roots[n]);
      expect(treeRoot(sha256, leaves.slice(0, n))).toEqual(roots[n]);
      if (n < MAX) builder.append(leaves[n]!);
    }
  });
});

describe('inclusion', () => {
  it('holds for every leaf of every tree up to 64, and for no other index, size or hash', () => {
    let wronglyAccepted = 0;
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        const claim = {
          index,
          size,
          leafHash: leaves[index]!,
          root: roots[size]!,
          hashes: inclusionProof(sha256, leaves.slice(0, size), index),
        };
        if (!verifyInclusion(sha256, claim)) expect.fail(`leaf ${index} of ${size}`);
        const other = (index + 1) % size;
        const forged = [
          { ...claim, leafHash: leafOf(999) },
          { ...claim, hashes: [...claim.hashes, leaves[0]!] },
          { ...claim, size: index },
          ...(size > 1
            ? [
                { ...claim, index: other },
                { ...claim, hashes: claim.hashes.slice(1) },
              ]
            : []),
        ];
        wronglyAccepted += forged.filter((each) => verifyInclusion(sha256, each)).length;
      }
    }
    expect(wronglyAccepted).toBe(0);
  });

  it('refuses numbers that are none', () => {
    const claim = { index: 0, size: 1, leafHash: leaves[0]!, root: roots[1]!, hashes: [] };
    expect(verifyInclusion(sha256, claim)).toBe(true);
    for (const bad of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(verifyInclusion(sha256, { ...claim, index: bad })).toBe(false);
      expect(verifyInclusion(sha256, { ...claim, size: bad })).toBe(false);
    }
  });

  it('describes subtrees of a log far beyond 32 bits', () => {
    const ranges = inclusionRanges(2 ** 40 + 3, 2 ** 41);
    expect(ranges).toHaveLength(41);
    expect(ranges[0]).toEqual({ start: 2 ** 40 + 2, end: 2 ** 40 + 3 });
    expect(ranges.at(-1)).toEqual({ start: 0, end: 2 ** 40 });
  });
});

describe('consistency', () => {
  it('holds for every pair of sizes up to 64, and not for other roots or hashes', () => {
    let wronglyAccepted = 0;
    for (let newSize = 0; newSize <= MAX; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const claim = {
          oldSize,
          newSize,
          oldRoot: roots[oldSize]!,
          newRoot: roots[newSize]!,
          hashes: consistencyProof(sha256, leaves.slice(0, newSize), oldSize),
        };
        if (!verifyConsistency(sha256, claim)) expect.fail(`${oldSize} to ${newSize}`);
        const forged = [
          { ...claim, oldRoot: leafOf(999) },
          { ...claim, hashes: [...claim.hashes, leaves[0]!] },
          { ...claim, oldSize: newSize + 1 },
          ...(oldSize > 0 ? [{ ...claim, newRoot: leafOf(999) }] : []),
          ...(claim.hashes.length > 0 ? [{ ...claim, hashes: claim.hashes.slice(0, -1) }] : []),
        ];
        wronglyAccepted += forged.filter((each) => verifyConsistency(sha256, each)).length;
      }
    }
    expect(wronglyAccepted).toBe(0);
  });

  it('names only complete or rightmost subtrees', () => {
    expect(consistencyRanges(3, 7)).toEqual([
      { start: 2, end: 3 },
      { start: 3, end: 4 },
      { start: 0, end: 2 },
      { start: 4, end: 7 },
    ]);
    expect(consistencyRanges(4, 7)).toEqual([{ start: 4, end: 7 }]);
  });
});
