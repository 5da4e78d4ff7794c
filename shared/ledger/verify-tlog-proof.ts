// Is this entry in the ledger of this key? Offline, from a tlog-proof file alone.

import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { verifyInclusion } from '../merkle/proof.ts';
import { leafHash, type NodeHash } from '../merkle/tree.ts';
import { parseCheckpointText } from './checkpoint.ts';
import { verifyNote } from './note.ts';
import { parseTlogProof } from './tlog-proof.ts';
import type { Checkpoint, TlogProof } from './types.ts';
import { parseVkey } from './vkey.ts';

export type LedgerCheckCode =
  | 'ledger-included'
  | 'ledger-key-malformed'
  | 'ledger-proof-malformed'
  | 'ledger-signature-bad'
  | 'ledger-signature-missing'
  | 'ledger-origin-mismatch'
  | 'ledger-inclusion-failed';

export interface LedgerReport {
  readonly status: 'pass' | 'fail';
  readonly code: LedgerCheckCode;
  /** Hostile text or null. */
  readonly detail: string | null;
  /** Signed by the key; null where that could not be established. */
  readonly checkpoint: Checkpoint | null;
  readonly index: number | null;
}

/** SHA-256 of the concatenation, as shared/merkle wants it. */
export const ledgerHash: NodeHash = (...parts) => sha256(concatBytes(...parts));

/**
 * Never throws.
 * @param input.proof bytes of a .tlog-proof file
 * @param input.entry bytes of the leaf's data (encodeLedgerEntry)
 * @param input.vkey of the ledger, from the trust policy or (vouching for nothing but order) from the signer's key
 */
export function verifyTlogProof(input: {
  readonly proof: Uint8Array;
  readonly entry: Uint8Array;
  readonly vkey: string;
}): LedgerReport {
  try {
    return judge(input.proof, input.entry, input.vkey);
  } catch (error) {
    const detail = error instanceof AppError ? String(error.details['problem'] ?? '') : null;
    return failure('ledger-proof-malformed', detail);
  }
}

function judge(bytes: Uint8Array, entry: Uint8Array, vkey: string): LedgerReport {
  const proof = parseTlogProof(bytes);
  let key;
  try {
    key = parseVkey(vkey);
  } catch {
    return failure('ledger-key-malformed', null);
  }
  const note = verifyNote(proof.checkpointNote, [key]);
  if (note.status === 'fail') return failure(note.code, note.detail);
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint.origin !== key.name) return failure('ledger-origin-mismatch', checkpoint.origin);
  return isIncluded(entry, proof, checkpoint)
    ? { status: 'pass', code: 'ledger-included', detail: null, checkpoint, index: proof.index }
    : { status: 'fail', code: 'ledger-inclusion-failed', detail: null, checkpoint, index: proof.index };
}

/** Do the hashes lead from this entry to the checkpoint's root? Nothing is said of who signed it. */
export function isIncluded(entry: Uint8Array, proof: TlogProof, checkpoint: Checkpoint): boolean {
  return verifyInclusion(ledgerHash, {
    index: proof.index,
    size: checkpoint.size,
    leafHash: leafHash(ledgerHash, entry),
    hashes: proof.hashes,
    root: checkpoint.root,
  });
}

function failure(code: LedgerCheckCode, detail: string | null): LedgerReport {
  return { status: 'fail', code, detail, checkpoint: null, index: null };
}
