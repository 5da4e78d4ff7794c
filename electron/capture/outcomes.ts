// What became of each request, in the words of the record, and which of it is a defect of the painted page.

import type {
  Redirect,
  ResourceNetwork,
  ResourceOutcome,
  ResourceTiming,
  ResourceVerdict,
  ServerFacts,
} from '../../shared/evidence/capture-record.ts';
import { addNote, addReason, pageText, type Attempt } from './attempt.ts';
import type { Connections } from './network/connections.ts';
import { expectsBody, headerOf, isPainted, responseHeaders, type Exchange } from './network/exchange.ts';
import { askedForPart, isWholeByRange, mediaParts, partOf } from './network/ranges.ts';
import { endOf, lengthUnproven, markUnfinished } from './unfinished.ts';
import { isSuperseded, type OpenPage } from './page/open-page.ts';
import { bareHost } from './target/public-target.ts';

/** The body against what the server declared; marks the exchange as truncated where they differ. */
export function compareDeclaredLength(exchange: Exchange): number | null {
  const headers = exchange.response === null ? [] : responseHeaders(exchange);
  const declared = headerOf(headers, 'content-length');
  if (declared === null || !/^\d{1,15}$/.test(declared.trim())) return null;
  const length = Number(declared);
  // With a content coding the declared length is that of the coded body, which is not what is recorded.
  const coded = (headerOf(headers, 'content-encoding') ?? 'identity').toLowerCase() !== 'identity';
  if (!coded && exchange.body !== null && exchange.body.length < length) exchange.truncated ??= 'disconnect';
  return length;
}

export function verdictOf(exchange: Exchange): ResourceVerdict {
  if (exchange.refused !== null) return 'blocked';
  // The browser calls a HEAD that it answered 'aborted'.
  if (exchange.request.method === 'HEAD' && exchange.response !== null)
    return exchange.response.status >= 400 ? 'http-error' : 'no-body';
  const part = askedForPart(exchange) && partOf(exchange) !== null;
  if (part && !isPainted(exchange) && !isWholeByRange(exchange)) return 'range-only';
  if (exchange.end === 'open') return 'pending';
  if (exchange.end === 'redirected') return 'no-body';
  if (exchange.end === 'failed' && (exchange.response === null || (exchange.body?.length ?? 0) === 0))
    return 'failed';
  if (exchange.truncated !== null) return 'truncated';
  if (exchange.end === 'failed') return 'failed';
  if ((exchange.response?.status ?? 0) >= 400) return 'http-error';
  if (!expectsBody(exchange) || !bodyWhole(exchange)) return 'no-body';
  return 'ok';
}

/** Streamed bytes against the count the browser gave. */
function bodyWhole(exchange: Exchange): boolean {
  return exchange.body !== null && exchange.body.length >= exchange.receivedBytes;
}

export function outcomeOf(attempt: Attempt, connections: Connections, exchange: Exchange): ResourceOutcome {
  const { response } = exchange;
  const durationMs =
    exchange.endedMonotonic === null
      ? null
      : Math.round((exchange.endedMonotonic - exchange.startedMonotonic) * 1_000);
  return {
    url: pageText(exchange.request.url),
    method: pageText(exchange.request.method),
    type: exchange.type,
    status: response?.status ?? null,
    verdict: verdictOf(exchange),
    error:
      exchange.refused === null ? (exchange.blockedReason ?? exchange.error) : `refused: ${exchange.refused}`,
    mimeType: response?.mimeType ? pageText(response.mimeType) : null,
    bodyBytes: exchange.body?.length ?? null,
    sha256: exchange.body?.sha256 ?? null,
    remoteIp: bareIp(response?.remoteIPAddress),
    protocol: response?.protocol ?? null,
    fromCache: exchange.fromCache || response?.fromDiskCache === true,
    fromServiceWorker: response?.fromServiceWorker === true,
    startedAt: new Date(exchange.startedAtMs).toISOString(),
    durationMs: durationMs === null ? null : Math.max(0, durationMs),
    painted: isPainted(exchange),
    network: networkOf(attempt, connections, exchange),
  };
}

function networkOf(attempt: Attempt, connections: Connections, exchange: Exchange): ResourceNetwork {
  const { response } = exchange;
  const headers = response === null ? [] : responseHeaders(exchange);
  const coding = headerOf(headers, 'content-encoding');
  const place = attempt.places.get(exchange);
  return {
    statusText: pageText(response?.statusText ?? ''),
    initiator: exchange.initiator,
    wireBytes: exchange.encodedBytes === null ? null : Math.round(exchange.encodedBytes),
    declaredBytes: compareDeclaredLength(exchange),
    contentEncoding: coding === null ? null : pageText(coding),
    postedBytes: exchange.posted?.length ?? null,
    connection: connections.of(exchange),
    timing: timingOf(exchange),
    archive: place ?? null,
  };
}

/** The browser counts from its own moment (requestTime), in milliseconds; -1 where a span was not needed. */
function timingOf({ response, startedMonotonic, endedMonotonic }: Exchange): ResourceTiming | null {
  const timing = response?.timing;
  const endAfterMs =
    endedMonotonic === null ? null : Math.max(0, Math.round((endedMonotonic - startedMonotonic) * 1_000));
  if (timing === undefined) {
    return endAfterMs === null
      ? null
      : { dnsMs: null, connectMs: null, tlsMs: null, firstByteAfterMs: null, endAfterMs };
  }
  const first = (timing.requestTime - startedMonotonic) * 1_000 + timing.receiveHeadersStart;
  return {
    dnsMs: span(timing.dnsStart, timing.dnsEnd),
    connectMs: span(timing.connectStart, timing.connectEnd),
    tlsMs: span(timing.sslStart, timing.sslEnd),
    firstByteAfterMs: Math.max(0, Math.round(first)),
    endAfterMs,
  };
}

/** -1 where it was not needed. */
function span(start: number, end: number): number | null {
  return start < 0 || end < start ? null : Math.round(end - start);
}

/** The browser takes a packed body that was cut for a whole one; only the end tags could tell. */
const END_UNSEEN = 'packed answer without end tags: whether it is whole cannot be told';

/** Reasons for what is missing from the painted page; notes for the rest. */
export function explainResources(attempt: Attempt, page: OpenPage): void {
  for (const exchange of page.recorder.exchanges) {
    const declaredBytes = compareDeclaredLength(exchange);
    markUnfinished(exchange);
    const url = exchange.request.url;
    const verdict = verdictOf(exchange);
    const main = exchange.mainDocument;
    if (exchange.abandoned) addNote(attempt, 'document-asked-again', { url });
    if (verdict === 'ok' && exchange.mainDocument && lengthUnproven(exchange) && endOf(exchange) === 'open')
      addReason(attempt, 'artefact-unchecked', { artefact: 'document', error: END_UNSEEN });
    if (verdict === 'ok' && attempt.absent.has(exchange) && !isSuperseded(page, exchange))
      addReason(attempt, main ? 'document-truncated' : 'resource-pending', { url });
    if (['ok', 'http-error', 'range-only'].includes(verdict) || exchange.abandoned) continue;
    if (page.interception.heldUp.has(url)) {
      if (!isSuperseded(page, exchange)) addReason(attempt, 'resource-pending', { url });
      continue;
    }
    // The page itself gave these up (moved on, replaced a source), or its own policy or the browser's forbade them.
    // 'inspector' is our own refusal, whichever of its two news came first.
    const forbidden = exchange.blockedReason !== null && exchange.blockedReason !== 'inspector';
    const certificate = page.certificateErrors.refused.find(({ host }) => host === hostOf(url));
    const canceled = exchange.canceled && certificate === undefined;
    const pagesOwnDoing = canceled || forbidden || isSuperseded(page, exchange);
    if (!isPainted(exchange) || (pagesOwnDoing && exchange.refused === null)) {
      const unread = verdict === 'truncated' && exchange.truncated === 'unspecified';
      if (unread) addNote(attempt, 'body-not-handed-over', { url, type: exchange.type });
      else if (verdict !== 'no-body') addNote(attempt, 'request-incomplete', noteDetails(exchange, verdict));
      if (verdict === 'no-body' && expectsBody(exchange)) addReason(attempt, 'body-not-recorded', { url });
    } else if (main && (verdict === 'truncated' || verdict === 'pending' || verdict === 'failed')) {
      addReason(attempt, 'document-truncated', { url });
    } else if (verdict === 'truncated') {
      const receivedBytes = exchange.body?.length ?? 0;
      addReason(attempt, 'resource-truncated', {
        url,
        receivedBytes,
        // A length that is unknown, or that of the packed body, says nothing of this one.
        declaredBytes: declaredBytes === null || declaredBytes <= receivedBytes ? '?' : declaredBytes,
      });
    } else if (verdict === 'pending') {
      addReason(attempt, 'resource-pending', { url });
    } else if (verdict === 'no-body') {
      if (expectsBody(exchange)) addReason(attempt, 'body-not-recorded', { url });
    } else {
      const error =
        exchange.refused === null
          ? (certificate?.error ?? exchange.error ?? 'failed')
          : `refused: ${exchange.refused}`;
      addReason(attempt, 'resource-failed', { url, error });
    }
  }
  for (const { url, storedBytes, totalBytes } of mediaParts(page.recorder.exchanges))
    addNote(attempt, 'media-range-only', { url, storedBytes, totalBytes: totalBytes ?? '?' });
  if (page.recorder.overflowed) addReason(attempt, 'record-limit', { limit: page.recorder.exchanges.length });
}

/** Certificates are refused by host; the browser calls what it then gives up aborted, as if the page had. */
function hostOf(url: string): string {
  return URL.canParse(url) ? bareHost(new URL(url)) : '';
}

function noteDetails(exchange: Exchange, verdict: ResourceVerdict): Readonly<Record<string, string>> {
  return {
    url: exchange.request.url,
    type: exchange.type,
    verdict,
    error: exchange.blockedReason ?? exchange.error ?? exchange.refused ?? '',
  };
}

/** Every hop on the way to the final document, moves made by scripts and meta elements included (status of the page left). */
export function redirectsOf(page: OpenPage): readonly Redirect[] {
  const documents = page.recorder.exchanges.filter((each) => each.mainDocument && !each.abandoned);
  return documents.slice(0, -1).map((exchange, index) => ({
    url: pageText(exchange.request.url),
    status: exchange.response?.status ?? 0,
    location: pageText(locationOf(exchange) ?? documents[index + 1]!.request.url),
    remoteIp: bareIp(exchange.response?.remoteIPAddress),
  }));
}

function locationOf(exchange: Exchange): string | null {
  return exchange.response === null ? null : headerOf(responseHeaders(exchange), 'location');
}

export function serverOf(exchange: Exchange | null): ServerFacts | null {
  if (!exchange?.response) return null;
  const { remoteIPAddress, remotePort, protocol } = exchange.response;
  return { ip: bareIp(remoteIPAddress), port: remotePort ?? null, protocol: protocol ?? null };
}

function bareIp(address: string | undefined): string | null {
  return address === undefined || address === '' ? null : address.replace(/^\[|\]$/g, '');
}
