// When a page may be called still. Rules (stated in the record): a page is still when its document is loaded, no
// request that matters is open and no node was added or removed for a moment. Requests that never end do not hold it
// up: after 8 s those that received no byte for 5 s are given up, after 30 s all are. Network idle is never required:
// event streams, sockets, pings and media do not count.

import type { Clock } from '../../platform/ports.ts';
import type { Exchange } from '../network/exchange.ts';
import { isPainted } from '../network/exchange.ts';
import { isSuperseded, mainExchange, type OpenPage } from './open-page.ts';
import { QUIET_EXPRESSION } from './scripts.ts';

export const SETTLE_RULES = {
  quietAfterMs: 8_000,
  noByteMs: 5_000,
  flowingMs: 30_000,
  domQuietMs: 100,
  domPatienceMs: 2_000,
} as const;

const POLL_MS = 40;
const NEVER_BLOCKING = new Set([
  'eventsource',
  'websocket',
  'ping',
  'media',
  'other',
  'prefetch',
  'preflight',
  'manifest',
  'cspviolationreport',
  'texttrack',
]);

export interface Settler {
  /** Open requests that still hold the page up. */
  blocking(): readonly Exchange[];
  /** True when the document is loaded, or everything that holds it up has been given up. */
  loaded(): boolean;
  /** Resolves true when the condition holds, false at the limit; rejects when the page crashes. */
  until(condition: () => boolean, limitMs: number): Promise<boolean>;
  /** DOM stillness: true when quiet, false at the limit. */
  domQuiet(limitMs: number): Promise<boolean>;
  /** Something was given up before it ended. */
  readonly gaveUp: boolean;
}

export function createSettler(page: OpenPage, clock: Clock): Settler {
  const committedAtMs = clock.monotonicMs();
  let gaveUp = false;

  function holdsUp(exchange: Exchange, now: number): boolean {
    if (exchange.end !== 'open' || NEVER_BLOCKING.has(exchange.type)) return false;
    // What belonged to a document before the page moved on: its end may never be told.
    if (isSuperseded(page, exchange)) return false;
    const age = now - exchange.openedAtMs;
    const painted = isPainted(exchange);
    const pageAge = now - committedAtMs;
    const lastSign = exchange.lastByteAtMs ?? (painted ? exchange.openedAtMs : 0);
    const silent = pageAge >= SETTLE_RULES.quietAfterMs && now - lastSign >= SETTLE_RULES.noByteMs;
    const tooLong = (painted ? age : pageAge) >= SETTLE_RULES.flowingMs;
    if (silent || tooLong) {
      if (painted || exchange.type === 'script') gaveUp = true;
      return false;
    }
    return true;
  }

  function blocking(): readonly Exchange[] {
    const now = clock.monotonicMs();
    return page.recorder.exchanges.filter((exchange) => holdsUp(exchange, now));
  }

  function until(condition: () => boolean, limitMs: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    const waited = new Promise<boolean>((resolve) => {
      const end = (result: boolean): void => {
        clearInterval(poll);
        clearTimeout(limit);
        page.recorder.onChange = () => undefined;
        page.moves.onChange = () => undefined;
        resolve(result);
      };
      const look = (): void => {
        if (condition()) end(true);
      };
      const poll = setInterval(look, POLL_MS);
      const limit = setTimeout(() => end(condition()), Math.max(0, limitMs));
      page.recorder.onChange = look;
      page.moves.onChange = look;
    });
    return Promise.race([waited, page.crashed]);
  }

  return {
    blocking,
    loaded() {
      if (page.moves.loaded) return true;
      if (blocking().length > 0) return false;
      // A document that broke off has no load event.
      const brokenOff = mainExchange(page)?.end === 'failed';
      return brokenOff || clock.monotonicMs() - committedAtMs >= SETTLE_RULES.quietAfterMs;
    },
    until,
    async domQuiet(limitMs) {
      const end = clock.monotonicMs() + limitMs;
      for (;;) {
        const { quietMs } = await page.evaluate<{ quietMs: number }>(QUIET_EXPRESSION);
        const missing = SETTLE_RULES.domQuietMs - quietMs;
        if (missing <= 0) return true;
        if (clock.monotonicMs() + missing > end) return false;
        await Promise.race([pause(missing + 5), page.crashed]);
      }
    },
    get gaveUp() {
      return gaveUp;
    },
  };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
