// Merkle Patricia tries (Yellow Paper, appendix D): verifies a proof of a key from the root down, and builds the small
// tries of a block's receipts to prove one of them.

import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { equalBytes } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { decodeRlp, encodeRlp, expectList, expectString, type Rlp } from './rlp.ts';

const EMPTY = new Uint8Array(0);
/** Keys are 32 bytes at most: 64 nibbles, one node each. */
const MAX_NODES = 65;

/**
 * Value at a key, null where the proof shows that there is none. Throws format/bad-proof where the nodes do not lead
 * from the root to an answer, or where some of them are not needed for it.
 * @param nodes RLP of the nodes from the root down; nodes shorter than 32 bytes stand inside their parents
 */
export function provenValue(
  root: Uint8Array,
  key: Uint8Array,
  nodes: readonly Uint8Array[],
): Uint8Array | null {
  if (nodes.length > MAX_NODES) throw malformed('too many nodes');
  if (nodes.length === 0 && equalBytes(root, keccak(encodeRlp(EMPTY)))) return null;
  const path = nibblesOf(key);
  let used = 0;
  const open = (reference: Rlp): readonly Rlp[] => {
    const node = nodes[used];
    if (!(reference instanceof Uint8Array)) {
      // It stands in its parent; some nodes list it all the same.
      if (node && equalBytes(node, encodeRlp(reference))) used += 1;
      return reference;
    }
    if (!node || reference.length !== 32 || !equalBytes(keccak(node), reference)) {
      throw malformed('node hash mismatch');
    }
    used += 1;
    return expectList(decodeRlp(node), 2, 17);
  };
  const value = walk(root, path, open);
  if (used !== nodes.length) throw malformed('nodes that are not needed');
  return value;
}

function walk(
  root: Uint8Array,
  path: readonly number[],
  open: (reference: Rlp) => readonly Rlp[],
): Uint8Array | null {
  let reference: Rlp = root;
  for (let at = 0; ;) {
    const node = open(reference);
    if (node.length === 17) {
      if (at === path.length) return presentOrNull(expectString(node[16]!));
      reference = node[path[at]!]!;
      at += 1;
      if (reference.length === 0) return null;
      continue;
    }
    if (node.length !== 2) throw malformed('node of an impossible size');
    const { nibbles, isLeaf } = decodePath(expectString(node[0]!));
    const matches = nibbles.every((nibble, i) => path[at + i] === nibble);
    if (isLeaf) {
      return matches && at + nibbles.length === path.length ? presentOrNull(expectString(node[1]!)) : null;
    }
    if (!matches) return null;
    // An extension always advances: else a crafted node could point at itself by way of empty paths.
    if (nibbles.length === 0) throw malformed('empty extension');
    at += nibbles.length;
    reference = node[1]!;
  }
}

function presentOrNull(value: Uint8Array): Uint8Array | null {
  return value.length === 0 ? null : value;
}

function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}

/** Hex-prefix encoding, appendix C. */
function decodePath(bytes: Uint8Array): { nibbles: number[]; isLeaf: boolean } {
  const nibbles = nibblesOf(bytes);
  const flag = nibbles[0];
  if (flag === undefined || flag > 3 || (flag % 2 === 0 && nibbles[1] !== 0)) throw malformed('path');
  return { nibbles: nibbles.slice(flag % 2 === 1 ? 1 : 2), isLeaf: flag >= 2 };
}

function encodePath(nibbles: readonly number[], isLeaf: boolean): Uint8Array {
  const flag = isLeaf ? 2 : 0;
  const all = nibbles.length % 2 === 1 ? [flag + 1, ...nibbles] : [flag, 0, ...nibbles];
  return Uint8Array.from({ length: all.length / 2 }, (_, i) => all[2 * i]! * 16 + all[2 * i + 1]!);
}

export interface Trie {
  readonly root: Uint8Array;
  /** Nodes from the root down, as provenValue takes them. */
  prove(key: Uint8Array): Uint8Array[];
}

interface Entry {
  readonly path: readonly number[];
  readonly value: Uint8Array;
}

/** Trie of distinct keys with non-empty values. */
export function buildTrie(entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): Trie {
  const all: readonly Entry[] = entries.map(([key, value]) => ({ path: nibblesOf(key), value }));
  const stored = new Map<string, Uint8Array>();
  const top = all.length === 0 ? EMPTY : subtrie(all, 0, stored);
  const encoded = encodeRlp(top);
  const root = keccak(encoded);
  stored.set(String(root), encoded);
  return {
    root,
    prove(key) {
      const nodes: Uint8Array[] = [];
      walk(root, nibblesOf(key), (reference) => {
        if (!(reference instanceof Uint8Array)) return reference;
        const found = stored.get(String(reference));
        if (!found) throw malformed('key of another trie');
        nodes.push(found);
        return expectList(decodeRlp(found), 2, 17);
      });
      return nodes;
    },
  };
}

/** Node over entries that share their first `depth` nibbles. */
function subtrie(entries: readonly Entry[], depth: number, stored: Map<string, Uint8Array>): Rlp {
  const [first] = entries;
  if (entries.length === 1) return [encodePath(first!.path.slice(depth), true), first!.value];
  let shared = depth;
  while (entries.every(({ path }) => shared < path.length && path[shared] === first!.path[shared]))
    shared += 1;
  if (shared > depth) {
    return [encodePath(first!.path.slice(depth, shared), false), link(entries, shared, stored)];
  }
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries.filter(({ path }) => path[depth] === nibble);
    return below.length === 0 ? EMPTY : link(below, depth + 1, stored);
  });
  const here = entries.find(({ path }) => path.length === depth);
  return [...children, here?.value ?? EMPTY];
}

/** A node of 32 bytes or more is referred to by its hash, a shorter one stands in its parent. */
function link(entries: readonly Entry[], depth: number, stored: Map<string, Uint8Array>): Rlp {
  const item = subtrie(entries, depth, stored);
  const encoded = encodeRlp(item);
  if (encoded.length < 32) return item;
  const hash = keccak(encoded);
  stored.set(String(hash), encoded);
  return hash;
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem: `trie: ${problem}` });
}
