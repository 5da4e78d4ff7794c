// A batch as tables to take away: its rows, its errors, its exceptions, its reconciliation; CSV for spreadsheets.

import type { BatchRowView, BatchView, ExportBatchInput, TextFile } from '../api/batches.ts';
import { buildCsv, type Cell } from '../batch/csv.ts';
import { ROW_STATUSES } from '../batch/counts.ts';
import type { Language } from '../api/views.ts';
import { BATCH_STATE, duplicateText, EXCLUSION, labelWord, ROW_PROBLEM, ROW_STATUS } from './batch.ts';
import { errorSentence } from './errors.ts';
import { pick, say } from './fill.ts';
import { heldBackSentence } from './held-back.ts';
import { timeAtOffset } from './time.ts';
import { CAPTURE_STATE } from './words.ts';

type What = ExportBatchInput['what'];

const NAMES: Record<What, readonly [zh: string, en: string]> = {
  rows: ['批次明细', 'batch'],
  errors: ['导入错误', 'import-errors'],
  exceptions: ['例外清单', 'exceptions'],
  reconciliation: ['对账', 'reconciliation'],
};

/** @param offsetMinutes of the device's time zone, east positive. */
export function batchTable(
  batch: BatchView,
  rows: readonly BatchRowView[],
  what: What,
  language: Language,
  offsetMinutes: number,
): TextFile {
  const [zh, en] = NAMES[what];
  const table = { rows: rowTable, exceptions: rowTable, errors: errorTable, reconciliation: balanceTable }[
    what
  ];
  const [head, body] = table(batch, rows, language, offsetMinutes);
  const name = `${batch.id}-${language === 'en' ? en : zh}.csv`;
  return { name, text: buildCsv(head, body) };
}

type Table = readonly [head: readonly string[], body: readonly (readonly Cell[])[]];

const ROW_HEAD: readonly (readonly [zh: string, en: string])[] = [
  ['批次序号', 'Row'],
  ['原表行', 'Line'],
  ['序号', 'No.'],
  ['权利作品', 'Work'],
  ['网址', 'URL'],
  ['被控主体', 'Party'],
  ['备注', 'Note'],
  ['状态', 'Status'],
  ['取证结果', 'Capture'],
  ['存证编号', 'Evidence id'],
  ['最终网址', 'Final URL'],
  ['页面标题', 'Title'],
  ['HTTP', 'HTTP'],
  ['例外', 'Exceptions'],
  ['原因', 'Reason'],
  ['此前失败次数', 'Earlier failures'],
  ['封存时间', 'Sealed at'],
  ['声明 SHA-256', 'Statement SHA-256'],
];

function rowTable(
  _batch: BatchView,
  rows: readonly BatchRowView[],
  language: Language,
  offset: number,
): Table {
  return [
    headOf(ROW_HEAD, language),
    rows.map((row) => [
      row.number,
      row.line,
      row.serial,
      row.work,
      row.address,
      row.party,
      row.note,
      say(ROW_STATUS[row.status], language),
      row.captureState && say(CAPTURE_STATE[row.captureState], language),
      row.evidenceId,
      row.finalUrl,
      row.title,
      row.httpStatus,
      row.labels.map((label) => labelWord(label, language)).join('; '),
      rowReason(row, language),
      row.earlierAttempts,
      row.sealedAt && timeAtOffset(row.sealedAt, offset),
      row.statementSha256,
    ]),
  ];
}

/** Why a row is not captured, in one line; empty where nothing is to be said. */
export function rowReason(row: BatchRowView, language: Language): string {
  if (row.excluded) {
    const detail = excludedDetail(row, language);
    return detail === null
      ? say(EXCLUSION[row.excluded.kind], language)
      : `${say(EXCLUSION[row.excluded.kind], language)}: ${detail}`;
  }
  if (row.problem) return say(ROW_PROBLEM[row.problem], language);
  if (row.error && row.status !== 'done') {
    return errorSentence(row.error.code, row.error.details, language).happened;
  }
  if (row.heldBack !== null) return heldBackSentence(row.heldBack, language);
  return row.duplicate ? duplicateText(row.duplicate, language) : '';
}

function excludedDetail(row: BatchRowView, language: Language): string | null {
  switch (row.excluded?.kind) {
    case 'problem':
      return row.problem && say(ROW_PROBLEM[row.problem], language);
    case 'duplicate':
      return row.duplicate && duplicateText(row.duplicate, language);
    default:
      return row.excluded?.reason ?? null;
  }
}

const ERROR_HEAD: readonly (readonly [zh: string, en: string])[] = [
  ['批次序号', 'Row'],
  ['原表行', 'Line'],
  ['网址', 'URL'],
  ['错误', 'Error'],
];

function errorTable(_batch: BatchView, rows: readonly BatchRowView[], language: Language): Table {
  return [
    headOf(ERROR_HEAD, language),
    rows.map((row) => [
      row.number,
      row.line,
      row.address,
      row.problem && say(ROW_PROBLEM[row.problem], language),
    ]),
  ];
}

const BALANCE_HEAD: readonly (readonly [zh: string, en: string])[] = [
  ['项目', 'Item'],
  ['数量', 'Count'],
];

function balanceTable(batch: BatchView, rows: readonly BatchRowView[], language: Language): Table {
  const t = (zh: string, en: string): string => pick({ zh, en }, language);
  const { counts } = batch;
  const kinds = Map.groupBy(
    rows.filter((row) => row.excluded),
    (row) => row.excluded!.kind,
  );
  const sum = ROW_STATUSES.reduce((total, status) => total + counts[status], 0);
  return [
    headOf(BALANCE_HEAD, language),
    [
      [t('批次', 'Batch'), batch.id],
      [t('案件', 'Case'), batch.caseName],
      [t('批次状态', 'State'), say(BATCH_STATE[batch.state], language)],
      [t('来源 SHA-256', 'Source SHA-256'), batch.source.sha256],
      [t('总行数 N', 'Rows N'), counts.total],
      [t('完成', 'Done'), counts.done],
      [t('其中：部分完成', 'of these partial'), counts.partial],
      [t('失败', 'Failed'), counts.failed],
      [t('已排除', 'Excluded'), counts.excluded],
      ...[...kinds].map(([kind, each]): Cell[] => [
        `${t('其中：', 'of these ')}${say(EXCLUSION[kind], language)}`,
        each.length,
      ]),
      [t('排队', 'Queued'), counts.waiting],
      [t('取证中', 'Capturing'), counts.running],
      [t('合计', 'Sum'), sum],
      [
        t('核对', 'Check'),
        batch.balanced ? t('N 与合计相符', 'N equals the sum') : t('N 与合计不符', 'N differs from the sum'),
      ],
    ],
  ];
}

function headOf(head: readonly (readonly [string, string])[], language: Language): readonly string[] {
  return head.map(([zh, en]) => (language === 'en' ? en : zh));
}
