// Rows of a batch joined with their jobs and items; the one place that says what a row has become.

import type { BatchRowView, RowFilter } from '../../shared/api/batches.ts';
import type { BatchCounts, RowStatus } from '../../shared/batch/counts.ts';
import type { Duplicate, RowProblem } from '../../shared/batch/rows.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';
import type { Exclusion } from '../../shared/api/batches.ts';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type { Database } from './database.ts';
import { heldBackBy, type FactsOfEnd } from './held-back.ts';

/** What was captured stays captured, whatever is excluded afterwards; a cancelled job is an exclusion. */
const STATUS = `CASE
  WHEN j.capture_state IN ('COMPLETE', 'PARTIAL') THEN 'done'
  WHEN r.excluded IS NOT NULL OR j.state = 'cancelled' THEN 'excluded'
  WHEN j.state = 'running' THEN 'running'
  WHEN j.state IN ('done', 'failed') THEN 'failed'
  ELSE 'waiting' END`;

const EXCEPTION = `(${STATUS} IN ('done', 'failed')
  AND (j.capture_state IS NOT 'COMPLETE' OR j.labels <> '[]'))`;

const FROM = 'FROM batch_rows r LEFT JOIN jobs j ON j.id = r.job_id';

const FILTERS: Readonly<Record<RowFilter, string>> = {
  all: '1',
  good: 'r.problem IS NULL AND r.duplicate IS NULL',
  problem: 'r.problem IS NOT NULL',
  duplicate: 'r.duplicate IS NOT NULL',
  exception: EXCEPTION,
  waiting: `${STATUS} IN ('waiting', 'running')`,
  done: `${STATUS} = 'done'`,
  failed: `${STATUS} = 'failed'`,
  excluded: `${STATUS} = 'excluded'`,
};

export interface RowCounts extends BatchCounts {
  readonly complete: number;
  readonly partial: number;
  readonly problems: number;
  readonly duplicates: number;
  readonly exceptions: number;
}

const of = (condition: string): string => `count(*) FILTER (WHERE ${condition})`;

/** total is counted by itself, each status by itself: that they add up is a fact to be checked. */
export function countRows(db: Database, batchId: string): RowCounts {
  const status = (name: RowStatus): string => of(`status = '${name}'`);
  const counts = db.get<RowCounts>(
    `SELECT (SELECT count(*) FROM batch_rows WHERE batch_id = ?1) AS total,
       ${status('waiting')} AS waiting, ${status('running')} AS running, ${status('done')} AS done,
       ${status('failed')} AS failed, ${status('excluded')} AS excluded,
       ${of("status = 'done' AND capture_state = 'COMPLETE'")} AS complete,
       ${of("status = 'done' AND capture_state = 'PARTIAL'")} AS partial,
       ${of('problem IS NOT NULL')} AS problems, ${of('duplicate IS NOT NULL')} AS duplicates,
       ${of('exception')} AS exceptions
     FROM (SELECT ${STATUS} AS status, ${EXCEPTION} AS exception, j.capture_state, r.problem, r.duplicate
           ${FROM} WHERE r.batch_id = ?1)`,
    batchId,
  );
  return counts!;
}

interface Row {
  readonly number: number;
  readonly line: number;
  readonly address: string;
  readonly url: string | null;
  readonly serial: string;
  readonly work: string;
  readonly party: string;
  readonly note: string;
  readonly problem: RowProblem | null;
  readonly duplicate: string | null;
  readonly status: RowStatus;
  readonly excluded: Exclusion | null;
  readonly excluded_reason: string | null;
  readonly job_id: string | null;
  readonly job_state: string | null;
  readonly evidence_id: string | null;
  readonly capture_state: CaptureState | null;
  readonly labels: string | null;
  readonly error: string | null;
  readonly earlier: number | null;
  readonly not_before: string | null;
  readonly facts: string | null;
  readonly sealed_at: string | null;
  readonly statement_sha256: string | null;
}

const SELECT = `SELECT r.*, ${STATUS} AS status, j.state AS job_state, j.evidence_id, j.capture_state, j.labels,
    j.error, json_array_length(j.earlier) AS earlier, j.not_before, e.facts, e.sealed_at, e.statement_sha256
  ${FROM} LEFT JOIN evidence e ON e.id = j.evidence_id`;

export function readRowPage(
  db: Database,
  batchId: string,
  filter: RowFilter,
  offset: number,
  limit: number,
): { readonly items: readonly BatchRowView[]; readonly total: number } {
  const where = `WHERE r.batch_id = ?1 AND ${FILTERS[filter]}`;
  const total = db.get<{ total: number }>(`SELECT count(*) AS total ${FROM} ${where}`, batchId)!.total;
  // What failed stands before what is partial, and that before what is only labelled.
  const order =
    filter === 'exception'
      ? `CASE ${STATUS} WHEN 'failed' THEN 0 ELSE 1 END, j.capture_state <> 'PARTIAL', r.number`
      : 'r.number';
  const rows = db.all<Row>(`${SELECT} ${where} ORDER BY ${order} LIMIT ?2 OFFSET ?3`, batchId, limit, offset);
  return { items: rows.map((row) => toView(row)), total };
}

export function readRowsByNumber(
  db: Database,
  batchId: string,
  numbers: readonly number[],
): readonly BatchRowView[] {
  const rows = db.all<Row>(
    `${SELECT} WHERE r.batch_id = ? AND r.number IN (SELECT value FROM json_each(?)) ORDER BY r.number`,
    batchId,
    JSON.stringify(numbers),
  );
  return rows.map((row) => toView(row));
}

function toView(row: Row): BatchRowView {
  const facts = row.facts === null ? null : (JSON.parse(row.facts) as FactsOfRow);
  const kind = row.excluded ?? (row.job_state === 'cancelled' ? 'cancelled' : null);
  return {
    number: row.number,
    line: row.line,
    address: row.address,
    url: row.url,
    serial: row.serial,
    work: row.work,
    party: row.party,
    note: row.note,
    problem: row.problem,
    duplicate: row.duplicate === null ? null : (JSON.parse(row.duplicate) as Duplicate),
    status: row.status,
    excluded: kind !== null && row.status === 'excluded' ? { kind, reason: row.excluded_reason } : null,
    jobId: row.job_id,
    evidenceId: row.evidence_id,
    captureState: row.capture_state,
    labels: row.labels === null ? [] : (JSON.parse(row.labels) as readonly string[]),
    error:
      row.error === null
        ? null
        : (JSON.parse(row.error) as { readonly code: ErrorCode; readonly details: ErrorDetails }),
    earlierAttempts: row.earlier ?? 0,
    notBefore: row.not_before,
    heldBack: heldBackBy(facts),
    finalUrl: facts?.finalUrl ?? null,
    title: facts?.title ?? null,
    httpStatus: facts?.httpStatus ?? null,
    sealedAt: row.sealed_at,
    statementSha256: row.statement_sha256,
  };
}

interface FactsOfRow extends FactsOfEnd {
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly httpStatus: number | null;
}
