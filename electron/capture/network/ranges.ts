// Answers that are parts of something larger (RFC 9110 section 14).

import { headerOf, requestHeaders, responseHeaders, type Exchange } from './exchange.ts';

export interface Part {
  readonly first: number;
  readonly last: number;
  /** Null where the server does not say how long the whole is. */
  readonly total: number | null;
}

/** Content-Range of a 206; null for every other answer and for what cannot be read. */
export function partOf(exchange: Exchange): Part | null {
  if (exchange.response?.status !== 206) return null;
  const range = headerOf(responseHeaders(exchange), 'content-range') ?? '';
  const match = /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)/i.exec(range);
  if (match === null) return null;
  const [, first, last, total] = match;
  return { first: Number(first), last: Number(last), total: total === '*' ? null : Number(total) };
}

export function askedForPart(exchange: Exchange): boolean {
  return headerOf(requestHeaders(exchange), 'range') !== null;
}

/** All bytes of the whole are in this one body. */
export function isWholeByRange(exchange: Exchange): boolean {
  const part = partOf(exchange);
  return (
    part !== null && part.first === 0 && part.total !== null && (exchange.body?.length ?? 0) === part.total
  );
}

export interface MediaParts {
  readonly url: string;
  /** Bytes that lie in one body or another. */
  readonly storedBytes: number;
  readonly totalBytes: number | null;
}

/** What was asked for by parts and is not there whole, by address. */
export function mediaParts(exchanges: readonly Exchange[]): readonly MediaParts[] {
  const byUrl = new Map<string, { spans: [number, number][]; total: number | null }>();
  for (const exchange of exchanges) {
    const part = askedForPart(exchange) ? partOf(exchange) : null;
    if (part === null) continue;
    const known = byUrl.get(exchange.request.url) ?? { spans: [], total: null };
    byUrl.set(exchange.request.url, known);
    known.spans.push([part.first, part.first + (exchange.body?.length ?? 0)]);
    known.total = part.total ?? known.total;
  }
  return [...byUrl]
    .map(([url, { spans, total }]) => ({ url, storedBytes: covered(spans), totalBytes: total }))
    .filter(({ storedBytes, totalBytes }) => totalBytes === null || storedBytes < totalBytes);
}

function covered(spans: readonly (readonly [number, number])[]): number {
  let sum = 0;
  let reached = 0;
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return sum;
}
