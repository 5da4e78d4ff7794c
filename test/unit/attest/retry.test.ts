import { expect, it } from 'vitest';
import { nextAttemptAt } from '../../../electron/attest/retry.ts';

const now = new Date('2026-01-01T00:00:00Z');
const least = { bytes: (length: number) => new Uint8Array(length) };
const most = { bytes: (length: number) => new Uint8Array(length).fill(0xff) };

it('waits 30 s, 2 min, 10 min, 1 h, 6 h, then a day, and up to a fifth more', () => {
  const seconds = [30, 120, 600, 3_600, 21_600, 86_400, 86_400, 86_400];
  const waits = (random: typeof least) =>
    seconds.map((_, index) => (nextAttemptAt(index + 1, now, random).getTime() - now.getTime()) / 1000);
  expect(waits(least)).toEqual(seconds);
  expect(waits(most)).toEqual(seconds.map((each) => each * 1.2));
});

it('takes odd numbers of attempts', () => {
  expect(nextAttemptAt(0, now, least)).toEqual(nextAttemptAt(1, now, least));
  expect(nextAttemptAt(1e9, now, least)).toEqual(nextAttemptAt(6, now, least));
});
