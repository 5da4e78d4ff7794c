// Attestations beside the sealed items: one row per target, kind and provider; pending until a checked proof is stored,
// and never changed after that. Time-stamps and anchors of a checkpoint are shared by all items under it.

import type { LedgerEntry } from '../../shared/ledger/types.ts';
import type { Clock, Random } from '../platform/ports.ts';
import {
  insertAttestations,
  markObtained,
  OF_EVIDENCE,
  readProofFiles,
  SELECT_ATTESTATION,
  toAttestation,
  type AttestationRow,
} from './attestation-rows.ts';
import type { Database, SqlValue } from './database.ts';
import { pendingProofs, proofsState } from './pending-proofs.ts';
import type {
  AttestationRecord,
  AttestationStore,
  AttestationTarget,
  AuditLog,
  LoggedItem,
} from './types.ts';

export function createAttestationStore(
  db: Database,
  clock: Clock,
  random: Random,
  audit: AuditLog,
): AttestationStore {
  const now = (): string => clock.now().toISOString();
  const select = (where: string, ...values: readonly SqlValue[]): readonly AttestationRecord[] =>
    db
      .all<AttestationRow>(`${SELECT_ATTESTATION} WHERE ${where}`, ...values)
      .map((row) => toAttestation(row));
  const get = (id: string): AttestationRecord | null => select('a.id = ?', id)[0] ?? null;
  const ofEvidence = (id: string): readonly AttestationRecord[] =>
    select(`${OF_EVIDENCE} ORDER BY a.evidence_id IS NULL, a.row`, id);
  const ofCheckpoint = (origin: string, size: number): readonly AttestationRecord[] =>
    select('a.origin = ? AND a.size = ? ORDER BY a.row', origin, size);

  function obtained(id: string, proof: Parameters<AttestationStore['obtained']>[1]): boolean {
    return db.write(() => {
      if (!markObtained(db, id, proof)) return false;
      const record = get(id)!;
      audit.append('attestation-obtained', subjectOf(record.target), {
        kind: record.kind,
        provider: record.provider,
        at: proof.at,
      });
      return true;
    });
  }

  function logItem(checkpoint: { origin: string; size: number }, item: LoggedItem): void {
    const { evidenceId, index, proof } = item;
    db.run(
      `INSERT INTO evidence_ledger (evidence_id, origin, size, leaf_index) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      evidenceId,
      checkpoint.origin,
      checkpoint.size,
      index,
    );
    const target: AttestationTarget = { subject: 'statement', evidenceId };
    const row = { kind: 'ledger' as const, provider: checkpoint.origin, demonstration: false };
    insertAttestations(db, random, target, [row], now());
    const { id } = select(
      'a.evidence_id = ? AND a.kind = ? AND a.provider = ?',
      evidenceId,
      'ledger',
      checkpoint.origin,
    )[0]!;
    obtained(id, proof);
    db.run('DELETE FROM ledger_queue WHERE evidence_id = ?', evidenceId);
  }

  return {
    get,
    ofEvidence,
    ofCheckpoint,
    obtained,
    add(target, rows) {
      db.write(() => insertAttestations(db, random, target, rows, now()));
      return target.subject === 'statement'
        ? select('a.evidence_id = ? ORDER BY a.row', target.evidenceId)
        : ofCheckpoint(target.origin, target.size);
    },
    due: (at, limit = 100) =>
      select(
        "a.state = 'pending' AND a.kind <> 'ledger' AND a.next_attempt_at <= ? ORDER BY a.next_attempt_at, a.row LIMIT ?",
        at,
        limit,
      ),
    nextDueAt() {
      const row = db.get<{ at: string | null }>(
        "SELECT min(next_attempt_at) AS at FROM attestations WHERE state = 'pending' AND kind <> 'ledger'",
      );
      return row?.at ?? null;
    },
    failed(id, { code, details, at, nextAttemptAt }) {
      const sql = `UPDATE attestations SET attempts = attempts + 1, last_error = ?, next_attempt_at = ?
        WHERE id = ? AND state = 'pending'`;
      db.write(() => db.run(sql, JSON.stringify({ code, details, at }), nextAttemptAt, id));
    },
    setConfigured(id, configured, nextAttemptAt) {
      db.write(() => {
        if (configured) {
          const sql =
            "UPDATE attestations SET state = 'pending', next_attempt_at = ? WHERE id = ? AND state = 'not-configured'";
          db.run(sql, nextAttemptAt, id);
        } else {
          const sql =
            "UPDATE attestations SET state = 'not-configured', next_attempt_at = NULL WHERE id = ? AND state = 'pending'";
          db.run(sql, id);
        }
      });
    },
    retryNow(evidenceId, at) {
      const sql = `UPDATE attestations AS a SET next_attempt_at = ?2 WHERE a.state = 'pending' AND ${OF_EVIDENCE}`;
      return db.write(() => db.run(sql, evidenceId, at));
    },
    retryAllNow(at) {
      const sql = "UPDATE attestations SET next_attempt_at = ? WHERE state = 'pending'";
      return db.write(() => db.run(sql, at));
    },
    pending: (offset, limit) => pendingProofs(db, offset, limit),
    state: () => proofsState(db),
    retryChains(at) {
      const sql = "UPDATE attestations SET next_attempt_at = ? WHERE state = 'pending' AND kind = 'chain'";
      db.write(() => db.run(sql, at));
    },
    ledgerWaiting() {
      const row = db.get<{ count: number; since: string | null }>(
        `SELECT count(*) AS count, min(e.sealed_at) AS since FROM ledger_queue q
         JOIN evidence e ON e.id = q.evidence_id`,
      )!;
      return { count: row.count, since: row.since };
    },
    ledgerQueue: (limit = 1_000) =>
      db
        .all<{ entry: string }>('SELECT entry FROM ledger_queue ORDER BY row LIMIT ?', limit)
        .map(({ entry }) => JSON.parse(entry) as LedgerEntry),
    ledgerQueueLength: () => db.get<{ count: number }>('SELECT count(*) AS count FROM ledger_queue')!.count,
    ledgerHeld(failure) {
      const sql = "UPDATE attestations SET last_error = ? WHERE kind = 'ledger' AND state = 'pending'";
      db.write(() => db.run(sql, JSON.stringify(failure)));
    },
    moveLedger(from, to) {
      const sql = `UPDATE attestations SET provider = ?, last_error = NULL
        WHERE kind = 'ledger' AND state = 'pending' AND provider = ?`;
      db.write(() => db.run(sql, to, from));
    },
    commitLogged(checkpoint, items, checkpointAttestations) {
      db.write(() => {
        for (const item of items) logItem(checkpoint, item);
        insertAttestations(
          db,
          random,
          { subject: 'checkpoint', ...checkpoint },
          checkpointAttestations,
          now(),
        );
      });
    },
    checkpointOf(evidenceId) {
      const row = db.get<{ origin: string; size: number; leaf_index: number }>(
        'SELECT origin, size, leaf_index FROM evidence_ledger WHERE evidence_id = ?',
        evidenceId,
      );
      return row ? { origin: row.origin, size: row.size, index: row.leaf_index } : null;
    },
    itemsOf(origin, size) {
      return db
        .all<{ evidence_id: string }>(
          'SELECT evidence_id FROM evidence_ledger WHERE origin = ? AND size = ? ORDER BY leaf_index',
          origin,
          size,
        )
        .map((row) => row.evidence_id);
    },
    proofFiles: (evidenceId) => readProofFiles(db, evidenceId),
  };
}

function subjectOf(target: AttestationTarget): string {
  return target.subject === 'statement' ? target.evidenceId : `${target.origin}@${target.size}`;
}
