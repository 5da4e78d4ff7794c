// The closed shape of data/environment.json, and what must follow from what in it.

import { canonicalJson } from '../bytes/canonical-json.ts';
import {
  bool,
  dictionary,
  either,
  exactly,
  integer,
  list,
  oneOf,
  orNull,
  record,
  satisfying,
  text,
} from '../bytes/json-shape.ts';
import {
  blockingItems,
  ENVIRONMENT_FINDINGS,
  ENVIRONMENT_FORMAT,
  ENVIRONMENT_ITEMS,
  ENVIRONMENT_RESULTS,
  MAX_FINDINGS,
  outcomeOf,
  resultOf,
  type EnvironmentRecord,
} from './environment.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const anyText = text(4_096);
const time = satisfying(
  (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && Number.isFinite(Date.parse(value)),
);
const itemCode = oneOf(ENVIRONMENT_ITEMS);
const number = integer(-MAX, MAX);

const finding = record(
  { code: oneOf(Object.keys(ENVIRONMENT_FINDINGS)) },
  { details: dictionary(either(anyText, number), 16) },
);

const item = record({
  code: itemCode,
  scope: oneOf(['machine', 'page']),
  result: oneOf(ENVIRONMENT_RESULTS),
  findings: list(finding, 1, MAX_FINDINGS),
  facts: dictionary(either(orNull(anyText), number, bool, list(anyText, 0, 200)), 64),
  startedAt: time,
  durationMs: integer(0, MAX),
});

const run = record({ startedAt: time, endedAt: time, items: list(item, 1, ENVIRONMENT_ITEMS.length) });

const environment = record({
  format: exactly(ENVIRONMENT_FORMAT),
  host: orNull(anyText),
  privateTarget: bool,
  platform: text(256),
  result: oneOf(['pass', 'warn', 'fail']),
  blocking: list(itemCode, 0, ENVIRONMENT_ITEMS.length),
  override: orNull(
    record({
      reason: anyText,
      by: orNull(anyText),
      at: time,
      items: list(itemCode, 1, ENVIRONMENT_ITEMS.length),
    }),
  ),
  clock: record({
    source: oneOf(['device', 'ntp', 'https-date']),
    offsetMs: orNull(number),
    timeZone: text(128),
  }),
  publicIp: orNull(text(64)),
  before: run,
  after: orNull(run),
});

/** Where the value departs from the format or contradicts itself; null where it does neither. */
export function environmentMisfit(value: unknown): string | null {
  const misfit = environment(value);
  if (misfit !== null) return misfit === '' ? 'not an environment record' : `field ${misfit.slice(1)}`;
  const facts = value as EnvironmentRecord;
  for (const each of [facts.before, facts.after]) {
    if (each === null) continue;
    const codes = each.items.map(({ code }) => code);
    if (new Set(codes).size !== codes.length) return 'an item stands twice';
    const wrong = each.items.find(({ findings, result }) => resultOf(findings) !== result);
    if (wrong) return `result of ${wrong.code} does not follow from its findings`;
  }
  if (outcomeOf(facts) !== facts.result) return 'result does not follow from the items';
  const blocking = blockingItems([facts.before, facts.after]);
  if (canonicalJson(blocking) !== canonicalJson(facts.blocking)) return 'blocking items do not follow';
  if (facts.override?.items.some((code) => !blocking.includes(code)))
    return 'a reason for what did not block';
  return null;
}
