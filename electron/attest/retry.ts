// When a proof (time-stamp, anchor) that could not be had is asked for again: 30 s, 2 min, 10 min, 1 h, 6 h, then daily, each with up
// to a fifth more by chance, so that many clients do not return together.

import type { Random } from '../platform/ports.ts';

const MINUTE = 60_000;
const DELAYS_MS = [MINUTE / 2, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE] as const;
const DAILY_MS = 24 * 60 * MINUTE;
const JITTER = 0.2;

/** @param attempts how many have failed so far, the last one included (1, 2, …). */
export function nextAttemptAt(attempts: number, now: Date, random: Random): Date {
  const delayMs = DELAYS_MS[Math.max(1, Math.floor(attempts)) - 1] ?? DAILY_MS;
  const [high, low] = random.bytes(2);
  const chance = ((high! << 8) | low!) / 0xffff;
  return new Date(now.getTime() + Math.round(delayMs * (1 + JITTER * chance)));
}
