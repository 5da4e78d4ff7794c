// When a page may be called still. Rules (stated in the record): a page is still when its document is loaded, no
// request that matters is open and no node was added or removed for a moment. Requests that never end do not hold it
// up: after 8 s those that received no byte for 5 s are given up, after 30 s all are. Network idle is never required:
// event streams, sockets, pings and media do not count, nor after 8 s what the page asks for again and again.

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

/** A document that stalled before is given less time to stall again. */
const ASKED_AGAIN_NO_BYTE_MS = 2_000;
/** Requests of one address from which on it counts as polled. */
const POLLED_FROM = 4;
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
  /** Those of them that were not asked for again and again; the same until the page is 8 s old. */
  busy(): readonly Exchange[];
  /** Open requests that held the page up and are waited for no more. */
  givenUp(): readonly Exchange[];
  /** True when the document is loaded, or everything that holds it up has been given up. */
  loaded(): boolean;
  /** Resolves true when the condition holds, false at the limit; rejects when the page crashes. */
  until(condition: () => boolean, limitMs: number): Promise<boolean>;
  /** DOM stillness: true when quiet, false at the limit. */
  domQuiet(limitMs: number): Promise<boolean>;
}

export interface SettlerSetup {
  /** Our monotonic clock from which the page's age is counted; now where it is left out. */
  readonly sinceMs?: number;
  /** Addresses that were given up in an earlier load of the page: not waited for again. */
  readonly silentUrls?: ReadonlySet<string>;
}

export function createSettler(page: OpenPage, clock: Clock, setup: SettlerSetup = {}): Settler {
  const sinceMs = setup.sinceMs ?? clock.monotonicMs();

  function counts(exchange: Exchange): boolean {
    // What belonged to a document before the page moved on: its end may never be told.
    return exchange.end === 'open' && !NEVER_BLOCKING.has(exchange.type) && !isSuperseded(page, exchange);
  }

  function isGivenUp(exchange: Exchange, now: number): boolean {
    if (setup.silentUrls?.has(exchange.request.url) === true) return true;
    const age = now - exchange.openedAtMs;
    const painted = isPainted(exchange);
    const pageAge = now - sinceMs;
    const lastSign = exchange.lastByteAtMs ?? (painted ? exchange.openedAtMs : 0);
    const again = exchange.mainDocument && page.interception.secondNavigation !== null;
    const noByteMs = again ? ASKED_AGAIN_NO_BYTE_MS : SETTLE_RULES.noByteMs;
    const silent = pageAge >= SETTLE_RULES.quietAfterMs && now - lastSign >= noByteMs;
    return silent || (painted ? age : pageAge) >= SETTLE_RULES.flowingMs;
  }

  function blocking(): readonly Exchange[] {
    const now = clock.monotonicMs();
    return page.recorder.exchanges.filter((exchange) => counts(exchange) && !isGivenUp(exchange, now));
  }

  function isPolled({ type, request }: Exchange): boolean {
    if (type !== 'xhr' && type !== 'fetch') return false;
    const address = withoutQuery(request.url);
    let asked = 0;
    for (const other of page.recorder.exchanges) {
      if (other.request.method === request.method && withoutQuery(other.request.url) === address) asked += 1;
    }
    return asked >= POLLED_FROM;
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
    busy() {
      const open = blocking();
      if (clock.monotonicMs() - sinceMs < SETTLE_RULES.quietAfterMs) return open;
      return open.filter((exchange) => !isPolled(exchange));
    },
    givenUp() {
      const now = clock.monotonicMs();
      return page.recorder.exchanges.filter((exchange) => counts(exchange) && isGivenUp(exchange, now));
    },
    loaded() {
      if (page.moves.loaded) return true;
      if (blocking().length > 0) return false;
      // A document that broke off has no load event.
      const brokenOff = mainExchange(page)?.end === 'failed';
      return brokenOff || clock.monotonicMs() - sinceMs >= SETTLE_RULES.quietAfterMs;
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
  };
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0]!;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
