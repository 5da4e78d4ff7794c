// The data of a ledger leaf: canonical JSON (RFC 8785) of the statement's digests and its place in the case.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import { fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import type { Digests, Statement } from '../evidence/statement.ts';
import type { LedgerEntry } from './types.ts';

/** A leaf stays small whatever is logged. */
export const MAX_ENTRY_BYTES = 1024;

/** @param digests of the bytes of attest/statement.json. */
export function ledgerEntryOf(statement: Statement, digests: Digests): LedgerEntry {
  const { id, case: caseReference } = statement.predicate;
  return {
    v: 1,
    id,
    statement: { sha256: digests.sha256, sm3: digests.sm3 },
    case: { digest: caseReference.digest, sequence: caseReference.sequence },
  };
}

/** Throws input/invalid where the entry is not one: nothing malformed may enter an append-only log. */
export function encodeLedgerEntry(entry: LedgerEntry): Uint8Array {
  if (!isLedgerEntry(entry))
    throw new AppError('input/invalid', { field: 'ledger entry', problem: 'malformed' });
  const bytes = toUtf8(canonicalJson(entry));
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new AppError('input/invalid', { field: 'ledger entry', problem: 'malformed' });
  return bytes;
}

/** Throws format/bad-proof. Only the canonical bytes of an entry are accepted. */
export function parseLedgerEntry(bytes: Uint8Array): LedgerEntry {
  const text = bytes.length > MAX_ENTRY_BYTES ? null : fromUtf8(bytes);
  let value: unknown;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    value = null;
  }
  if (!isLedgerEntry(value) || canonicalJson(value) !== text) {
    throw new AppError('format/bad-proof', { problem: 'not a ledger entry' });
  }
  return value;
}

function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!hasKeys(value, ['v', 'id', 'statement', 'case'])) return false;
  const { v, id, statement, case: caseReference } = value;
  return (
    v === 1 &&
    typeof id === 'string' &&
    id.length > 0 &&
    id.length <= 64 &&
    id.isWellFormed() &&
    hasKeys(statement, ['sha256', 'sm3']) &&
    isSha256Hex(statement['sha256']) &&
    isSha256Hex(statement['sm3']) &&
    hasKeys(caseReference, ['digest', 'sequence']) &&
    isSha256Hex(caseReference['digest']) &&
    Number.isSafeInteger(caseReference['sequence']) &&
    Number(caseReference['sequence']) >= 0
  );
}

function hasKeys(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const present = Object.keys(value);
  return present.length === keys.length && keys.every((key) => present.includes(key));
}
