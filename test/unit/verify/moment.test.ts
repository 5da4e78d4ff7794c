// policy.at on bounds of every standing, and the process log's first line: what does not count proves no moment.

import { expect, test } from 'vitest';
import { createChecklist } from '../../../shared/verify/checklist.ts';
import { checkEvents } from '../../../shared/verify/checks/events.ts';
import { checkMoment } from '../../../shared/verify/checks/moment.ts';
import type { ReadStatement } from '../../../shared/verify/checks/statement.ts';
import type { Contents } from '../../../shared/verify/contents.ts';
import type { TimeBound } from '../../../shared/verify/report.ts';
import { hashers } from '../../vectors/ingredients.ts';

function judge(at: string, endedAt: string, ...bounds: readonly TimeBound[]): string {
  const list = createChecklist();
  checkMoment(list, at, { statement: { predicate: { endedAt } } } as unknown as ReadStatement, bounds);
  return list.findings[0]!.code;
}

const bound = (at: string, change: Partial<TimeBound> = {}): TimeBound => ({
  at,
  source: 'TSA',
  trusted: true,
  demonstration: false,
  ...change,
});
const expired = { trusted: false, doubt: 'expired' } as const;
const later = { trusted: false, doubt: 'later' } as const;

test('a proof that does not count at the moment says nothing against the stated end', () => {
  const [at, end] = ['2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z'];
  expect(judge(at, end, bound('2020-01-01T00:00:00Z'))).toBe('moment-ok');
  expect(judge(at, end, bound('2020-01-01T00:00:00Z', expired))).toBe('moment-before-end');
  expect(judge(at, end, bound('2020-01-01T00:00:00Z', { trusted: false }))).toBe('moment-before-end');
  expect(judge(at, end)).toBe('moment-before-end');
});

test('after the stated end: before the first proof nobody confirms it, later its end may have passed', () => {
  const end = '2020-01-01T00:00:00Z';
  expect(judge('2021-01-01T00:00:00Z', end, bound('2022-01-01T00:00:00Z', later))).toBe(
    'moment-before-proof',
  );
  expect(judge('2045-01-01T00:00:00Z', end, bound('2022-01-01T00:00:00Z', expired))).toBe('moment-ok');
});

test('a process log without a line is none', () => {
  const list = createChecklist();
  const empty = { files: new Map([['data/events.jsonl', {}]]), bytes: () => new Uint8Array(0) };
  checkEvents(list, empty as unknown as Contents, hashers);
  expect(list.findings).toMatchObject([{ status: 'fail', code: 'events-malformed' }]);
});
