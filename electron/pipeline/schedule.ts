// When the items that wait get their checkpoint, and with it one anchor for all of them: at once, after so many minutes, at
// so many items, or at a time of day; whichever comes first.

import type { Settings } from '../../shared/api/inputs.ts';

export interface Waiting {
  readonly count: number;
  /** When the oldest began to wait, ISO 8601 UTC; null where nothing waits. */
  readonly since: string | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Null where nothing waits, or nothing is scheduled by time. A moment in the past means now. */
export function nextCheckpointAt(
  { everyMinutes, atItems, atTime }: Settings['anchoring'],
  { count, since }: Waiting,
  now: Date,
): Date | null {
  if (count === 0 || since === null) return null;
  if (everyMinutes === null && atItems === null && atTime === null) return now;
  if (atItems !== null && count >= atItems) return now;
  const began = new Date(since);
  const moments: Date[] = [];
  if (everyMinutes !== null) moments.push(new Date(began.getTime() + everyMinutes * MINUTE_MS));
  if (atTime !== null) moments.push(nextTimeOfDay(atTime, began));
  // By number alone nothing would ever come of a few: a day is the longest that an item waits.
  if (moments.length === 0) moments.push(new Date(began.getTime() + DAY_MS));
  // A clock that was set back must not make items wait for longer than the schedule says.
  const next = moments.reduce((a, b) => (a < b ? a : b));
  return next.getTime() - now.getTime() > Math.max(DAY_MS, (everyMinutes ?? 0) * MINUTE_MS) ? now : next;
}

/** First HH:MM of this computer's time after a moment. */
function nextTimeOfDay(time: string, after: Date): Date {
  const [hours, minutes] = time.split(':').map(Number);
  const next = new Date(after);
  next.setHours(hours!, minutes, 0, 0);
  if (next <= after) next.setDate(next.getDate() + 1);
  return next;
}

export function isCheckpointDue(anchoring: Settings['anchoring'], waiting: Waiting, now: Date): boolean {
  const next = nextCheckpointAt(anchoring, waiting, now);
  return next !== null && next <= now;
}
