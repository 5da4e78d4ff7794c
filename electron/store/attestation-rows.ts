// Rows of the attestations table: reading, writing, turning them into records.

import type { ProofFile } from '../attest/ports.ts';
import type { AttestationKind, AttestationView } from '../../shared/api/views.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { Random } from '../platform/ports.ts';
import type { Database } from './database.ts';
import type { AttestationRecord, AttestationTarget, NewAttestation, ObtainedProof } from './types.ts';

export interface AttestationRow {
  readonly row: number;
  readonly id: string;
  readonly evidence_id: string | null;
  readonly origin: string | null;
  readonly size: number | null;
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly state: AttestationView['state'];
  readonly at: string | null;
  readonly trusted: number;
  readonly demonstration: number;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly last_error: string | null;
  readonly facts: string;
  readonly files: string;
}

export const SELECT_ATTESTATION = `SELECT a.*, (SELECT json_group_array(f.path ORDER BY f.path)
  FROM attestation_files f WHERE f.attestation_id = a.id) AS files FROM attestations a`;

/** Rows of an item (?1) and of the checkpoint that covers it. */
export const OF_EVIDENCE = `(a.evidence_id = ?1 OR EXISTS (SELECT 1 FROM evidence_ledger l
  WHERE l.evidence_id = ?1 AND l.origin = a.origin AND l.size = a.size))`;

export function toAttestation(row: AttestationRow): AttestationRecord {
  return {
    id: row.id,
    target:
      row.evidence_id === null
        ? { subject: 'checkpoint', origin: row.origin!, size: row.size! }
        : { subject: 'statement', evidenceId: row.evidence_id },
    kind: row.kind === 'chain' && row.evidence_id !== null ? 'platform' : row.kind,
    provider: row.provider,
    state: row.state,
    at: row.at,
    trusted: row.trusted === 1,
    demonstration: row.demonstration === 1,
    attempts: row.attempts,
    lastError: row.last_error ? (JSON.parse(row.last_error) as AttestationView['lastError']) : null,
    nextAttemptAt: row.next_attempt_at,
    facts: JSON.parse(row.facts) as AttestationView['facts'],
    files: JSON.parse(row.files) as readonly string[],
  };
}

export function toAttestationView(record: AttestationRecord): AttestationView {
  const { target, trusted: _trusted, ...rest } = record;
  return { ...rest, subject: target.subject };
}

/** Adds what is missing; a row of the same target, kind and provider is left alone. Inside the caller's transaction. */
export function insertAttestations(
  db: Database,
  random: Random,
  target: AttestationTarget,
  rows: readonly NewAttestation[],
  now: string,
): void {
  const [evidenceId, origin, size] =
    target.subject === 'statement' ? [target.evidenceId, null, null] : [null, target.origin, target.size];
  for (const { kind, provider, demonstration, obtained } of rows) {
    const id = `A-${toHex(random.bytes(8))}`;
    const added = db.run(
      `INSERT INTO attestations
         (id, evidence_id, origin, size, kind, provider, state, demonstration, next_attempt_at)
       VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING`,
      id,
      evidenceId,
      origin,
      size,
      // Checkpoints alone are anchored: a statement's row of that kind is a platform's.
      kind === 'platform' ? 'chain' : kind,
      provider,
      demonstration ? 1 : 0,
      now,
    );
    if (added > 0 && obtained) markObtained(db, id, obtained);
  }
}

/** False where the row stood as obtained already (or is not there). Inside the caller's transaction. */
export function markObtained(
  db: Database,
  id: string,
  proof: ObtainedProof & { readonly demonstration?: boolean },
): boolean {
  const changed = db.run(
    `UPDATE attestations SET state = 'obtained', at = ?, trusted = ?, demonstration = coalesce(?, demonstration),
       facts = ?, attempts = attempts + 1, next_attempt_at = NULL, last_error = NULL
     WHERE id = ? AND state <> 'obtained'`,
    proof.at,
    proof.trusted ? 1 : 0,
    proof.demonstration === undefined ? null : Number(proof.demonstration),
    JSON.stringify(proof.facts),
    id,
  );
  if (changed === 0) return false;
  for (const file of proof.files) {
    db.run(
      'INSERT INTO attestation_files (attestation_id, path, bytes) VALUES (?, ?, ?)',
      id,
      file.path,
      file.bytes,
    );
  }
  return true;
}

export function readProofFiles(db: Database, evidenceId: string): readonly ProofFile[] {
  const rows = db.all<{ path: string; bytes: Uint8Array }>(
    `SELECT f.path, f.bytes FROM attestation_files f JOIN attestations a ON a.id = f.attestation_id
     WHERE a.state = 'obtained' AND ${OF_EVIDENCE} ORDER BY f.path`,
    evidenceId,
  );
  return rows.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) }));
}
