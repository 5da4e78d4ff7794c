// When a page may be called still. Rules (stated in the record): a page is still when its document is loaded, no
// request that matters is open and no node was added or removed for a moment. Requests that never end do not hold it
// up: each has a patience of its own from its start or its last byte (4 s, longer where the page's budget is), which
// is shorter where its server let another request wait in vain; after 30 s all are given up. Network idle is never
// required: event streams, sockets, pings and media do not count, nor what the page asks for again and again.

import type { Clock } from '../../platform/ports.ts';
import type { Exchange } from '../network/exchange.ts';
import { isPainted } from '../network/exchange.ts';
import { isSuperseded, mainExchange, type OpenPage } from './open-page.ts';
import { QUIET_EXPRESSION } from './scripts.ts';

export const SETTLE_RULES = {
  /** Background requests without a byte are not waited for in a page of this age. */
  quietAfterMs: 8_000,
  /** Patience with a request that receives no byte; see patienceOf. */
  noByteMs: 4_000,
  /** The same of a server that has let another request wait in vain. */
  silentServerMs: 1_500,
  flowingMs: 30_000,
  domQuietMs: 100,
  domPatienceMs: 2_000,
} as const;

/** A document that stalled before is given less time to stall again. */
const ASKED_AGAIN_NO_BYTE_MS = 1_000;
const PATIENCE_SHARE = 30;
const DOCUMENT_EXTRA_MS = 500;
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

/** Milliseconds for the body of a document whose head is there, before it is shown as far as it comes. */
export function documentPatienceOf(timeLimitMs: number): number {
  return patienceOf(timeLimitMs) + DOCUMENT_EXTRA_MS;
}

export interface Settler {
  /** Open requests that still hold the page up. */
  blocking(): readonly Exchange[];
  /** Those of them that were not asked for again and again; the same until the page is as old as the patience. */
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
  /** Patience with a request that receives no byte. */
  readonly noByteMs?: number;
}

/** Milliseconds for a request without a byte: whoever gives a page more time wants to wait longer. */
export function patienceOf(timeLimitMs: number): number {
  return Math.max(SETTLE_RULES.noByteMs, Math.round(timeLimitMs / PATIENCE_SHARE));
}

export function createSettler(page: OpenPage, clock: Clock, setup: SettlerSetup = {}): Settler {
  const sinceMs = setup.sinceMs ?? clock.monotonicMs();
  const { silentUrls, noByteMs = SETTLE_RULES.noByteMs } = setup;

  function counts(exchange: Exchange): boolean {
    // What belonged to a document before the page moved on: its end may never be told.
    return exchange.end === 'open' && !NEVER_BLOCKING.has(exchange.type) && !isSuperseded(page, exchange);
  }

  /** @param silentServers origins that have let a request wait for the whole patience. */
  function isGivenUp(exchange: Exchange, now: number, silentServers: ReadonlySet<string>): boolean {
    if (silentUrls?.has(exchange.request.url) === true) return true;
    const { openedAtMs, lastByteAtMs } = exchange;
    const painted = isPainted(exchange);
    const pageAge = now - sinceMs;
    const silentMs = now - (lastByteAtMs ?? openedAtMs);
    if (isBackground(exchange) && lastByteAtMs === null && pageAge >= SETTLE_RULES.quietAfterMs) return true;
    const again = exchange.mainDocument && page.interception.secondNavigation !== null;
    const likely = lastByteAtMs === null && silentServers.has(originOf(exchange));
    const patienceMs = again ? ASKED_AGAIN_NO_BYTE_MS : likely ? SETTLE_RULES.silentServerMs : noByteMs;
    return silentMs >= patienceMs || (painted ? now - openedAtMs : pageAge) >= SETTLE_RULES.flowingMs;
  }

  function open(givenUp: boolean): readonly Exchange[] {
    const now = clock.monotonicMs();
    const counted = page.recorder.exchanges.filter(counts);
    const silentServers = new Set(
      counted
        .filter(({ lastByteAtMs, openedAtMs }) => lastByteAtMs === null && now - openedAtMs >= noByteMs)
        .map(originOf),
    );
    return counted.filter((exchange) => isGivenUp(exchange, now, silentServers) === givenUp);
  }

  const blocking = (): readonly Exchange[] => open(false);

  function isPolled({ type, request }: Exchange): boolean {
    if (type !== 'xhr' && type !== 'fetch') return false;
    const address = pollAddress(request);
    let asked = 0;
    for (const other of page.recorder.exchanges) if (pollAddress(other.request) === address) asked += 1;
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
      const all = blocking();
      if (clock.monotonicMs() - sinceMs < noByteMs) return all;
      return all.filter((exchange) => !isPolled(exchange));
    },
    givenUp: () => open(true),
    loaded() {
      if (page.moves.loaded) return true;
      if (blocking().length > 0) return false;
      // A document that broke off has no load event, nor has one of which a part never comes.
      const brokenOff = mainExchange(page)?.end === 'failed';
      const heldBack = open(true).some((exchange) => !isBackground(exchange));
      return brokenOff || heldBack || clock.monotonicMs() - sinceMs >= SETTLE_RULES.quietAfterMs;
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

/** The page's load does not wait for it, and it shows only through a script. */
function isBackground({ type }: Exchange): boolean {
  return type === 'xhr' || type === 'fetch';
}

function originOf({ request }: Exchange): string {
  return URL.canParse(request.url) ? new URL(request.url).origin : request.url;
}

/** What polling repeats: the address without its query, and what is posted. */
function pollAddress({ method, url, postData }: Exchange['request']): string {
  return `${method} ${url.split(/[?#]/, 1)[0]!} ${postData ?? ''}`;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
