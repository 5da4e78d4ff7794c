// What became of each request, in the words of the record, and which of it is a defect of the painted page.

import type {
  Redirect,
  ResourceOutcome,
  ResourceVerdict,
  ServerFacts,
} from '../../shared/evidence/capture-record.ts';
import { addNote, addReason, pageText, type Attempt } from './attempt.ts';
import { expectsBody, headerOf, isPainted, responseHeaders, type Exchange } from './network/exchange.ts';
import { isSuperseded, type OpenPage } from './page/open-page.ts';

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

export function outcomeOf(exchange: Exchange): ResourceOutcome {
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
  };
}

/** Reasons for what is missing from the painted page; notes for the rest. */
export function explainResources(attempt: Attempt, page: OpenPage): void {
  for (const exchange of page.recorder.exchanges) {
    const declaredBytes = compareDeclaredLength(exchange);
    const url = exchange.request.url;
    const verdict = verdictOf(exchange);
    const main = exchange.mainDocument;
    if (exchange.abandoned) addNote(attempt, 'document-asked-again', { url });
    if (verdict === 'ok' || verdict === 'http-error' || exchange.abandoned) continue;
    if (page.interception.heldUp.has(url)) {
      if (!isSuperseded(page, exchange)) addReason(attempt, 'resource-pending', { url });
      continue;
    }
    // The page itself gave these up (moved on, replaced a source), or its own policy or the browser's forbade them.
    // 'inspector' is our own refusal, whichever of its two news came first.
    const forbidden = exchange.blockedReason !== null && exchange.blockedReason !== 'inspector';
    const pagesOwnDoing = exchange.canceled || forbidden || isSuperseded(page, exchange);
    if (!isPainted(exchange) || (pagesOwnDoing && exchange.refused === null)) {
      if (verdict !== 'no-body') addNote(attempt, 'request-incomplete', noteDetails(exchange, verdict));
      if (verdict === 'no-body' && expectsBody(exchange)) addReason(attempt, 'body-not-recorded', { url });
    } else if (main && (verdict === 'truncated' || verdict === 'pending' || verdict === 'failed')) {
      addReason(attempt, 'document-truncated', { url });
    } else if (verdict === 'truncated') {
      const receivedBytes = exchange.body?.length ?? 0;
      addReason(attempt, 'resource-truncated', {
        url,
        receivedBytes,
        declaredBytes: declaredBytes ?? receivedBytes,
      });
    } else if (verdict === 'pending') {
      addReason(attempt, 'resource-pending', { url });
    } else if (verdict === 'no-body') {
      if (expectsBody(exchange)) addReason(attempt, 'body-not-recorded', { url });
    } else {
      const error = exchange.refused === null ? (exchange.error ?? 'failed') : `refused: ${exchange.refused}`;
      addReason(attempt, 'resource-failed', { url, error });
    }
  }
  if (page.recorder.overflowed) addReason(attempt, 'record-limit', { limit: page.recorder.exchanges.length });
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
