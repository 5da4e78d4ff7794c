// Renewals of proofs: kept beside the sealed items, never changed. An item is due a set time before its newest proofs'
// first certificate ends, or by half of what was left when they were made, where that is less.

import type { RenewalView } from '../../shared/api/views.ts';
import { RENEWAL_FILES, renewalFolder } from '../../shared/evidence/renewal.ts';
import type { Database } from './database.ts';
import type { RenewalStore } from './renewal-types.ts';
import type { AuditLog } from './types.ts';

/** When an item comes due; ?1: the set time in milliseconds. */
const DUE_MS = 'max(ends_ms - min(?1, (ends_ms - proven_ms) / 2), not_before_ms)';

export function createRenewalStore(db: Database, audit: AuditLog): RenewalStore {
  const setLife: RenewalStore['setLife'] = (evidenceId, { endsMs, provenMs }) => {
    const sql = `INSERT INTO renewal_due (evidence_id, ends_ms, proven_ms) VALUES (?, ?, ?)
      ON CONFLICT (evidence_id) DO UPDATE SET ends_ms = excluded.ends_ms, proven_ms = excluded.proven_ms,
        attempts = 0, not_before_ms = 0, last_error = NULL`;
    db.write(() => db.run(sql, evidenceId, endsMs, provenMs));
  };

  return {
    setLife,
    unreckoned: (limit) =>
      db
        .all<{ id: string }>(
          `SELECT DISTINCT a.evidence_id AS id FROM attestations a
           WHERE a.kind = 'timestamp' AND a.state = 'obtained' AND a.evidence_id IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM renewal_due d WHERE d.evidence_id = a.evidence_id) LIMIT ?`,
          limit,
        )
        .map(({ id }) => id),
    due: (nowMs, withinMs, limit) =>
      db
        .all<{ id: string }>(
          `SELECT evidence_id AS id FROM renewal_due
           WHERE ends_ms > ?2 AND ends_ms <= ?1 + ?2 AND ${DUE_MS} <= ?2 ORDER BY ends_ms, evidence_id LIMIT ?3`,
          withinMs,
          nowMs,
          limit,
        )
        .map(({ id }) => id),
    nextDueMs: (withinMs) =>
      db.get<{ at: number | null }>(
        `SELECT min(due) AS at FROM (SELECT ${DUE_MS} AS due, ends_ms FROM renewal_due) WHERE due < ends_ms`,
        withinMs,
      )?.at ?? null,
    failed(ids, failure, notBeforeMs) {
      db.write(() => {
        for (const id of ids) {
          const row = db.get<{ attempts: number }>(
            'SELECT attempts FROM renewal_due WHERE evidence_id = ?',
            id,
          );
          if (!row) continue;
          db.run(
            'UPDATE renewal_due SET attempts = ?, not_before_ms = ?, last_error = ? WHERE evidence_id = ?',
            row.attempts + 1,
            notBeforeMs(row.attempts + 1),
            JSON.stringify(failure),
            id,
          );
        }
      });
    },
    add({ at, authorities, imprints, life, files, items }) {
      db.write(() => {
        db.run(
          'INSERT INTO renewal_batches (at, authorities) VALUES (?, ?)',
          at,
          JSON.stringify(authorities),
        );
        const batch = db.get<{ id: number }>('SELECT max(id) AS id FROM renewal_batches')!.id;
        for (const { name, bytes } of files)
          db.run('INSERT INTO renewal_batch_files (batch, name, bytes) VALUES (?, ?, ?)', batch, name, bytes);
        for (const { evidenceId, number, record, proof } of items) {
          db.run(
            'INSERT INTO renewals (evidence_id, number, batch, record, proof) VALUES (?, ?, ?, ?, ?)',
            evidenceId,
            number,
            batch,
            record,
            proof,
          );
          setLife(evidenceId, life);
          audit.append('proofs-renewed', evidenceId, {
            number,
            authorities: [...authorities],
            imprints: [...imprints],
            at,
          });
        }
      });
    },
    nextNumber: (id) =>
      (db.get<{ number: number | null }>(
        'SELECT max(number) AS number FROM renewals WHERE evidence_id = ?',
        id,
      )?.number ?? 0) + 1,
    view: (id, withinMs) => viewOf(db, id, withinMs),
    files(id) {
      const rows = db.all<{ number: number; name: string; bytes: Uint8Array }>(
        `SELECT r.number, f.name, f.bytes FROM renewals r JOIN renewal_batch_files f ON f.batch = r.batch
           WHERE r.evidence_id = ?1
         UNION ALL SELECT number, '${RENEWAL_FILES.record}', record FROM renewals WHERE evidence_id = ?1
         UNION ALL SELECT number, '${RENEWAL_FILES.proof}', proof FROM renewals WHERE evidence_id = ?1
         ORDER BY 1, 2`,
        id,
      );
      return rows.map(({ number, name, bytes }) => ({
        path: `${renewalFolder(number)}${name}`,
        bytes: new Uint8Array(bytes),
      }));
    },
  };
}

function viewOf(db: Database, id: string, withinMs: number): RenewalView {
  const row = db.get<{ due: number; ends_ms: number; last_error: string | null }>(
    `SELECT ${DUE_MS} AS due, ends_ms, last_error FROM renewal_due WHERE evidence_id = ?2`,
    withinMs,
    id,
  );
  const done = db.all<{ number: number; at: string; authorities: string }>(
    `SELECT r.number, b.at, b.authorities FROM renewals r JOIN renewal_batches b ON b.id = r.batch
     WHERE r.evidence_id = ? ORDER BY r.number`,
    id,
  );
  return {
    dueAt: row ? new Date(row.due).toISOString() : null,
    endsAt: row ? new Date(row.ends_ms).toISOString() : null,
    lastError: row?.last_error ? (JSON.parse(row.last_error) as RenewalView['lastError']) : null,
    done: done.map(({ number, at, authorities }) => ({
      number,
      at,
      authorities: JSON.parse(authorities) as readonly string[],
    })),
  };
}
