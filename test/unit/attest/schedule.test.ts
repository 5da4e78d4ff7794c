// When a checkpoint is made: at once, or by the schedule.

import { describe, expect, test } from 'vitest';
import { isCheckpointDue, nextCheckpointAt } from '../../../electron/pipeline/schedule.ts';

const NOW = new Date(2026, 10, 24, 12, 0, 0);
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const waiting = (count: number, minutesAgo: number) => ({ count, since: at(-minutesAgo).toISOString() });
const none = { everyMinutes: null, atItems: null, atTime: null };

describe('checkpoints', () => {
  test('nothing waits: nothing is due', () => {
    expect(nextCheckpointAt(none, { count: 0, since: null }, NOW)).toBeNull();
  });
  test('no schedule: at once', () => {
    expect(isCheckpointDue(none, waiting(1, 0), NOW)).toBe(true);
  });
  test('every so many minutes after the oldest', () => {
    const every = { ...none, everyMinutes: 30 };
    expect(nextCheckpointAt(every, waiting(9, 10), NOW)).toEqual(at(20));
    expect(isCheckpointDue(every, waiting(9, 10), NOW)).toBe(false);
    expect(isCheckpointDue(every, waiting(9, 30), NOW)).toBe(true);
  });
  test('at so many items, and after a day in any case', () => {
    const many = { ...none, atItems: 100 };
    expect(isCheckpointDue(many, waiting(99, 10), NOW)).toBe(false);
    expect(isCheckpointDue(many, waiting(100, 0), NOW)).toBe(true);
    expect(isCheckpointDue(many, waiting(1, 24 * 60), NOW)).toBe(true);
  });
  test('at a time of day, today or tomorrow', () => {
    const evening = { ...none, atTime: '18:30' };
    expect(nextCheckpointAt(evening, waiting(1, 5), NOW)).toEqual(new Date(2026, 10, 24, 18, 30));
    const morning = { ...none, atTime: '07:00' };
    expect(nextCheckpointAt(morning, waiting(1, 5), NOW)).toEqual(new Date(2026, 10, 25, 7, 0));
    expect(isCheckpointDue(morning, waiting(1, 6 * 60), NOW)).toBe(true);
  });
  test('whichever comes first', () => {
    const both = { everyMinutes: 600, atItems: 5, atTime: '12:10' };
    expect(nextCheckpointAt(both, waiting(1, 5), NOW)).toEqual(at(10));
    expect(isCheckpointDue(both, waiting(5, 5), NOW)).toBe(true);
  });
  test('a clock that was set back does not stop it', () => {
    expect(
      isCheckpointDue({ ...none, everyMinutes: 30 }, { count: 1, since: at(9_999).toISOString() }, NOW),
    ).toBe(true);
  });
});
