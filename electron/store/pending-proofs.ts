// What is still to come of all proofs, and what each giver has given: read for the desk of proofs.

import type { PendingProofView, ProofsState } from '../../shared/api/proofs.ts';
import type { AttestationKind, Page } from '../../shared/api/views.ts';
import { SELECT_ATTESTATION, toAttestation, type AttestationRow } from './attestation-rows.ts';
import type { Database } from './database.ts';
import type { AttestationRecord } from './types.ts';

const ORDER: readonly AttestationKind[] = [
  'signature',
  'timestamp',
  'ledger',
  'witness',
  'chain',
  'platform',
];

/** Those that failed first, then by when they are tried next. */
export function pendingProofs(db: Database, offset: number, limit: number): Page<PendingProofView> {
  const items = db
    .all<AttestationRow>(
      `${SELECT_ATTESTATION} WHERE a.state = 'pending'
       ORDER BY a.attempts = 0, a.next_attempt_at, a.row LIMIT ? OFFSET ?`,
      limit,
      offset,
    )
    .map((row) => toPending(db, toAttestation(row)));
  const row = db.get<{ total: number }>("SELECT count(*) AS total FROM attestations WHERE state = 'pending'");
  return { items, total: row?.total ?? 0 };
}

function toPending(db: Database, record: AttestationRecord): PendingProofView {
  const { id, kind, provider, demonstration, target, attempts, lastError, nextAttemptAt } = record;
  const common = { id, kind, provider, demonstration, attempts, lastError, nextAttemptAt };
  if (target.subject === 'statement') {
    const { evidenceId } = target;
    return { ...common, subject: 'statement', evidenceId, checkpointSize: null, items: 1 };
  }
  const under = db.get<{ items: number; first: string | null }>(
    `SELECT count(*) AS items, (SELECT evidence_id FROM evidence_ledger WHERE origin = ?1 AND size = ?2
       ORDER BY leaf_index LIMIT 1) AS first FROM evidence_ledger WHERE origin = ?1 AND size = ?2`,
    target.origin,
    target.size,
  );
  return {
    ...common,
    subject: 'checkpoint',
    evidenceId: under?.first ?? null,
    checkpointSize: target.size,
    items: under?.items ?? 0,
  };
}

interface ProviderRow {
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly demonstration: number;
  readonly obtained: number;
  readonly pending: number;
  readonly failing: number;
  readonly last_at: string | null;
  readonly next_attempt_at: string | null;
}

export function proofsState(db: Database): ProofsState {
  const providers = db
    .all<ProviderRow>(
      // A statement's row of a chain's kind is a platform's: see attestation-rows.ts.
      `SELECT CASE WHEN kind = 'chain' AND evidence_id IS NOT NULL THEN 'platform' ELSE kind END AS kind,
         provider, max(demonstration) AS demonstration,
         sum(state = 'obtained') AS obtained, sum(state = 'pending') AS pending,
         sum(state = 'pending' AND attempts > 0) AS failing, max(at) AS last_at,
         min(next_attempt_at) AS next_attempt_at
       FROM attestations GROUP BY 1, provider ORDER BY provider`,
    )
    .map(({ demonstration, last_at: lastAt, next_attempt_at: nextAttemptAt, ...row }) => ({
      ...row,
      demonstration: demonstration === 1,
      lastAt,
      nextAttemptAt,
    }))
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const times = providers.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []);
  return {
    pending: providers.reduce((sum, { pending }) => sum + pending, 0),
    nextAttemptAt: times.toSorted()[0] ?? null,
    providers,
  };
}
