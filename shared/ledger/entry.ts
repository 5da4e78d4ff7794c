// The data of a ledger leaf: canonical JSON (RFC 8785) of the statement's digests and its place in the case.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import { exactly, integer, record, satisfying } from '../bytes/json-shape.ts';
import { toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import type { Digests, Statement } from '../evidence/statement.ts';
import type { LedgerEntry } from './types.ts';

/** A leaf stays small whatever is logged. */
const MAX_ENTRY_BYTES = 1024;

const digest = satisfying(isSha256Hex);
const entryShape = record({
  v: exactly(1),
  id: satisfying((id) => id.length > 0 && id.length <= 64 && id.isWellFormed()),
  statement: record({ sha256: digest, sm3: digest }),
  case: record({ digest, sequence: integer(0, Number.MAX_SAFE_INTEGER) }),
});

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
  const bytes = entryShape(entry) === null ? toUtf8(canonicalJson(entry)) : null;
  if (bytes === null || bytes.length > MAX_ENTRY_BYTES)
    throw new AppError('input/invalid', { field: 'ledger entry', problem: 'malformed' });
  return bytes;
}
