// The tables of a batch export: 批次总表, 证据目录, lists of files.

import type { ExportedFile, ExportRunView } from '../../shared/api/exports.ts';
import type { Language } from '../../shared/api/views.ts';
import type { Cell } from '../../shared/batch/csv.ts';
import { ENVIRONMENT_OUTCOME } from '../../shared/text/environment.ts';
import { errorLine } from '../../shared/text/errors.ts';
import { pick, say, type Bilingual } from '../../shared/text/fill.ts';
import {
  BATCH_COLUMNS,
  EVIDENCE_COLUMNS,
  EXPORT_EXCLUSION,
  FILE_COLUMNS,
  LIST_COLUMNS,
  PAPER,
  PAPER_FILES,
} from '../../shared/text/papers.ts';
import { chinaTime } from '../../shared/text/time.ts';
import { CAPTURE_STATE } from '../../shared/text/words.ts';
import type { ItemFacts, PaperItem } from './item-facts.ts';
import type { Table } from './sheet.ts';

export interface PaperRun {
  readonly id: string;
  /** ISO 8601 UTC: of the papers as well. */
  readonly createdAt: string;
  readonly counts: ExportRunView['counts'];
  readonly language: Language;
  readonly purpose: string;
  readonly questions: readonly string[];
  readonly softwareVersion: string;
  readonly demonstration: boolean;
}

type Columns = readonly (readonly [Bilingual, number])[];

const headOf = (columns: Columns, language: Language): Table['columns'] =>
  columns.map(([title, width]) => ({ title: pick(title, language), width }));

/** Every item that was asked for, in its order, and a second sheet in which the numbers add up. */
export function batchSheets(run: PaperRun, items: readonly PaperItem[]): readonly Table[] {
  const { language } = run;
  return [
    {
      name: pick(PAPER_FILES.batchTable, language),
      columns: headOf(BATCH_COLUMNS, language),
      rows: items.map((item) => batchRow(item, language)),
    },
    {
      name: pick(PAPER.check, language),
      columns: headOf(
        [
          [PAPER.item, 24],
          [PAPER.value, 60],
        ],
        language,
      ),
      rows: reconciliation(run),
    },
  ];
}

function batchRow(item: PaperItem, language: Language): readonly Cell[] {
  const { facts } = item;
  const remarks = remarksOf(item, language);
  if (facts === null || item.state !== 'done') {
    const state = {
      failed: PAPER.failed,
      excluded: PAPER.excluded,
      waiting: PAPER.waiting,
      done: PAPER.done,
    };
    const blanks: readonly Cell[] = Array.from({ length: 13 }, () => null);
    return [
      item.number,
      item.evidenceId,
      item.label,
      ...blanks,
      pick(state[item.state], language),
      null,
      remarks,
    ];
  }
  return [
    item.number,
    item.evidenceId,
    facts.name,
    facts.url,
    facts.finalUrl,
    facts.title,
    chinaTime(facts.startedAt),
    operatorOf(facts, language),
    facts.fileCount,
    facts.packageSha256,
    facts.packageSm3,
    joined(facts.stamps.map(({ at }) => chinaTime(at))),
    joined(facts.stamps.map(({ serial }) => serial)),
    joined(facts.anchors.map(({ txHash }) => txHash)),
    joined(facts.anchors.map(({ block }) => block)),
    environmentOf(facts, language),
    pick(CAPTURE_STATE[facts.state], language),
    null,
    remarks,
  ];
}

const joined = (parts: readonly string[]): string => parts.join('; ');

export function operatorOf({ operator, verified }: ItemFacts, language: Language): string {
  if (operator === null) return pick(PAPER.notNamed, language);
  return verified ? operator : `${operator}${pick(PAPER.unverified, language)}`;
}

function environmentOf({ environment, kind }: ItemFacts, language: Language): string {
  if (environment !== null) return pick(ENVIRONMENT_OUTCOME[environment], language);
  return pick(kind === 'file-deposit' ? PAPER.notApplicable : PAPER.notPerformed, language);
}

function remarksOf(item: PaperItem, language: Language): string {
  return joined([
    ...(item.excluded ? [pick(EXPORT_EXCLUSION[item.excluded], language)] : []),
    ...(item.error ? [errorLine(item.error.code, item.error.details, language)] : []),
    ...(item.rewritten ? [pick(PAPER.rewritten, language)] : []),
    ...(item.facts?.demonstration ? ['演示 DEMO'] : []),
  ]);
}

function reconciliation({
  id,
  createdAt,
  counts,
  language,
  demonstration,
}: PaperRun): readonly (readonly Cell[])[] {
  const { requested: n, done: d, failed: f, excluded: e } = counts;
  const result = n === d + f + e ? PAPER.balanced : PAPER.unbalanced;
  const rows: readonly (readonly [Bilingual, Cell])[] = [
    [PAPER.run, id],
    [PAPER.madeAt, chinaTime(createdAt)],
    [PAPER.requested, n],
    [PAPER.done, d],
    [PAPER.failed, f],
    [PAPER.excluded, e],
    [PAPER.balance, say(result, language, { n, d, f, e })],
  ];
  return [
    ...rows.map(([title, value]): readonly Cell[] => [pick(title, language), value]),
    [null, pick(PAPER.numberNote, language)],
    ...(demonstration ? [[null, pick(PAPER.demonstration, language)]] : []),
  ];
}

/** 证据规定 art 19; what only the party knows is left to be filled in. */
export function evidenceList(run: PaperRun, items: readonly PaperItem[]): Table {
  const { language, purpose } = run;
  return {
    name: pick(PAPER_FILES.evidenceList, language),
    columns: headOf(EVIDENCE_COLUMNS, language),
    rows: exported(items).map(({ facts, evidenceId }, index) => [
      index + 1,
      `${facts.name} (${evidenceId})`,
      sourceOf(facts, language),
      purpose === '' ? pick(PAPER.toProve, language) : purpose,
      pick(PAPER.page, language),
      '1',
      pick(PAPER.submitter, language),
      pick(PAPER.date, language),
    ]),
  };
}

function sourceOf(facts: ItemFacts, language: Language): string {
  const at = chinaTime(facts.startedAt);
  const by = operatorOf(facts, language);
  if (facts.kind === 'file-deposit') return say(PAPER.sourceFile, language, { at, by });
  return say(PAPER.source, language, { url: facts.finalUrl ?? facts.url ?? '', at, by });
}

export type ExportedPaperItem = PaperItem & { readonly facts: ItemFacts };

export function exported(items: readonly PaperItem[]): readonly ExportedPaperItem[] {
  return items.filter((item): item is ExportedPaperItem => item.state === 'done' && item.facts !== null);
}

/** @param head lines before the files, as [label, value] */
export function fileList(
  name: string,
  files: readonly ExportedFile[],
  language: Language,
  head: readonly (readonly [string, string])[] = [],
): Table {
  return {
    name,
    columns: headOf(FILE_COLUMNS, language),
    rows: [
      ...head.map(([label, value]): readonly Cell[] => [label, null, value, null]),
      ...files.map(({ path, size, sha256, sm3 }): readonly Cell[] => [path, size, sha256, sm3]),
    ],
  };
}

/** Number, id, URL, time, state, digest: the table inside drafts. */
export function shortList(
  items: readonly PaperItem[],
  language: Language,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const { number, id, url, time, state, digest } = LIST_COLUMNS;
  return {
    head: [number, id, url, time, state, digest].map((title) => pick(title, language)),
    rows: exported(items).map(({ evidenceId, facts }, index) => [
      String(index + 1),
      evidenceId ?? '',
      facts.finalUrl ?? facts.url ?? facts.name,
      chinaTime(facts.startedAt),
      pick(CAPTURE_STATE[facts.state], language),
      facts.packageSha256,
    ]),
  };
}
