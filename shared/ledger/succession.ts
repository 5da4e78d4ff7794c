// A ledger that follows another one (after a rollback, or where the old one does not belong together any more): its first
// entry names the last known checkpoint of the old one and holds the digests of the document that says why.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { toHex } from '../bytes/hex.ts';
import { toUtf8 } from '../bytes/utf8.ts';
import type { Digests } from '../evidence/statement.ts';
import type { Checkpoint, LedgerEntry } from './types.ts';

const NO_CASE = '0'.repeat(64);

/** Bytes of succession.json. */
export function buildSuccession(previous: Checkpoint, reason: string, at: string): Uint8Array {
  const { origin, size, root } = previous;
  return toUtf8(
    canonicalJson({
      format: 'cunan-succession/1',
      previous: { origin, size, rootHex: toHex(root) },
      reason,
      at,
    }),
  );
}

/** @param digests of the document */
export function successionEntry(previous: Checkpoint, digests: Digests): LedgerEntry {
  return {
    v: 1,
    id: `${previous.origin}@${previous.size}`,
    statement: { sha256: digests.sha256, sm3: digests.sm3 },
    case: { digest: NO_CASE, sequence: 0 },
  };
}
