// One request and its answer, as the browser tells it event by event. Redirects are separate exchanges (hops).

import type { CDPSession, Protocol } from 'puppeteer-core';
import type { BodySink, StoredBody } from './body-store.ts';

/** Name and value as they stood in the message, each character one byte (ISO 8859-1); order and repetition kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export type ExchangeEnd = 'open' | 'finished' | 'failed' | 'redirected';

export interface Exchange {
  readonly requestId: string;
  /** 0 for the first request, 1 for what its redirect led to, … */
  readonly hop: number;
  readonly session: CDPSession;
  readonly request: Protocol.Network.Request;
  readonly type: string;
  /** What made the browser ask: parser, script, preload, … */
  readonly initiator: string;
  readonly frameId: string | null;
  readonly loaderId: string;
  /** The page's own document, not an iframe's; no more where it turns out to be a file that the page downloads. */
  mainDocument: boolean;
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
  /** Head and body as they came over the wire, coding included. */
  encodedBytes: number | null;
  /** What was posted, where the event did not bring it whole; see post-body.ts. */
  posted: StoredBody | null;
  postedWhole: boolean;
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

/** The first field of that name, as text. */
export function headerOf(headers: HeaderList, name: string): string | null {
  const value = headers.find(([key]) => key.toLowerCase() === name)?.[1];
  return value === undefined ? null : headerText(value);
}

/**
 * The answer's header fields in the order and number in which they came, as far as the browser tells. Order comes from
 * the interception's list, or from the head's text, which loses lines with bytes that are not UTF-8; the bytes of the
 * values come from the list that the network service gives, which has each byte as one character.
 */
export function responseHeaders(exchange: Exchange): HeaderList {
  const exact = flatten(exchange.responseExtra?.headers ?? {});
  const text = exchange.responseExtra?.headersText ?? exchange.response?.headersText;
  if (exchange.pausedHeaders !== null) {
    const listed = exchange.pausedHeaders.map(({ name, value }): readonly [string, string] => [name, value]);
    return withExactValues(listed, exact);
  }
  if (text !== undefined && text !== '') return withExactValues(parseHeadersText(text), exact);
  if (exact.length > 0) return exact;
  return flatten(exchange.response?.headers ?? {}).map(([name, value]) => [name, bytesOf(value)]);
}

/** The browser tells them by name in alphabetical order: their order in the message is not to be had. */
export function requestHeaders(exchange: Exchange): HeaderList {
  const sent = exchange.requestExtra ?? exchange.response?.requestHeaders ?? exchange.request.headers;
  return flatten(sent);
}

/** Each character one byte -> text: UTF-8 where the bytes are that, else ISO 8859-1. */
export function headerText(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : value;
}

function bytesOf(text: string): string {
  return /[^\0-\xff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** Takes order and names from the first list and, one after another by name, values from the second. */
function withExactValues(order: HeaderList, exact: HeaderList): HeaderList {
  const values = new Map<string, string[]>();
  for (const [name, value] of exact) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const sameCount = new Map([...values].map(([key, list]) => [key, list.length]));
  for (const [name] of order) {
    const key = name.toLowerCase();
    sameCount.set(key, (sameCount.get(key) ?? 0) - 1);
  }
  const taken = order.map(([name, value]): readonly [string, string] => {
    const key = name.toLowerCase();
    // Repeated under several spellings the second list has lost which came first.
    const certain = sameCount.get(key) === 0 && spellings(order, key) === 1;
    return [name, (certain ? values.get(key)?.shift() : undefined) ?? bytesOf(value)];
  });
  const lost = exact.filter(([name]) => !order.some(([each]) => each.toLowerCase() === name.toLowerCase()));
  return [...taken, ...lost];
}

function spellings(order: HeaderList, key: string): number {
  return new Set(order.map(([name]) => name).filter((name) => name.toLowerCase() === key)).size;
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
