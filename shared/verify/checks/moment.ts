// policy.at: a verdict for a named moment is about what existed then. Before the stated end, or before the earliest good
// proof, nobody can confirm it. The present needs no such check.

import { indeterminate, pass, type Checklist } from '../checklist.ts';
import type { TimeBound } from '../report.ts';
import type { ReadStatement } from './statement.ts';

/** @param bounds of all proofs, those that came after the moment included */
export function checkMoment(
  list: Checklist,
  at: string | null,
  read: ReadStatement | null,
  bounds: readonly TimeBound[],
): void {
  if (at === null) return;
  if (read === null) {
    list.add('policy.at', indeterminate('needs-other-check', { check: 'statement' }));
    return;
  }
  const { endedAt } = read.statement.predicate;
  const [first] = bounds
    .filter(({ trusted, doubt }) => trusted || doubt === 'later' || doubt === 'expired')
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  // A proof before the stated end: the device's clock was ahead, and the proof says more than it. One that does not count
  // at that moment (an expired certificate: its key may be anybody's by now) says nothing against the stated end.
  const proven = bounds.some((bound) => bound.trusted && !isLater(bound.at, at));
  if (!proven && isLater(endedAt, at))
    list.add('policy.at', indeterminate('moment-before-end', { at, endedAt }));
  else if (first !== undefined && isLater(first.at, at))
    list.add(
      'policy.at',
      indeterminate('moment-before-proof', { at, first: first.at, source: first.source }),
    );
  else list.add('policy.at', pass('moment-ok', { at }));
}

/** Is the proof, or the end, of a time after the moment that is judged by? */
export function isLater(time: string, at: string | null): boolean {
  return at !== null && Date.parse(time) > Date.parse(at);
}
