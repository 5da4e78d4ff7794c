// Section 5: the numbered steps of the process log, and of a recording its marked moments and moves.

import type { RecordingFacts } from '../evidence/recording.ts';
import { CAPTURE_RECORD_PATH } from '../evidence/package-paths.ts';
import { EVENT } from '../text/event-words.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { HEAD, REPORT_SAY, SECTION } from '../text/report.ts';
import { chinaTime } from '../text/time.ts';
import { STEP } from '../text/words.ts';
import type { Block, TableLine } from './paper.ts';
import { cut, url, valueOf } from './rows.ts';

export interface ProcessEvent {
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly event: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** The first and the last of a long log. */
export interface ProcessEvents {
  readonly total: number;
  readonly first: readonly ProcessEvent[];
  readonly last: readonly ProcessEvent[];
}

/** What a report prints of a log. */
export const EVENTS_PRINTED = { first: 250, last: 50 };
const MAX_DETAILS = 400;
const MAX_MOMENTS = 200;

const COLUMNS = [
  { label: HEAD.number, share: 0.07 },
  { label: HEAD.time, share: 0.24 },
  { label: HEAD.action, share: 0.25 },
  { label: HEAD.details, share: 0.44 },
];

export function processBlocks(
  events: ProcessEvents | null,
  recording: RecordingFacts | undefined,
): readonly Block[] {
  return [
    { kind: 'heading', title: SECTION.process },
    ...(events === null ? [{ kind: 'note', text: REPORT_SAY.noLog } as const] : logBlocks(events)),
    ...(recording ? recordingBlocks(recording) : []),
  ];
}

function logBlocks({ total, first, last }: ProcessEvents): readonly Block[] {
  const count = total - first.length - last.length;
  return [
    { kind: 'note', text: REPORT_SAY.log },
    { kind: 'table', columns: COLUMNS, lines: first.map(lineOf) },
    ...(count > 0 ? [{ kind: 'note', text: filled(REPORT_SAY.logCut, { total, count }) } as const] : []),
    ...(last.length > 0 ? [{ kind: 'table', columns: COLUMNS, lines: last.map(lineOf) } as const] : []),
  ];
}

function lineOf({ seq, at, event, details }: ProcessEvent): TableLine {
  const { step, ...rest } = details;
  const told = Object.entries(event.startsWith('step-') ? rest : details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}: ${value}`)
    .join('  ');
  return [
    [valueOf(String(seq + 1))],
    [valueOf(chinaTime(at))],
    [valueOf(actionOf(event, typeof step === 'string' ? step : ''))],
    told === '' ? [] : [url(cut(told, MAX_DETAILS), REPORT_SAY.none)],
  ];
}

function actionOf(event: string, step: string): Bilingual {
  const words = EVENT[event];
  if (!words) return { zh: event, en: '' };
  const name = STEP[step];
  return {
    zh: filled(words, { step: name?.zh ?? step }).zh,
    en: filled(words, { step: name?.en ?? step }).en,
  };
}

function recordingBlocks({ marks, navigations }: RecordingFacts): readonly Block[] {
  return [
    ...moments(
      REPORT_SAY.moments,
      marks.map(({ number, at, offsetMs, url: address, note, picture }) =>
        moment(number, at, offsetMs, [note, picture], address),
      ),
    ),
    ...moments(
      REPORT_SAY.moves,
      navigations.map(({ at, offsetMs, url: address, title, picture }, index) =>
        moment(index + 1, at, offsetMs, [title, picture], address),
      ),
    ),
  ];
}

function moment(
  number: number,
  at: string,
  offsetMs: number,
  texts: readonly (string | null)[],
  address: string,
): TableLine {
  return [
    [valueOf(String(number))],
    [valueOf(chinaTime(at)), valueOf(`+${(offsetMs / 1_000).toFixed(1)} s`)],
    texts.filter((text) => text !== null && text !== '').map((text) => url(cut(text!, 200), REPORT_SAY.none)),
    [url(cut(address, MAX_DETAILS), REPORT_SAY.none)],
  ];
}

function moments(title: Bilingual, lines: readonly TableLine[]): readonly Block[] {
  if (lines.length === 0) return [];
  const more = lines.length - MAX_MOMENTS;
  return [
    { kind: 'note', text: title },
    { kind: 'table', columns: COLUMNS, lines: lines.slice(0, MAX_MOMENTS) },
    ...(more > 0
      ? [
          {
            kind: 'note',
            text: filled(REPORT_SAY.listCut, { count: more, path: CAPTURE_RECORD_PATH }),
          } as const,
        ]
      : []),
  ];
}
