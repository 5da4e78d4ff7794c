// ledger.*: the statement is an entry of an append-only log, under a checkpoint that the log's key signed.
// A key from the trust policy makes the ledger known; the signer's own key only proves order within its own ledger.

import { AppError } from '../../errors.ts';
import type { Statement, Digests } from '../../evidence/statement.ts';
import { parseCheckpointNote } from '../../ledger/checkpoint.ts';
import { encodeLedgerEntry, ledgerEntryOf } from '../../ledger/entry.ts';
import { verifyNote } from '../../ledger/note.ts';
import { parseTlogProof } from '../../ledger/tlog-proof.ts';
import type { Checkpoint, TlogProof } from '../../ledger/types.ts';
import { isIncluded } from '../../ledger/verify-tlog-proof.ts';
import { ledgerKeyOf, parseVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { absent, fail, indeterminate, pass, type Checklist } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import type { TrustedLedger } from '../trust-policy.ts';

/** Looked at; a package with more is reported, so that checking stays bounded (each costs a signature). */
const MAX_PROOFS = 64;

/** A checkpoint under which the statement was found; what time-stamps and anchors may speak about. */
export interface ProvenCheckpoint {
  readonly path: string;
  readonly checkpoint: Checkpoint;
  /** The signed note, as it is time-stamped. */
  readonly note: string;
  /** The log's key under which the note's signature holds; null where it is not known. */
  readonly ledgerKey: VerifierKey | null;
}

export interface LedgerInput {
  readonly contents: Contents;
  readonly statement: Statement;
  readonly digests: Digests;
  /** 32 bytes, null where the signature did not hold. */
  readonly signerPublicKey: Uint8Array | null;
  readonly ledgers: readonly TrustedLedger[];
}

export function checkLedger(list: Checklist, input: LedgerInput): readonly ProvenCheckpoint[] {
  const paths = [...input.contents.files.keys()].filter((path) =>
    /^attest\/tlog\/[^/]+\.tlog-proof$/.test(path),
  );
  if (paths.length === 0) {
    list.add('ledger.inclusion', absent('ledger-absent'));
    return [];
  }
  const entry = encodeLedgerEntry(ledgerEntryOf(input.statement, input.digests));
  if (paths.length > MAX_PROOFS)
    list.add('ledger.inclusion', indeterminate('proof-too-many', { count: paths.length - MAX_PROOFS }));
  return paths.slice(0, MAX_PROOFS).flatMap((path) => checkProof(list, input, path, entry) ?? []);
}

function checkProof(
  list: Checklist,
  input: LedgerInput,
  path: string,
  entry: Uint8Array,
): ProvenCheckpoint | null {
  const bytes = input.contents.bytes(path);
  if (bytes === null) {
    list.add('ledger.inclusion', indeterminate('file-too-large', { path }), path);
    return null;
  }
  let proof: TlogProof;
  let checkpoint: Checkpoint;
  try {
    proof = parseTlogProof(bytes);
    checkpoint = parseCheckpointNote(proof.checkpointNote);
  } catch (error) {
    const reason = error instanceof AppError ? String(error.details['problem'] ?? '') : 'malformed';
    list.add('ledger.checkpoint', fail('ledger-checkpoint-malformed', { reason }), path);
    return null;
  }
  const { origin, size } = checkpoint;
  const included = isIncluded(entry, proof, checkpoint);
  list.add(
    'ledger.inclusion',
    included
      ? pass('ledger-inclusion-ok', { index: proof.index, size, origin })
      : fail('ledger-inclusion-bad', { reason: 'ledger-inclusion-failed' }),
    path,
  );
  // Hashes alone put the statement under this root: a time-stamp or anchor of the root needs no ledger key.
  const proven = included ? { path, checkpoint, note: proof.checkpointNote, ledgerKey: null } : null;
  const known = findKey(input, origin);
  if (known === null) {
    list.add('ledger.checkpoint', indeterminate('ledger-checkpoint-unsigned', { origin }), path);
    list.add('ledger.key', indeterminate('ledger-key-unknown', { origin }), path);
    return proven;
  }
  const signed = verifyNote(proof.checkpointNote, [known.key]);
  list.add(
    'ledger.checkpoint',
    signed.status === 'pass'
      ? pass('ledger-checkpoint-ok', { origin, size })
      : fail('ledger-checkpoint-bad-signature', { origin, reason: signed.code }),
    path,
  );
  list.add(
    'ledger.key',
    known.name === null
      ? indeterminate('ledger-key-unknown', { origin })
      : pass('ledger-key-known', { name: known.name }),
    path,
  );
  return signed.status === 'pass' && proven ? { ...proven, ledgerKey: known.key } : null;
}

/** name: from the trust policy; null for the signer's own ledger. */
function findKey(
  input: LedgerInput,
  origin: string,
): { readonly key: VerifierKey; readonly name: string | null } | null {
  for (const { name, vkey } of input.ledgers) {
    try {
      const key = parseVkey(vkey);
      if (key.name === origin) return { key, name };
    } catch {
      // A trust file with a malformed key knows one ledger less; the report then says 'unknown'.
    }
  }
  if (input.signerPublicKey === null) return null;
  const own = ledgerKeyOf(input.signerPublicKey);
  return own.name === origin ? { key: own, name: null } : null;
}
