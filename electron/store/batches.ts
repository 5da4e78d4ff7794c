// The batches table behind its port.

import type { BatchPace, BatchSource, BatchState, BatchView } from '../../shared/api/batches.ts';
import { batchPaceInput } from '../../shared/api/batches.ts';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import { balances } from '../../shared/batch/counts.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Random } from '../platform/ports.ts';
import { countRows, readRowPage, readRowsByNumber, type RowCounts } from './batch-rows.ts';
import type { BatchStore, NewBatch } from './batch-types.ts';
import type { Database } from './database.ts';

interface BatchRow {
  readonly id: string;
  readonly title: string;
  readonly case_id: string | null;
  readonly case_name: string | null;
  readonly name_of_case: string | null;
  readonly control: 'draft' | 'active' | 'paused' | 'cancelled';
  readonly source: string;
  readonly options: string;
  readonly pace: string;
  readonly environment_reason: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
}

export interface BatchDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
}

const SELECT = 'SELECT b.*, c.name AS name_of_case FROM batches b LEFT JOIN cases c ON c.id = b.case_id';

export function createBatchStore({ db, clock, random }: BatchDeps): BatchStore {
  function rowOf(id: string): BatchRow | undefined {
    return db.get<BatchRow>(`${SELECT} WHERE b.id = ?`, id);
  }

  function view(row: BatchRow): BatchView {
    const counts = countRows(db, row.id);
    const state = stateOf(row.control, counts);
    return {
      id: row.id,
      title: row.title,
      state,
      caseId: row.case_id,
      caseName: row.name_of_case ?? row.case_name ?? '',
      source: JSON.parse(row.source) as BatchSource,
      pace: JSON.parse(row.pace) as BatchPace,
      environmentReason: row.environment_reason,
      counts,
      balanced: balances(counts),
      createdAt: row.created_at,
      startedAt: row.started_at,
      endedAt: state === 'finished' || state === 'cancelled' ? lastEnd(db, row.id) : null,
      remainingMs: state === 'running' ? remaining(db, row.id, counts, clock.now()) : null,
    };
  }

  function require(id: string): BatchView {
    const row = rowOf(id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return view(row);
  }

  return {
    create(batch) {
      const id = `B-${toHex(random.bytes(8))}`;
      db.write(() => insert(db, id, batch, clock.now().toISOString()));
      return require(id);
    },
    get(id) {
      const row = rowOf(id);
      return row ? view(row) : null;
    },
    require,
    list(offset, limit) {
      const rows = db.all<BatchRow>(`${SELECT} ORDER BY b.row DESC LIMIT ? OFFSET ?`, limit, offset);
      const total = db.get<{ total: number }>('SELECT count(*) AS total FROM batches')!.total;
      return { items: rows.map((row) => view(row)), total };
    },
    rows: (id, filter, offset, limit) => readRowPage(db, id, filter, offset, limit),
    rowsByNumber: (id, numbers) => readRowsByNumber(db, id, numbers),
    rules(id) {
      const row = rowOf(id);
      if (!row || row.control === 'draft' || row.case_id === null) return null;
      return {
        caseId: row.case_id,
        options: JSON.parse(row.options) as CaptureOptions,
        pace: JSON.parse(row.pace) as BatchPace,
        environmentReason: row.environment_reason,
      };
    },
    capturedIn(caseId) {
      return db.all<{ url: string; id: string }>(
        `SELECT facts ->> 'requestedUrl' AS url, id FROM evidence
         WHERE case_id = ? AND state <> 'FAILED' AND facts ->> 'requestedUrl' IS NOT NULL ORDER BY row`,
        caseId,
      );
    },
    begin(id, { caseId, options, pace, environmentReason }) {
      const sql = `UPDATE batches SET control = 'active', case_id = ?, case_name = NULL, options = ?, pace = ?,
        environment_reason = ?, started_at = ? WHERE id = ? AND control = 'draft'`;
      const at = clock.now().toISOString();
      db.write(() =>
        db.run(sql, caseId, JSON.stringify(options), JSON.stringify(pace), environmentReason, at, id),
      );
    },
    setControl(id, control) {
      const sql = "UPDATE batches SET control = ? WHERE id = ? AND control IN ('active', 'paused')";
      db.write(() => db.run(sql, control, id));
    },
    exclude(id, numbers, kind, reason) {
      const sql = `UPDATE batch_rows SET excluded = ?, excluded_reason = ?
        WHERE batch_id = ? AND number IN (SELECT value FROM json_each(?))`;
      db.write(() => db.run(sql, kind, reason, id, JSON.stringify(numbers)));
    },
    include(id, numbers) {
      const sql = `UPDATE batch_rows SET excluded = NULL, excluded_reason = NULL
        WHERE batch_id = ? AND number IN (SELECT value FROM json_each(?))`;
      db.write(() => db.run(sql, id, JSON.stringify(numbers)));
    },
    setJob(id, number, jobId) {
      const sql = 'UPDATE batch_rows SET job_id = ? WHERE batch_id = ? AND number = ?';
      db.write(() => db.run(sql, jobId, id, number));
    },
    openJobs: (id) =>
      db
        .all<{ id: string }>(
          "SELECT id FROM jobs WHERE batch_id = ? AND state IN ('queued', 'running') ORDER BY row",
          id,
        )
        .map((job) => job.id),
    discard(id) {
      db.write(() => {
        const sql = `DELETE FROM batch_rows WHERE batch_id IN (SELECT id FROM batches WHERE id = ? AND control = 'draft')`;
        db.run(sql, id);
        db.run("DELETE FROM batches WHERE id = ? AND control = 'draft'", id);
      });
    },
  };
}

function insert(db: Database, id: string, batch: NewBatch, at: string): void {
  db.run(
    `INSERT INTO batches (id, title, case_id, case_name, control, source, options, pace, created_at)
     VALUES (?, ?, ?, ?, 'draft', ?, '{}', ?, ?)`,
    id,
    batch.title,
    batch.caseId,
    batch.caseName,
    JSON.stringify(batch.source),
    JSON.stringify(batchPaceInput.parse({})),
    at,
  );
  for (const row of batch.rows) {
    db.run(
      `INSERT INTO batch_rows (batch_id, number, line, address, url, serial, work, party, note, problem, duplicate)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      row.number,
      row.line,
      row.address,
      row.url,
      row.serial,
      row.work,
      row.party,
      row.note,
      row.problem,
      row.duplicate && JSON.stringify(row.duplicate),
    );
  }
}

/** Finished is not stored: it is when no row waits any more, also where the program ended at that very moment. */
function stateOf(control: BatchRow['control'], { waiting, running }: RowCounts): BatchState {
  if (control === 'draft' || control === 'cancelled') return control;
  if (waiting + running === 0) return 'finished';
  return control === 'active' ? 'running' : 'paused';
}

function lastEnd(db: Database, id: string): string | null {
  return (
    db.get<{ at: string | null }>('SELECT max(ended_at) AS at FROM jobs WHERE batch_id = ?', id)?.at ?? null
  );
}

const PACE_OF_LAST = 30;

/** Rows still to come, at the pace at which the last captures ended. */
function remaining(db: Database, id: string, counts: RowCounts, now: Date): number | null {
  const ends = db.all<{ at: string }>(
    'SELECT ended_at AS at FROM jobs WHERE batch_id = ? AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ?',
    id,
    PACE_OF_LAST,
  );
  const oldest = ends.at(-1);
  if (!oldest || ends.length < 3) return null;
  const each = (now.getTime() - Date.parse(oldest.at)) / ends.length;
  return Math.round(each * (counts.waiting + counts.running));
}
