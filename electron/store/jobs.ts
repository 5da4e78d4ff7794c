// The jobs table behind the queue's port.

import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';
import type { JobState } from '../../shared/api/views.ts';
import type { EarlierAttempt, JobKind, JobRecord, JobStore, RetryRule } from '../jobs/ports.ts';
import { claimNext, waitsForTime } from './claim-job.ts';
import type { Database } from './database.ts';

interface JobRow {
  readonly id: string;
  readonly does: JobKind;
  readonly state: JobState;
  readonly case_id: string | null;
  readonly url: string | null;
  readonly input: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly evidence_id: string | null;
  readonly capture_state: CaptureState | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly interruptions: number;
  readonly batch_id: string | null;
  readonly not_before: string | null;
  readonly retry: string | null;
  readonly earlier: string;
}

const OPEN = "state IN ('queued', 'running')";

export function createJobStore(db: Database): JobStore {
  function get(id: string): JobRecord | null {
    const row = db.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
    return row ? toRecord(row) : null;
  }

  function end(id: string, state: string, error: string | null, endedAt: string): boolean {
    const sql = `UPDATE jobs SET state = ?, error = ?, ended_at = ? WHERE id = ? AND ${OPEN}`;
    return db.write(() => db.run(sql, state, error, endedAt, id)) > 0;
  }

  return {
    get,
    insert(jobs) {
      db.write(() => {
        for (const job of jobs) {
          db.run(
            `INSERT INTO jobs (id, kind, does, state, case_id, url, input, created_at, batch_id, host, retry)
             VALUES (?, 'capture', ?, 'queued', ?, ?, ?, ?, ?, ?, ?)`,
            job.id,
            job.kind,
            job.caseId,
            job.url,
            JSON.stringify(job.input),
            job.createdAt,
            job.batchId ?? null,
            job.url === null ? null : (URL.parse(job.url)?.hostname ?? null),
            job.retry ? JSON.stringify(job.retry) : null,
          );
        }
      });
    },
    list(finished = 200) {
      const rows = db.all<JobRow>(
        `SELECT * FROM (SELECT * FROM jobs WHERE ${OPEN} AND (batch_id IS NULL OR state = 'running')
           UNION ALL SELECT * FROM
             (SELECT * FROM jobs WHERE NOT ${OPEN} AND batch_id IS NULL ORDER BY row DESC LIMIT ?))
         ORDER BY row DESC`,
        finished,
      );
      return rows.map((row) => toRecord(row));
    },
    claim(at) {
      return db.write(() => {
        const id = claimNext(db, at);
        if (id === null) return null;
        db.run(
          `UPDATE jobs SET state = 'running', started_at = ?, not_before = NULL, attempts = attempts + 1 WHERE id = ?`,
          at,
          id,
        );
        return get(id);
      });
    },
    waitsForTime: () => waitsForTime(db),
    postpone(id, attempt, notBefore) {
      const job = get(id);
      if (!job) return;
      db.write(() =>
        db.run(
          `UPDATE jobs SET state = 'queued', started_at = NULL, not_before = ?, earlier = ?
           WHERE id = ? AND state = 'running'`,
          notBefore,
          JSON.stringify([...job.earlier, attempt]),
          id,
        ),
      );
    },
    end: (id, { state, error, endedAt }) => end(id, state, error && JSON.stringify(error), endedAt),
    requeue(id) {
      const sql = `UPDATE jobs SET state = 'queued', error = NULL, started_at = NULL, ended_at = NULL, interruptions = 0,
          not_before = NULL
        WHERE id = ? AND state IN ('failed', 'cancelled') AND evidence_id IS NULL`;
      return db.write(() => db.run(sql, id)) > 0;
    },
    release(id) {
      db.write(() =>
        db.run("UPDATE jobs SET state = 'queued', started_at = NULL WHERE id = ? AND state = 'running'", id),
      );
    },
    recover(at, limit) {
      return db.write(() => {
        const requeued: JobRecord[] = [];
        const failed: JobRecord[] = [];
        for (const { id, interruptions } of db.all<JobRow>(
          "SELECT * FROM jobs WHERE state = 'running' ORDER BY row",
        )) {
          const count = interruptions + 1;
          const given = count >= limit;
          db.run('UPDATE jobs SET interruptions = ? WHERE id = ?', count, id);
          if (given) {
            const error = { code: 'capture/interrupted', details: { attempts: count } };
            end(id, 'failed', JSON.stringify(error), at);
          } else db.run("UPDATE jobs SET state = 'queued', started_at = NULL WHERE id = ?", id);
          (given ? failed : requeued).push(get(id)!);
        }
        return { requeued, failed };
      });
    },
    interrupted: () =>
      db
        .all<JobRow>(
          `SELECT * FROM jobs WHERE does IN ('capture', 'deposit') AND state = 'failed' AND evidence_id IS NULL
             AND error ->> '$.code' = 'capture/interrupted' ORDER BY row`,
        )
        .map((row) => toRecord(row)),
  };
}

function toRecord(row: JobRow): JobRecord {
  return {
    id: row.id,
    kind: row.does,
    state: row.state,
    caseId: row.case_id,
    url: row.url,
    step: null,
    progress: null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    evidenceId: row.evidence_id,
    captureState: row.capture_state,
    error: row.error ? (JSON.parse(row.error) as { code: ErrorCode; details: ErrorDetails }) : null,
    attempts: row.attempts,
    input: JSON.parse(row.input) as Json,
    interruptions: row.interruptions,
    batchId: row.batch_id,
    notBefore: row.not_before,
    retry: row.retry ? (JSON.parse(row.retry) as RetryRule) : null,
    earlier: JSON.parse(row.earlier) as readonly EarlierAttempt[],
  };
}
