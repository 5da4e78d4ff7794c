// Drafts for people to complete: 证据目录 as a document, 现场记录/工作记录, 公证词草稿, 司法鉴定委托事项, seal labels.

import type { ExportDisc } from '../../shared/api/exports.ts';
import type { Language } from '../../shared/api/views.ts';
import { pick, say, type Bilingual, type Details } from '../../shared/text/fill.ts';
import {
  APPRAISAL,
  APPRAISAL_NO_QUESTION,
  APPRAISAL_QUESTIONS,
  LABEL,
  PAPER,
  PAPER_FILES,
  RECORD_A,
  RECORD_B,
  WORDS_A,
  WORDS_B,
  WORDS_NOTICE,
} from '../../shared/text/papers.ts';
import { chinaTime } from '../../shared/text/time.ts';
import type { Block, DocumentModel } from './document.ts';
import type { PaperItem } from './item-facts.ts';
import { evidenceList, exported, shortList, type PaperRun } from './tables.ts';

const SHORT_WIDTHS = [5, 20, 30, 18, 10, 34];

function draft(run: PaperRun, title: Bilingual, blocks: readonly Block[]): DocumentModel {
  const { language, demonstration } = run;
  const text = pick(title, language);
  return {
    title: demonstration ? `${text}　演示 DEMO` : text,
    landscape: true,
    blocks: [
      { kind: 'title', text },
      ...(demonstration ? [{ kind: 'note', text: pick(PAPER.demonstration, language) } as const] : []),
      { kind: 'note', text: pick(PAPER.draft, language) },
      ...blocks,
    ],
  };
}

const table = (items: readonly PaperItem[], language: Language): Block => ({
  kind: 'table',
  ...shortList(items, language),
  widths: SHORT_WIDTHS,
});

/** What our own records fill in. */
function known(run: PaperRun, items: readonly PaperItem[]): Details {
  const facts = exported(items).map((item) => item.facts);
  const from = facts.map(({ startedAt }) => startedAt).toSorted()[0];
  const to = facts
    .map(({ endedAt }) => endedAt)
    .toSorted()
    .at(-1);
  return {
    count: facts.length,
    from: from === undefined ? '【　】' : chinaTime(from),
    to: to === undefined ? '【　】' : chinaTime(to),
    version: run.softwareVersion,
  };
}

const numbered = (lines: readonly Bilingual[], language: Language, details: Details): readonly Block[] =>
  lines.map((line, index) => ({ kind: 'text', text: `${index + 1}. ${say(line, language, details)}` }));

const plain = (lines: readonly Bilingual[], language: Language, details: Details): readonly Block[] =>
  lines.map((line) => ({ kind: 'text', text: say(line, language, details) }));

/** A: the notary's own capture; B: what the applicant captured before. */
export function captureRecord(run: PaperRun, items: readonly PaperItem[], path: 'A' | 'B'): DocumentModel {
  const [title, lines] =
    path === 'A' ? ([PAPER_FILES.recordA, RECORD_A] as const) : ([PAPER_FILES.recordB, RECORD_B] as const);
  return draft(run, title, [
    ...numbered(lines, run.language, known(run, items)),
    table(items, run.language),
    { kind: 'text', text: pick(PAPER.signature, run.language) },
  ]);
}

export function notarialWords(run: PaperRun, items: readonly PaperItem[], path: 'A' | 'B'): DocumentModel {
  const lines = path === 'A' ? WORDS_A : WORDS_B;
  return draft(run, PAPER_FILES.words, [
    { kind: 'note', text: pick(WORDS_NOTICE, run.language) },
    ...plain(lines.slice(0, -1), run.language, known(run, items)),
    table(items, run.language),
    ...plain(lines.slice(-1), run.language, known(run, items)),
  ]);
}

export function appraisalRequest(run: PaperRun, items: readonly PaperItem[]): DocumentModel {
  const { language, questions } = run;
  const asked =
    questions.length === 0
      ? [pick(APPRAISAL_NO_QUESTION, language)]
      : questions.map((question, index) => `${index + 1}. ${question}`);
  return draft(run, PAPER_FILES.appraisal, [
    ...plain(APPRAISAL, language, known(run, items)),
    { kind: 'heading', text: pick(APPRAISAL_QUESTIONS, language) },
    ...asked.map((text): Block => ({ kind: 'text', text })),
    table(items, language),
    { kind: 'text', text: pick(PAPER.signature, language) },
  ]);
}

export function evidenceListDocument(run: PaperRun, items: readonly PaperItem[]): DocumentModel {
  const { columns, rows } = evidenceList(run, items);
  return draft(run, PAPER_FILES.evidenceList, [
    {
      kind: 'table',
      head: columns.map(({ title }) => title),
      rows: rows.map((row) => row.map((cell) => String(cell ?? ''))),
      widths: [6, 26, 40, 24, 10, 8, 14, 12],
    },
    { kind: 'text', text: pick(PAPER.signature, run.language) },
  ]);
}

export function sealLabels(run: PaperRun, discs: readonly ExportDisc[]): DocumentModel {
  const { language } = run;
  const blocks = discs.flatMap((disc, index): readonly Block[] => [
    ...(index > 0 ? [{ kind: 'page' } as const] : []),
    { kind: 'heading', text: pick(LABEL.title, language) },
    ...[
      say(LABEL.disc, language, { name: disc.name, n: disc.number, total: discs.length }),
      say(LABEL.run, language, { run: run.id }),
      say(LABEL.content, language, { files: disc.files, bytes: disc.sizeBytes }),
      say(LABEL.sha256, language, { digest: disc.sha256 }),
      say(LABEL.sm3, language, { digest: disc.sm3 }),
      pick(LABEL.burnt, language),
      pick(LABEL.sealed, language),
    ].map((text): Block => ({ kind: 'text', text })),
  ]);
  return { title: pick(LABEL.title, language), blocks };
}
