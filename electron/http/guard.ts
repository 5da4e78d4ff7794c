// Who may speak to the loopback shell at all. Decides from method, path and headers only, before anything is read:
// Host (DNS rebinding), Origin and Sec-Fetch-* (other sites in the same browser), bearer (other local programs).

import type { IncomingHttpHeaders } from 'node:http';

export interface GuardedRequest {
  readonly method: string;
  /** Path of the request target, without its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: 403 | 405 | 421;
  readonly reason: string;
}

/**
 * Null where the request may go on. `authority` is exactly `127.0.0.1:PORT`: any other Host is a name that was
 * pointed at this machine (421, RFC 9110 section 15.5.20).
 */
export function refusalOf(request: GuardedRequest, authority: string): Refusal | null {
  const { method, headers } = request;
  if (headers.host !== authority) return { status: 421, reason: 'unknown host' };
  if (method === 'OPTIONS') return { status: 403, reason: 'no cross-origin access' };
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    return { status: 405, reason: 'method not allowed' };
  if (isEntry(request)) return null;
  if (headers.origin !== undefined && headers.origin !== `http://${authority}`)
    return { status: 403, reason: 'foreign origin' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return isHarmlessNavigation(request) ? null : { status: 403, reason: 'cross-site request' };
  if (FRAMED.has(String(headers['sec-fetch-dest']))) return { status: 403, reason: 'framed' };
  return null;
}

const FRAMED: ReadonlySet<string> = new Set(['iframe', 'frame', 'object', 'embed', 'fencedframe']);

/**
 * The ticket form comes from a file: page, whose origin is `null` and whose site is cross-site; the ticket is what
 * is checked there. A page of the web that posts to it has no ticket.
 */
function isEntry({ method, path, headers }: GuardedRequest): boolean {
  return method === 'POST' && path === '/enter' && isTopLevelNavigation(headers);
}

/** The page without a bearer, and the empty entry page: both are the same for everyone and carry nothing. */
function isHarmlessNavigation({ method, path, headers }: GuardedRequest): boolean {
  return method === 'GET' && (path === '/' || path === '/enter') && isTopLevelNavigation(headers);
}

/** Clients that send no Sec-Fetch-* are not browsers of today; they pass here and meet the ticket or the bearer. */
function isTopLevelNavigation(headers: IncomingHttpHeaders): boolean {
  const mode = headers['sec-fetch-mode'];
  const dest = headers['sec-fetch-dest'];
  return (mode === undefined || mode === 'navigate') && (dest === undefined || dest === 'document');
}

/** The token of `Authorization: Bearer …`, or of tRPC's connectionParams where an EventSource can send no header. */
export function bearerOf(headers: IncomingHttpHeaders, query: URLSearchParams): string | null {
  const header = /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(headers.authorization ?? '')?.[1];
  if (header !== undefined) return header;
  const accept = headers.accept ?? '';
  const params = query.get('connectionParams');
  if (params === null || params.length > 1_024 || !accept.includes('text/event-stream')) return null;
  return bearerOfConnectionParams(params);
}

function bearerOfConnectionParams(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || !('bearer' in parsed)) return null;
    return typeof parsed.bearer === 'string' ? parsed.bearer : null;
  } catch {
    return null; // not JSON: no bearer
  }
}
