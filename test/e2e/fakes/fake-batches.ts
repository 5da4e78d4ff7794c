// Batches of the fake core: one that runs with 1,000 rows, one that ended, one that is a draft; pasted text makes more.

import type { CoreApi } from '../../../shared/api/core.ts';
import {
  batchPaceInput,
  type BatchRowView,
  type BatchView,
  type RowFilter,
} from '../../../shared/api/batches.ts';
import type { AppEvent } from '../../../shared/api/views.ts';
import { balances } from '../../../shared/batch/counts.ts';
import { readRows, type ReadRow } from '../../../shared/batch/rows.ts';
import { AppError } from '../../../shared/errors.ts';
import { batchTable } from '../../../shared/text/batch-table.ts';
import { sampleEvidence } from './sample-data.ts';

export type BatchMethods = Pick<
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

interface FakeBatch {
  readonly view: BatchView;
  readonly rows: readonly BatchRowView[];
}

const PARTIES = ['某某贸易有限公司', 'Yunshan Flagship Store', '宁波某某电子商务有限公司'];

export function createFakeBatches(some: boolean, emit: (event: AppEvent) => void): BatchMethods {
  const batches = new Map<string, FakeBatch>();
  const keep = (batch: FakeBatch): BatchView => {
    batches.set(batch.view.id, batch);
    emit({ type: 'batch', id: batch.view.id });
    return batch.view;
  };
  if (some) for (const batch of samples()) batches.set(batch.view.id, batch);
  const find = (id: string): FakeBatch => {
    const batch = batches.get(id);
    if (!batch) throw new AppError('input/not-found', { what: id });
    return batch;
  };
  const change = (id: string, patch: Partial<BatchView>): BatchView => {
    const { view, rows } = find(id);
    return keep({ rows, view: { ...view, ...patch } });
  };
  return {
    async importBatch({ source, caseName }) {
      if (source.kind === 'file')
        throw new AppError('input/sheet-unreadable', { problem: 'neither XLSX nor text' });
      const lines = source.text
        .split('\n')
        .flatMap((text, index) => (text.trim() ? [{ line: index + 1, cells: [text.trim()] }] : []));
      const sheet = { kind: 'text', name: null, otherSheets: 0, encoding: null, lines } as const;
      const read = readRows(sheet, new Map());
      if (!read || read.rows.length === 0) throw new AppError('input/no-addresses');
      const rows = read.rows.map((row) => rowView(row));
      return keep(batchOf(`B-${batches.size}`, 'draft', '粘贴', rows, caseName ?? '云山商标案'));
    },
    listBatches: async ({ offset, limit }) => ({
      items: [...batches.values()].slice(offset, offset + limit).map(({ view }) => view),
      total: batches.size,
    }),
    getBatch: async ({ id }) => find(id).view,
    async listBatchRows({ id, filter = 'all', offset = 0, limit = 100 }) {
      const found = find(id).rows.filter(MATCHES[filter]);
      return { items: found.slice(offset, offset + limit), total: found.length };
    },
    startBatch: async ({ id }) => change(id, { state: 'running', startedAt: new Date().toISOString() }),
    async controlBatch({ id, action }) {
      if (action === 'discard') {
        batches.delete(id);
        emit({ type: 'batch', id });
        return null;
      }
      return change(id, {
        state: ({ pause: 'paused', resume: 'running', cancel: 'cancelled' } as const)[action],
      });
    },
    excludeBatchRows: async ({ id }) => change(id, {}),
    retryBatchRows: async ({ id }) => change(id, {}),
    async exportBatch({ id, what, language }) {
      const { view, rows } = find(id);
      return batchTable(view, rows, what, language, 480);
    },
  };
}

const MATCHES: Readonly<Record<RowFilter, (row: BatchRowView) => boolean>> = {
  all: () => true,
  good: (row) => row.problem === null && row.duplicate === null,
  problem: (row) => row.problem !== null,
  duplicate: (row) => row.duplicate !== null,
  exception: isException,
  waiting: (row) => row.status === 'waiting' || row.status === 'running',
  done: (row) => row.status === 'done',
  failed: (row) => row.status === 'failed',
  excluded: (row) => row.status === 'excluded',
};

function isException(row: BatchRowView): boolean {
  return (
    row.status === 'failed' ||
    (row.status === 'done' && (row.captureState !== 'COMPLETE' || row.labels.length > 0))
  );
}

function samples(): readonly FakeBatch[] {
  const big = Array.from({ length: 1_000 }, (_, index) => sampleRow(index + 1, 612));
  const old = Array.from({ length: 60 }, (_, index) => sampleRow(index + 1, 60));
  const draft = Array.from({ length: 120 }, (_, index) => sampleRow(index + 1, 0));
  return [
    batchOf('B-5f0c', 'draft', '十一月第二批.csv', draft, '云山商标案'),
    batchOf('B-3a77', 'running', '侵权链接清单-2026-11.xlsx', big, '云山商标案'),
    batchOf('B-19d2', 'finished', 'shop.example.com', old, '山茶摄影著作权'),
  ];
}

function batchOf(
  id: string,
  state: BatchView['state'],
  title: string,
  rows: readonly BatchRowView[],
  caseName: string,
): FakeBatch {
  const count = (test: (row: BatchRowView) => boolean): number => rows.filter(test).length;
  const counts = {
    total: rows.length,
    waiting: count((row) => row.status === 'waiting'),
    running: count((row) => row.status === 'running'),
    done: count((row) => row.status === 'done'),
    failed: count((row) => row.status === 'failed'),
    excluded: count((row) => row.status === 'excluded'),
    complete: count((row) => row.status === 'done' && row.captureState === 'COMPLETE'),
    partial: count((row) => row.status === 'done' && row.captureState === 'PARTIAL'),
    problems: count((row) => row.problem !== null),
    duplicates: count((row) => row.duplicate !== null),
    exceptions: count(isException),
  };
  const xlsx = title.endsWith('.xlsx');
  const view: BatchView = {
    id,
    title,
    state,
    caseId: 'case-1',
    caseName,
    source: {
      kind: xlsx ? 'xlsx' : title.endsWith('.csv') ? 'csv' : 'text',
      file: title.includes('.') ? title : null,
      sheet: xlsx ? '清单' : null,
      otherSheets: xlsx ? 1 : 0,
      encoding: title.endsWith('.csv') ? 'gb18030' : null,
      sizeBytes: 48_231,
      sha256: '9f2c41d07be3a865512ad0c34e7790ab18c2d6f05b7e3a9910fdc84a6e2b7d31',
    },
    environmentReason: state === 'finished' ? '公证处机房经统一代理出网，无法改变' : null,
    pace: batchPaceInput.parse({}),
    counts,
    balanced: balances(counts),
    createdAt: '2026-11-22T12:58:00.000Z',
    startedAt: state === 'draft' ? null : '2026-11-22T13:03:07.000Z',
    endedAt: state === 'finished' ? '2026-11-22T13:40:00.000Z' : null,
    remainingMs: state === 'running' ? 25 * 60_000 : null,
  };
  return { view, rows };
}

function sampleRow(number: number, reached: number): BatchRowView {
  const wrong = number % 41 === 0;
  const duplicate = number % 37 === 0 ? ({ of: 'row', number: number - 12 } as const) : null;
  const base = rowView({
    number,
    line: number + 1,
    address: wrong ? '见附件' : `https://shop.example.com/item/${88_000 + number}.html`,
    url: wrong ? null : `https://shop.example.com/item/${88_000 + number}.html`,
    key: null,
    serial: String(number),
    work: '《山茶》摄影作品',
    party: PARTIES[number % PARTIES.length]!,
    note: number % 9 === 0 ? '首页轮播图' : '',
    problem: wrong ? 'not-a-url' : null,
    duplicate: wrong ? null : duplicate,
  });
  if (reached === 0) return base;
  if (wrong) return { ...base, status: 'excluded', excluded: { kind: 'problem', reason: null } };
  if (duplicate) return { ...base, status: 'excluded', excluded: { kind: 'duplicate', reason: null } };
  if (number > reached + 2) return base;
  if (number > reached) return { ...base, status: 'running', jobId: `J-${number}` };
  return ended(base);
}

const LABELS = [
  ['page-login-wall'],
  ['page-error'],
  ['redirected-elsewhere'],
  ['page-challenge'],
  ['page-blank'],
];

function ended(row: BatchRowView): BatchRowView {
  const { number } = row;
  const item = sampleEvidence(number);
  const sealed = {
    evidenceId: item.id,
    jobId: `J-${number}`,
    finalUrl: row.url,
    title: `山茶 · 商品 ${number}`,
    httpStatus: 200,
    sealedAt: item.sealedAt,
    statementSha256: item.statementSha256,
  };
  if (number % 53 === 0) {
    return {
      ...row,
      ...sealed,
      status: 'failed',
      captureState: 'FAILED',
      finalUrl: null,
      title: null,
      httpStatus: null,
      earlierAttempts: number === 53 ? 0 : 2,
      heldBack: number === 53 ? 'hosts, proxy' : null,
      ...(number === 53 && { evidenceId: sampleEvidence(15).id }),
      error: null,
    };
  }
  const labels = number % 17 === 0 ? LABELS[number % LABELS.length]! : [];
  return {
    ...row,
    ...sealed,
    status: 'done',
    captureState: number % 29 === 0 ? 'PARTIAL' : 'COMPLETE',
    labels,
  };
}

function rowView({ key: _key, ...row }: ReadRow): BatchRowView {
  return {
    ...row,
    status: 'waiting',
    excluded: null,
    jobId: null,
    evidenceId: null,
    captureState: null,
    labels: [],
    error: null,
    earlierAttempts: 0,
    notBefore: null,
    heldBack: null,
    finalUrl: null,
    title: null,
    httpStatus: null,
    sealedAt: null,
    statementSha256: null,
  };
}
