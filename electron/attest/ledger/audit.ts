// Looks whether a stored ledger still belongs together. Quick: the newest checkpoints are signed by the ledger's key and
// their roots follow from the stored hashes, which is all that an append or a consistency proof builds on. Full: one pass
// over leaves, stored hashes and every checkpoint, with log2(n) hashes in memory, in steps between which others may work.

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
}

/** What a step takes is about 10 ms. */
const LEAVES_PER_READ = 1_024;
const SIGNATURES_PER_STEP = 64;
/** Checkpoints that the quick look covers, newest first. */
export const QUICK_CHECKPOINTS = 256;

export interface AuditInput {
  readonly store: LedgerStore;
  readonly key: VerifierKey;
  readonly hash: NodeHash;
}

/**
 * The newest checkpoints against the stored hashes; leaves are not read. Throws ledger/inconsistent {problem, …}.
 * @param rootAt root of the first `size` leaves from the stored hashes
 */
export function auditQuickly(
  { store, key }: AuditInput,
  rootAt: (size: number) => Uint8Array,
): { readonly size: number; readonly checkpoints: number } {
  const size = store.size();
  const newest = store.newestCheckpoints(QUICK_CHECKPOINTS);
  const verifyBy = verifierOf(key);
  for (const checkpoint of newest) {
    checkNote(checkpoint, key, verifyBy);
    if (checkpoint.size > size) throw missing(checkpoint.size);
    if (!equalBytes(rootAt(checkpoint.size), checkpoint.root)) throw otherRoot(checkpoint.size);
  }
  if (store.node(nodeCount(size)) !== null) throw tooMuch(size);
  return { size, checkpoints: newest.length };
}

/** Runs all steps at once. Throws ledger/inconsistent {problem, index | position | size}. */
export function auditLedger(input: AuditInput): LedgerAudit {
  const steps = auditSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Covers what is there when it begins: entries that are appended between two steps are not looked at. Throws as above. */
export function* auditSteps({ store, key, hash }: AuditInput): Generator<void, LedgerAudit> {
  const size = store.size();
  const checkpoints = store.checkpoints();
  const verifyBy = verifierOf(key);
  for (const [at, checkpoint] of checkpoints.entries()) {
    checkNote(checkpoint, key, verifyBy);
    if (at % SIGNATURES_PER_STEP === SIGNATURES_PER_STEP - 1) yield;
  }
  const newest = checkpoints.at(-1);
  if (newest && newest.size > size) throw missing(newest.size);

  const peaks: Uint8Array[] = [];
  const rootSoFar = (): Uint8Array =>
    peaks.length === 0 ? hash() : peaks.reduceRight((right, left) => nodeHash(hash, left, right));
  let due = 0;
  const checkDue = (reached: number): void => {
    for (; checkpoints[due]?.size === reached; due++) {
      if (!equalBytes(rootSoFar(), checkpoints[due]!.root)) throw otherRoot(reached);
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
    yield;
  }
  const grown = store.size();
  if (store.leaf(grown) !== null || store.node(nodeCount(grown)) !== null) throw tooMuch(grown);
  return { size, root: rootSoFar(), checkpoints: checkpoints.length };
}

/** Ten times as fast as the portable one: a log may have thousands of checkpoints. */
function verifierOf({ publicKey }: VerifierKey): VerifyEd25519 {
  const der = Buffer.from(ed25519Spki(publicKey));
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return (signature, message) => verify(null, message, key, signature);
}

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

function checkNote(stored: StoredCheckpoint, key: VerifierKey, verifyBy: VerifyEd25519): void {
  const verdict = verifyNote(stored.note, [key], verifyBy);
  if (verdict.status === 'fail') {
    throw inconsistent('a published checkpoint is not signed by the ledger key', { size: stored.size });
  }
  const { origin, size, root } = parseCheckpointText(verdict.text);
  if (origin !== key.name || size !== stored.size || !equalBytes(root, stored.root)) {
    throw inconsistent('a published checkpoint says something else than its row', { size: stored.size });
  }
}

function missing(size: number): AppError {
  return inconsistent('leaves are missing that a published checkpoint covers', { size });
}

function otherRoot(size: number): AppError {
  return inconsistent('the leaves do not give the root of a published checkpoint', { size });
}

function tooMuch(size: number): AppError {
  return inconsistent('there is more than the log should hold', { size });
}

function inconsistent(problem: string, details: Readonly<Record<string, number>>): AppError {
  return new AppError('ledger/inconsistent', { problem, ...details });
}
