// Batches: a sheet is read into numbered rows, looked at, started, held, stopped and taken up again. A row is one job at
// a time; what became of it is read from that job.

import { createHash } from 'node:crypto';
import type { CoreApi } from '../../../shared/api/core.ts';
import {
  batchPaceInput,
  controlBatchInput,
  excludeRowsInput,
  exportBatchInput,
  importBatchInput,
  listBatchRowsInput,
  retryRowsInput,
  startBatchInput,
  type BatchRowView,
  type BatchView,
} from '../../../shared/api/batches.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import { addressKey } from '../../../shared/batch/address.ts';
import { readRows } from '../../../shared/batch/rows.ts';
import type { Sheet } from '../../../shared/batch/sheet.ts';
import { fromBase64 } from '../../../shared/bytes/base64.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import { batchTable } from '../../../shared/text/batch-table.ts';
import type { BatchRules } from '../../store/types.ts';
import { checkedInput } from './checked-input.ts';
import { DEFAULT_CASE, type ApiDeps } from './deps.ts';

type Batches = Pick<
  CoreApi,
  | 'importBatch'
  | 'listBatches'
  | 'getBatch'
  | 'listBatchRows'
  | 'startBatch'
  | 'controlBatch'
  | 'excludeBatchRows'
  | 'retryBatchRows'
  | 'exportBatch'
>;

/** As many as a sheet may have. */
const ALL_ROWS = 10_000;
const MAX_TITLE = 200;

export function createBatches(deps: ApiDeps): Batches {
  const { store, queue, emit } = deps;
  const { batches } = store;

  function changed(id: string): BatchView {
    emit({ type: 'batch', id });
    return batches.require(id);
  }

  /** A job for each of the rows that can be captured; joins the running transaction. */
  function enqueue(id: string, rows: readonly BatchRowView[], rules: BatchRules): void {
    const { caseId, options, pace, environmentReason } = rules;
    const usable = rows.filter((row) => row.url !== null);
    const jobs = queue.enqueue(
      usable.map((row) => ({
        kind: 'capture' as const,
        caseId,
        url: row.url,
        input: { options, environmentReason },
        batchId: id,
        retry: { tries: pace.tries, backoffMs: pace.backoffMs },
      })),
    );
    for (const [index, row] of usable.entries()) batches.setJob(id, row.number, jobs[index]!.id);
  }

  function rulesOf(id: string): BatchRules {
    const rules = batches.rules(id);
    if (!rules) throw wrongState(batches.require(id));
    return rules;
  }

  return {
    async importBatch(input) {
      const { source, caseId, caseName } = checkedInput(importBatchInput, input);
      const inCase = caseId === null ? store.cases.findByName(caseName ?? '') : store.cases.require(caseId);
      const bytes = source.kind === 'text' ? toUtf8(source.text) : bytesOf(source.dataBase64);
      const sheet = source.kind === 'text' ? deps.readPasted(source.text) : await deps.readSheet(bytes);
      const read = readRows(sheet, inCase ? capturedKeys(deps, inCase.id) : new Map());
      if (!read || read.rows.length === 0) throw new AppError('input/no-addresses');
      const file = source.kind === 'text' ? null : source.name;
      const made = batches.create({
        title: (file ?? firstHost(read.rows)).slice(0, MAX_TITLE),
        caseId: inCase?.id ?? null,
        caseName: inCase ? null : (caseName ?? null),
        source: sourceFacts(sheet, file, bytes),
        rows: read.rows,
      });
      store.audit.append('batch-imported', made.id, { rows: made.counts.total, sha256: made.source.sha256 });
      return changed(made.id);
    },
    listBatches: async ({ offset, limit }) => batches.list(offset, limit),
    getBatch: async ({ id }) => batches.require(id),
    async listBatchRows(input) {
      const { id, filter, offset, limit } = checkedInput(listBatchRowsInput, input);
      batches.require(id);
      return batches.rows(id, filter, offset, limit);
    },

    async startBatch(input) {
      const { id, duplicates, options, pace, environmentReason } = checkedInput(startBatchInput, input);
      const draft = batches.require(id);
      if (draft.state !== 'draft') throw wrongState(draft);
      store.transaction(() => {
        const caseId = draft.caseId ?? store.cases.ensure(draft.caseName || DEFAULT_CASE).id;
        const rules: BatchRules = {
          caseId,
          options: captureOptionsInput.parse(options),
          pace: batchPaceInput.parse(pace),
          environmentReason,
        };
        batches.begin(id, rules);
        const rows = batches.rows(id, 'all', 0, ALL_ROWS).items.filter((row) => row.excluded === null);
        const bad = rows.filter((row) => row.problem !== null);
        const repeated = rows.filter((row) => row.problem === null && row.duplicate !== null);
        batches.exclude(id, numbersOf(bad), 'problem', null);
        if (duplicates === 'exclude') batches.exclude(id, numbersOf(repeated), 'duplicate', null);
        const out = new Set([...bad, ...(duplicates === 'exclude' ? repeated : [])]);
        enqueue(
          id,
          rows.filter((row) => !out.has(row)),
          rules,
        );
        store.audit.append('batch-started', id, {
          case: caseId,
          rows: draft.counts.total,
          excluded: out.size,
          ...(environmentReason !== null && { environmentReason }),
        });
      });
      emit({ type: 'cases' });
      return changed(id);
    },

    async controlBatch(input) {
      const { id, action } = checkedInput(controlBatchInput, input);
      const batch = batches.require(id);
      const allowed: readonly BatchView['state'][] = ALLOWED[action];
      if (!allowed.includes(batch.state)) throw wrongState(batch);
      if (action === 'discard') {
        batches.discard(id);
        store.audit.append('batch-discarded', id);
        emit({ type: 'batch', id });
        return null;
      }
      if (action === 'cancel') cancel(deps, id);
      else batches.setControl(id, action === 'pause' ? 'paused' : 'active');
      store.audit.append(ACTION[action], id);
      queue.wake();
      return changed(id);
    },

    async excludeBatchRows(input) {
      const { id, numbers, reason } = checkedInput(excludeRowsInput, input);
      const batch = batches.require(id);
      const rows = batches.rowsByNumber(id, numbers);
      if (reason === null) {
        const back = rows.filter((row) => row.excluded !== null && row.url !== null);
        if (back.length > 0 && batch.state === 'cancelled') throw wrongState(batch);
        store.transaction(() => {
          batches.include(id, numbersOf(back));
          const idle = back.filter((row) => row.evidenceId === null);
          if (batch.state !== 'draft') enqueue(id, idle, rulesOf(id));
          store.audit.append('batch-rows-included', id, { rows: numbersOf(back) });
        });
      } else {
        // What is captured stays so; what runs is stopped like any other.
        const open = rows.filter((row) => row.status !== 'done');
        store.transaction(() => {
          batches.exclude(id, numbersOf(open), 'person', reason);
          store.audit.append('batch-rows-excluded', id, { rows: numbersOf(open), reason });
        });
        for (const row of open) if (row.jobId !== null) queue.cancel(row.jobId);
      }
      return changed(id);
    },

    async retryBatchRows(input) {
      const { id, numbers, environmentReason } = checkedInput(retryRowsInput, input);
      const batch = batches.require(id);
      if (batch.state === 'draft' || batch.state === 'cancelled') throw wrongState(batch);
      const asked =
        numbers === null ? batches.rows(id, 'failed', 0, ALL_ROWS).items : batches.rowsByNumber(id, numbers);
      const rows = asked.filter((row) => row.status === 'failed');
      store.transaction(() => {
        const rules = rulesOf(id);
        enqueue(id, rows, { ...rules, environmentReason: environmentReason ?? rules.environmentReason });
        store.audit.append('batch-rows-retried', id, {
          rows: numbersOf(rows),
          ...(environmentReason !== null && { environmentReason }),
        });
      });
      return changed(id);
    },

    async exportBatch(input) {
      const { id, what, language } = checkedInput(exportBatchInput, input);
      const batch = batches.require(id);
      const filter = {
        rows: 'all',
        errors: 'problem',
        exceptions: 'exception',
        reconciliation: 'all',
      } as const;
      const { items } = batches.rows(id, filter[what], 0, ALL_ROWS);
      return batchTable(batch, items, what, language, timeZoneMinutes(deps.clock.now()));
    },
  };
}

const ALLOWED = {
  pause: ['running'],
  resume: ['paused'],
  cancel: ['running', 'paused'],
  discard: ['draft'],
} as const satisfies Record<string, readonly BatchView['state'][]>;

const ACTION = { pause: 'batch-paused', resume: 'batch-resumed', cancel: 'batch-cancelled' } as const;

/** What is done is kept; what waits or runs is excluded as cancelled. What ends all the same in this moment counts as done. */
function cancel({ store, queue }: ApiDeps, id: string): void {
  const { batches } = store;
  store.transaction(() => {
    batches.setControl(id, 'cancelled');
    batches.exclude(id, numbersOf(batches.rows(id, 'waiting', 0, ALL_ROWS).items), 'cancelled', null);
  });
  for (const job of batches.openJobs(id)) queue.cancel(job);
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (!bytes) throw new AppError('input/invalid', { field: 'dataBase64', problem: 'has the wrong form' });
  return bytes;
}

function capturedKeys({ store }: ApiDeps, caseId: string): ReadonlyMap<string, string> {
  return new Map(
    store.batches.capturedIn(caseId).flatMap(({ url, id }) => {
      const key = addressKey(url);
      return key === null ? [] : [[key, id] as const];
    }),
  );
}

function sourceFacts(sheet: Sheet, file: string | null, bytes: Uint8Array): BatchView['source'] {
  return {
    kind: sheet.kind,
    file,
    sheet: sheet.name,
    otherSheets: sheet.otherSheets,
    encoding: sheet.encoding,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function firstHost(rows: readonly { readonly url: string | null }[]): string {
  const url = rows.find((row) => row.url !== null)?.url ?? '';
  return URL.parse(url)?.hostname ?? '';
}

function numbersOf(rows: readonly BatchRowView[]): number[] {
  return rows.map((row) => row.number);
}

function wrongState({ state }: BatchView): AppError {
  return new AppError('input/batch-state', { problem: state });
}

function timeZoneMinutes(now: Date): number {
  return -now.getTimezoneOffset();
}
