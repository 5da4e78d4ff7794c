// Keeps the requests to one platform as far apart as its description asks, in the order they come.

import type { Clock } from '../../platform/ports.ts';

export interface Pace {
  /**
   * Resolves when a request may go to this address's host. Rejects where the signal aborts.
   * @param ratePerSec requests a second; null: at once.
   */
  turn(baseUrl: string, ratePerSec: number | null, signal?: AbortSignal): Promise<void>;
}

/** One for all adapters of a process: they are made anew for every step. */
export function createPace(deps: {
  readonly clock: Clock;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}): Pace {
  const freeAt = new Map<string, number>();
  return {
    async turn(baseUrl, ratePerSec, signal) {
      if (ratePerSec === null) return;
      const { origin } = new URL(baseUrl);
      const now = deps.clock.monotonicMs();
      const at = Math.max(now, freeAt.get(origin) ?? now);
      freeAt.set(origin, at + 1_000 / ratePerSec);
      if (at > now) await deps.wait(Math.ceil(at - now), signal);
    },
  };
}
