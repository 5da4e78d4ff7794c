// Watches and their runs behind their port.

import type { RunChanges, WatchRunView, WatchView } from '../../shared/api/watches.ts';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { JobState } from '../../shared/api/views.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';
import type { WatchStore } from '../jobs/watch-ports.ts';
import type { BatchDeps } from './batches.ts';
import { heldBackBy, type FactsOfEnd } from './held-back.ts';

interface WatchRow {
  readonly id: string;
  readonly case_id: string;
  readonly case_name: string;
  readonly url: string;
  readonly options: string;
  readonly every_minutes: number;
  readonly control: 'active' | 'paused';
  readonly created_at: string;
  readonly next_at: string;
  readonly runs: number;
  readonly missed: number;
}

interface RunRow {
  readonly due_at: string;
  readonly missed: number;
  readonly missed_until: string | null;
  readonly job_id: string | null;
  readonly job_state: JobState | null;
  readonly started_at: string | null;
  readonly evidence_id: string | null;
  readonly capture_state: CaptureState | null;
  readonly changes: string | null;
  readonly facts: string | null;
}

const SELECT = `SELECT w.*, c.name AS case_name,
    (SELECT count(*) FROM watch_runs r WHERE r.watch_id = w.id AND r.job_id IS NOT NULL) AS runs,
    (SELECT coalesce(sum(r.missed), 0) FROM watch_runs r WHERE r.watch_id = w.id) AS missed
  FROM watches w JOIN cases c ON c.id = w.case_id WHERE w.control <> 'removed'`;

const SELECT_RUNS = `SELECT r.*, j.state AS job_state, j.started_at, j.evidence_id, j.capture_state, e.facts
  FROM watch_runs r LEFT JOIN jobs j ON j.id = r.job_id LEFT JOIN evidence e ON e.id = j.evidence_id
  WHERE r.watch_id = ?`;

export function createWatchStore({ db, clock, random }: BatchDeps): WatchStore {
  function view(row: WatchRow): WatchView {
    const last = db.get<RunRow>(
      `${SELECT_RUNS} AND r.job_id IS NOT NULL ORDER BY r.row DESC LIMIT 1`,
      row.id,
    );
    return {
      id: row.id,
      url: row.url,
      caseId: row.case_id,
      caseName: row.case_name,
      everyMinutes: row.every_minutes,
      state: row.control,
      createdAt: row.created_at,
      nextAt: row.next_at,
      runs: row.runs,
      missed: row.missed,
      last: last ? toRun(last) : null,
    };
  }

  function require(id: string): WatchView {
    const row = db.get<WatchRow>(`${SELECT} AND w.id = ?`, id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return view(row);
  }

  return {
    require,
    create({ caseId, url, options, everyMinutes }) {
      const id = `W-${toHex(random.bytes(8))}`;
      const now = clock.now().toISOString();
      const sql = `INSERT INTO watches (id, case_id, url, options, every_minutes, control, created_at, next_at)
        VALUES (?, ?, ?, ?, ?, 'active', ?, ?)`;
      db.write(() => db.run(sql, id, caseId, url, JSON.stringify(options), everyMinutes, now, now));
      return require(id);
    },
    list: () => db.all<WatchRow>(`${SELECT} ORDER BY w.row DESC`).map((row) => view(row)),
    runs(id, offset, limit) {
      const total = db.get<{ total: number }>(
        'SELECT count(*) AS total FROM watch_runs WHERE watch_id = ?',
        id,
      );
      const rows = db.all<RunRow>(`${SELECT_RUNS} ORDER BY r.row DESC LIMIT ? OFFSET ?`, id, limit, offset);
      return { items: rows.map((row) => toRun(row)), total: total?.total ?? 0 };
    },
    due(at) {
      const rows = db.all<WatchRow>(
        `SELECT w.* FROM watches w WHERE w.control = 'active' AND w.next_at <= ?
           AND NOT EXISTS (SELECT 1 FROM watch_runs r JOIN jobs j ON j.id = r.job_id
                           WHERE r.watch_id = w.id AND j.state IN ('queued', 'running'))
         ORDER BY w.next_at`,
        at,
      );
      return rows.map((row) => ({
        id: row.id,
        caseId: row.case_id,
        url: row.url,
        options: JSON.parse(row.options) as CaptureOptions,
        everyMinutes: row.every_minutes,
        nextAt: row.next_at,
      }));
    },
    addRun(id, { dueAt, jobId }, missed, nextAt) {
      db.write(() => {
        if (missed) {
          db.run(
            'INSERT INTO watch_runs (watch_id, due_at, missed, missed_until) VALUES (?, ?, ?, ?)',
            id,
            missed.from,
            missed.count,
            missed.until,
          );
        }
        db.run('INSERT INTO watch_runs (watch_id, due_at, job_id) VALUES (?, ?, ?)', id, dueAt, jobId);
        db.run('UPDATE watches SET next_at = ? WHERE id = ?', nextAt, id);
      });
    },
    setControl(id, control, nextAt) {
      const sql = 'UPDATE watches SET control = ?, next_at = coalesce(?, next_at) WHERE id = ?';
      db.write(() => db.run(sql, control, nextAt, id));
    },
    uncompared: () =>
      db.all<{ run: number; before: string; after: string }>(
        `SELECT r.row AS run, j.evidence_id AS after,
           (SELECT b.evidence_id FROM watch_runs p JOIN jobs b ON b.id = p.job_id
            WHERE p.watch_id = r.watch_id AND p.row < r.row AND b.evidence_id IS NOT NULL
            ORDER BY p.row DESC LIMIT 1) AS before
         FROM watch_runs r JOIN jobs j ON j.id = r.job_id
         WHERE r.changes IS NULL AND j.evidence_id IS NOT NULL AND before IS NOT NULL
           AND j.state IN ('done', 'failed')
         ORDER BY r.row LIMIT 50`,
      ),
    setChanges(run, changes) {
      db.write(() => db.run('UPDATE watch_runs SET changes = ? WHERE row = ?', JSON.stringify(changes), run));
    },
  };
}

function toRun(row: RunRow): WatchRunView {
  return {
    dueAt: row.due_at,
    missed: row.missed,
    missedUntil: row.missed_until,
    jobId: row.job_id,
    jobState: row.job_state,
    startedAt: row.started_at,
    evidenceId: row.evidence_id,
    captureState: row.capture_state,
    heldBack: heldBackBy(row.facts === null ? null : (JSON.parse(row.facts) as FactsOfEnd)),
    changes: row.changes === null ? null : (JSON.parse(row.changes) as RunChanges),
  };
}
