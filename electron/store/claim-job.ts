// Which queued job may start now: first those of no batch, then of the batches that run, host by host, never more on a
// host at once nor sooner after the last start than the batch allows.

import type { Database } from './database.ts';

interface Candidate {
  readonly id: string;
  readonly host: string | null;
  readonly per_host: number;
  readonly delay_ms: number;
}

/** Null where nothing may start at this time (ISO 8601). */
export function claimNext(db: Database, at: string): string | null {
  const single = db.get<{ id: string }>(
    `SELECT id FROM jobs WHERE state = 'queued' AND batch_id IS NULL AND (not_before IS NULL OR not_before <= ?)
     ORDER BY row LIMIT 1`,
    at,
  );
  if (single) return single.id;
  const running = new Map(
    db
      .all<{ host: string | null; count: number }>(
        "SELECT host, count(*) AS count FROM jobs WHERE state = 'running' GROUP BY host",
      )
      .map(({ host, count }) => [host, count]),
  );
  const free = candidates(db, at).find(
    ({ host, per_host: perHost, delay_ms: delayMs }) =>
      (running.get(host) ?? 0) < perHost && restedSince(db, host, at) >= delayMs,
  );
  return free?.id ?? null;
}

/** The oldest job that is due, per batch and host. */
function candidates(db: Database, at: string): readonly Candidate[] {
  return db.all<Candidate>(
    `SELECT j.id, j.host, b.pace ->> 'perHost' AS per_host, b.pace ->> 'delayMs' AS delay_ms
     FROM (SELECT min(row) AS row FROM jobs
           WHERE state = 'queued' AND batch_id IS NOT NULL AND (not_before IS NULL OR not_before <= ?)
           GROUP BY batch_id, host) first
     JOIN jobs j ON j.row = first.row
     JOIN batches b ON b.id = j.batch_id AND b.control = 'active'
     ORDER BY j.row`,
    at,
  );
}

/** Milliseconds since the last start of a batch's job on this host; Infinity where there was none. */
function restedSince(db: Database, host: string | null, at: string): number {
  const last = db.get<{ at: string | null }>(
    'SELECT max(started_at) AS at FROM jobs WHERE host IS ? AND batch_id IS NOT NULL',
    host,
  )?.at;
  return last ? Math.abs(Date.parse(at) - Date.parse(last)) : Infinity;
}

/** A queued job of a batch that runs, or one that was postponed: what holds it back is time, or a host that is busy. */
export function waitsForTime(db: Database): boolean {
  return (
    db.get(
      `SELECT 1 FROM jobs j LEFT JOIN batches b ON b.id = j.batch_id
       WHERE j.state = 'queued' AND (b.control = 'active' OR (b.id IS NULL AND j.not_before IS NOT NULL)) LIMIT 1`,
    ) !== undefined
  );
}
