// Start-up audit of a ledger: one pass over leaves and stored hashes with log2(n) hashes in memory; every published
// checkpoint must be signed by the ledger's key and its root must be that of the first `size` leaves.

import { createPublicKey, verify } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { VerifyEd25519 } from '../../../shared/bytes/ed25519.ts';
import { equalBytes } from '../../../shared/bytes/utf8.ts';
import { ed25519Spki } from '../../../shared/evidence/public-key.ts';
import { parseCheckpointText } from '../../../shared/ledger/checkpoint.ts';
import { verifyNote } from '../../../shared/ledger/note.ts';
import { nodeCount } from '../../../shared/ledger/stored-tree.ts';
import type { VerifierKey } from '../../../shared/ledger/vkey.ts';
import { leafHash, type NodeHash, nodeHash } from '../../../shared/merkle/tree.ts';
import type { LedgerLeaf, LedgerStore, StoredCheckpoint } from './ports.ts';

export interface LedgerAudit {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly checkpoints: number;
  /**
   * What can be said of a rollback of the whole folder: nothing ('not-told') without a checkpoint from outside;
   * 'excluded-up-to-known' with one, up to its size.
   */
  readonly rollback: 'not-told' | 'excluded-up-to-known';
}

const LEAVES_PER_READ = 4096;

/** Throws ledger/inconsistent {problem, index | position | size}. */
export function auditLedger({
  store,
  key,
  hash,
}: {
  readonly store: LedgerStore;
  readonly key: VerifierKey;
  readonly hash: NodeHash;
}): LedgerAudit {
  const size = store.size();
  const checkpoints = store.checkpoints();
  for (const checkpoint of checkpoints) checkNote(checkpoint, key);
  const newest = checkpoints.at(-1);
  if (newest && newest.size > size) {
    throw inconsistent('leaves are missing that a published checkpoint covers', { size: newest.size });
  }

  const peaks: Uint8Array[] = [];
  const rootSoFar = (): Uint8Array =>
    peaks.length === 0 ? hash() : peaks.reduceRight((right, left) => nodeHash(hash, left, right));
  let due = 0;
  const checkDue = (reached: number): void => {
    for (; checkpoints[due]?.size === reached; due++) {
      if (!equalBytes(rootSoFar(), checkpoints[due]!.root)) {
        throw inconsistent('the leaves do not give the root of a published checkpoint', { size: reached });
      }
    }
  };
  checkDue(0);
  for (let from = 0; from < size; from += LEAVES_PER_READ) {
    const to = Math.min(size, from + LEAVES_PER_READ);
    const leaves = store.leaves(from, to);
    const nodes = store.nodes(nodeCount(from), nodeCount(to));
    if (leaves.length !== to - from) throw inconsistent('a leaf is missing', { index: from + leaves.length });
    if (nodes.length !== nodeCount(to) - nodeCount(from)) {
      throw inconsistent('a stored hash is missing', { position: nodeCount(from) + nodes.length });
    }
    let at = 0;
    const expect = (node: Uint8Array): void => {
      if (!equalBytes(nodes[at]!, node)) {
        throw inconsistent('a stored hash does not follow from the leaves', {
          position: nodeCount(from) + at,
        });
      }
      at += 1;
    };
    for (const [i, leaf] of leaves.entries()) {
      checkFiling(leaf, from + i);
      let node = leafHash(hash, leaf.entry);
      expect(node);
      for (let n = from + i; n % 2 === 1; n = (n - 1) / 2) {
        node = nodeHash(hash, peaks.pop()!, node);
        expect(node);
      }
      peaks.push(node);
      checkDue(from + i + 1);
    }
  }
  if (store.leaf(size) !== null || store.node(nodeCount(size)) !== null) {
    throw inconsistent('there is more than the log should hold', { size });
  }
  return { size, root: rootSoFar(), checkpoints: checkpoints.length, rollback: 'not-told' };
}

/** Ten times as fast as the portable one: a log may have thousands of checkpoints. */
const verifyNative: VerifyEd25519 = (signature, message, publicKey) => {
  const key = Buffer.from(ed25519Spki(publicKey));
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
};

/** The column that keeps a statement from being logged twice must say what the leaf says. */
function checkFiling({ statementSha256, entry }: LedgerLeaf, index: number): void {
  // Canonical JSON: a quote inside a string is escaped, so that this text stands in one place only.
  if (
    !Buffer.from(entry.buffer, entry.byteOffset, entry.length).includes(
      `"statement":{"sha256":"${statementSha256}"`,
    )
  ) {
    throw inconsistent('a leaf is filed under another statement', { index });
  }
}

function checkNote(stored: StoredCheckpoint, key: VerifierKey): void {
  const verdict = verifyNote(stored.note, [key], verifyNative);
  if (verdict.status === 'fail') {
    throw inconsistent('a published checkpoint is not signed by the ledger key', { size: stored.size });
  }
  const { origin, size, root } = parseCheckpointText(verdict.text);
  if (origin !== key.name || size !== stored.size || !equalBytes(root, stored.root)) {
    throw inconsistent('a published checkpoint says something else than its row', { size: stored.size });
  }
}

function inconsistent(problem: string, details: Readonly<Record<string, number>>): AppError {
  return new AppError('ledger/inconsistent', { problem, ...details });
}
