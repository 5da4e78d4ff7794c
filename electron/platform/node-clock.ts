// The device's clock. Never called trusted: time-stamps and blocks are.

import type { Clock } from './ports.ts';

export function createNodeClock(): Clock {
  return { now: () => new Date(), monotonicMs: () => performance.now() };
}
