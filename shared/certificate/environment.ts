// What a certificate says of the environment check and of the clock (fields 12 and 13).

import {
  ENVIRONMENT_RESULTS,
  gravestResults,
  type EnvironmentItemCode,
  type EnvironmentRecord,
  type EnvironmentResult,
  type EnvironmentRun,
} from '../evidence/environment.ts';
import type { ClockFacts } from '../evidence/capture-record.ts';
import { SAY, WORD } from '../text/certificate.ts';
import { ENVIRONMENT_OUTCOME, ENVIRONMENT_RESULT, findingSentence, itemNames } from '../text/environment.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import { cut, digest, led, type Said } from './rows.ts';

export interface CheckedEnvironment {
  readonly record: EnvironmentRecord;
  /** Of data/environment.json. */
  readonly sha256: string;
}

/** Outcome and counts, the grave ones by name, who went on and why, and the digest of the whole report. */
export function environmentValues(environment: CheckedEnvironment | null): readonly Said[] {
  if (environment === null) return [WORD.notPerformed];
  const { record, sha256 } = environment;
  const results = gravestResults(record);
  const withResult = (wanted: EnvironmentResult): readonly EnvironmentItemCode[] =>
    [...results].flatMap(([code, result]) => (result === wanted ? [code] : []));
  const counts = ENVIRONMENT_RESULTS.map((result) => ({ result, codes: withResult(result) })).filter(
    ({ codes }) => codes.length > 0,
  );
  const tally = counts.map(({ result, codes }) => `${ENVIRONMENT_RESULT[result].zh} ${codes.length}`);
  const outcome = ENVIRONMENT_OUTCOME[record.result];
  const named = counts
    .filter(({ result }) => result !== 'pass' && result !== 'not-applicable')
    .map(({ result, codes }) =>
      led(ENVIRONMENT_RESULT[result], { zh: itemNames(codes, 'zh-CN'), en: itemNames(codes, 'en') }),
    );
  return [
    { zh: `${outcome.zh}（${tally.join('，')}）`, en: outcome.en },
    ...named,
    ...overrideText(record),
    digest(sha256, SAY.environmentReport),
  ];
}

/** Who went on in spite of what held the capture back, and why. */
export function overrideText({ override }: EnvironmentRecord): readonly Bilingual[] {
  if (override === null) return [];
  const details = (names: string) => ({
    items: names,
    reason: cut(override.reason),
    by: override.by ?? SAY.operatorUnnamed.zh,
    at: chinaTime(override.at),
  });
  const { zh } = filled(SAY.goneOn, details(itemNames(override.items, 'zh-CN')));
  const { en } = filled(SAY.goneOn, details(itemNames(override.items, 'en')));
  return [{ zh, en }];
}

/** How the times are known: the comparison of the record, and what the check found before and after. */
export function clockValues(clock: ClockFacts, environment: CheckedEnvironment | null): readonly Said[] {
  const { before, after } = environment?.record ?? { before: null, after: null };
  return [
    clockText(clock),
    ...clockOf(before).map((text) => led(SAY.clockBefore, text)),
    ...clockOf(after).map((text) => led(SAY.clockAfter, text)),
  ];
}

function clockOf(run: EnvironmentRun | null): readonly Bilingual[] {
  const findings = run?.items.find(({ code }) => code === 'clock')?.findings ?? [];
  return findings.map((finding) => ({
    zh: findingSentence(finding, 'zh-CN'),
    en: findingSentence(finding, 'en'),
  }));
}

function clockText({ source, offsetMs }: ClockFacts): Bilingual {
  if (source === 'device') return SAY.deviceClock;
  const name = source === 'ntp' ? 'NTP' : 'HTTPS Date';
  return filled(SAY.clockOffset, { source: name, offsetMs: offsetMs ?? WORD.none.zh });
}
