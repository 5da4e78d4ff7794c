// One request and its answer, as the browser tells it event by event. Redirects are separate exchanges (hops).

import type { CDPSession, Protocol } from 'puppeteer-core';
import type { BodySink, StoredBody } from './body-store.ts';

/** Name and value as they stood in the message; order and repetition kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export type ExchangeEnd = 'open' | 'finished' | 'failed' | 'redirected';

export interface Exchange {
  readonly requestId: string;
  /** 0 for the first request, 1 for what its redirect led to, … */
  readonly hop: number;
  readonly session: CDPSession;
  readonly request: Protocol.Network.Request;
  readonly type: string;
  readonly frameId: string | null;
  readonly loaderId: string;
  /** The page's own document, not an iframe's. */
  readonly mainDocument: boolean;
  /** Device clock, milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Browser's monotonic clock, seconds. */
  readonly startedMonotonic: number;
  endedMonotonic: number | null;
  /** Our monotonic clock, for the rules of settling. */
  readonly openedAtMs: number;
  lastByteAtMs: number | null;
  end: ExchangeEnd;
  response: Protocol.Network.Response | null;
  /** Headers as sent, cookies included; the page's view where the browser gave no more. */
  requestExtra: Protocol.Network.Headers | null;
  responseExtra: Protocol.Network.ResponseReceivedExtraInfoEvent | null;
  /** Header list of the interception: keeps repeated fields apart for every protocol. */
  pausedHeaders: readonly Protocol.Fetch.HeaderEntry[] | null;
  error: string | null;
  /** The browser's or the page's own policy (csp, orb, mixed-content): no network failure. */
  blockedReason: string | null;
  canceled: boolean;
  /** Our own rule: why the address was refused. */
  refused: string | null;
  fromCache: boolean;
  receivedBytes: number;
  encodedBytes: number | null;
  /** Body being collected; null before the first byte and after it was stored. */
  sink: BodySink | null;
  body: StoredBody | null;
  /** Why the body is not whole: length (our limit), time, disconnect; unspecified: its exact bytes are not to be had. */
  truncated: 'length' | 'time' | 'disconnect' | 'unspecified' | null;
  /** Given up by us and asked for again; see intercept.ts. */
  abandoned: boolean;
}

const BODYLESS_STATUS = new Set([101, 103, 204, 205, 304]);

/** Redirects, HEAD and status codes without content have no body to record. */
export function expectsBody(exchange: Exchange): boolean {
  if (exchange.end === 'redirected' || exchange.response === null) return false;
  const { status } = exchange.response;
  return exchange.request.method !== 'HEAD' && exchange.type !== 'preflight' && !BODYLESS_STATUS.has(status);
}

/** Stylesheets, fonts and images of the page, and documents: their absence shows. */
export function isPainted(exchange: Exchange): boolean {
  return ['document', 'stylesheet', 'image', 'font'].includes(exchange.type);
}

export function headerOf(headers: HeaderList, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

/** The answer's header fields in the order and number in which they came, as far as the browser tells. */
export function responseHeaders(exchange: Exchange): HeaderList {
  const text = exchange.responseExtra?.headersText ?? exchange.response?.headersText;
  if (text !== undefined && text !== '') return parseHeadersText(text);
  if (exchange.pausedHeaders !== null) return exchange.pausedHeaders.map(({ name, value }) => [name, value]);
  return flatten(exchange.responseExtra?.headers ?? exchange.response?.headers ?? {});
}

export function requestHeaders(exchange: Exchange): HeaderList {
  return flatten(exchange.requestExtra ?? exchange.response?.requestHeaders ?? exchange.request.headers);
}

/** The status line and fields of an HTTP/1.x head; folded lines are joined to the field before them. */
function parseHeadersText(text: string): HeaderList {
  const fields: [string, string][] = [];
  for (const line of text.split(/\r?\n/).slice(1)) {
    if (line === '') continue;
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last) {
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) fields.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return fields;
}

/** CDP joins repeated fields by line feeds. */
function flatten(headers: Protocol.Network.Headers): HeaderList {
  return Object.entries(headers).flatMap(([name, value]) =>
    value.split('\n').map((each): readonly [string, string] => [name, each]),
  );
}
