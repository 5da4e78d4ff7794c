// Turns the Network events of a page, its iframes and workers into exchanges with their bodies on disk.
// Method (measured): bodies are streamed from the moment the request is known; the count of bytes is checked against
// what the browser says it received; where they differ the body is read again from the browser's buffer.

import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Clock } from '../../platform/ports.ts';
import type { BodyStore } from './body-store.ts';
import { expectsBody, type Exchange } from './exchange.ts';
import { createBodyStreams, type BodyStreams } from './body-streams.ts';
import { readPosted } from './post-body.ts';
import { RECORD_LIMITS, type RecordLimits } from './limits.ts';

export interface Recorder {
  /** In the order in which requests began. */
  readonly exchanges: readonly Exchange[];
  readonly streams: BodyStreams;
  /** More requests were made than the record may hold. */
  readonly overflowed: boolean;
  /** Hears of a session before its target runs. */
  attach(session: CDPSession): void;
  /** The newest hop of a request; null where it is not known yet. */
  find(requestId: string): Exchange | null;
  /** Called when anything changed that settling may wait for. */
  onChange: () => void;
  /**
   * Hears nothing more; what is still open is cut, what is still missing is read within the limit, all bodies are
   * closed. Whatever comes later changes nothing: the archive is written from what stands here.
   */
  close(limitMs: number): Promise<void>;
}

export function createRecorder(
  mainFrameId: string,
  store: BodyStore,
  clock: Clock,
  limits: RecordLimits = RECORD_LIMITS,
): Recorder {
  const exchanges: Exchange[] = [];
  const newest = new Map<string, Exchange>();
  const requestExtras = new Map<string, Protocol.Network.RequestWillBeSentExtraInfoEvent[]>();
  const responseExtras = new Map<string, Protocol.Network.ResponseReceivedExtraInfoEvent[]>();
  const hops = new Map<string, Exchange[]>();
  const streams = createBodyStreams(store, limits, () => recorder.onChange());
  const reading = new Set<Promise<void>>();
  let closed = false;

  function begin(session: CDPSession, event: Protocol.Network.RequestWillBeSentEvent): void {
    const { requestId, request } = event;
    if (closed || !/^https?:/i.test(request.url)) return;
    const before = newest.get(requestId);
    if (event.redirectResponse && before) {
      before.response = event.redirectResponse;
      before.end = 'redirected';
      before.endedMonotonic = event.timestamp;
    }
    if (exchanges.length >= limits.maxExchanges) {
      recorder.overflowed = true;
      return;
    }
    const type = (event.type ?? 'other').toLowerCase();
    const exchange: Exchange = {
      requestId,
      hop: before ? before.hop + 1 : 0,
      session,
      request,
      type,
      initiator: event.initiator.type.toLowerCase(),
      frameId: event.frameId ?? null,
      loaderId: event.loaderId,
      mainDocument: type === 'document' && event.frameId === mainFrameId && requestId === event.loaderId,
      startedAtMs: Math.round(event.wallTime * 1_000),
      startedMonotonic: event.timestamp,
      endedMonotonic: null,
      openedAtMs: clock.monotonicMs(),
      lastByteAtMs: null,
      end: 'open',
      response: null,
      requestExtra: null,
      responseExtra: null,
      pausedHeaders: null,
      error: null,
      blockedReason: null,
      canceled: false,
      refused: null,
      fromCache: false,
      receivedBytes: 0,
      encodedBytes: null,
      posted: null,
      postedWhole: false,
      sink: null,
      body: null,
      truncated: null,
      abandoned: false,
    };
    exchanges.push(exchange);
    newest.set(requestId, exchange);
    hops.set(requestId, [...(hops.get(requestId) ?? []), exchange]);
    track(readPosted(exchange, store, limits));
    // Documents cannot be streamed from here: their agent is not known before the navigation commits.
    if (type !== 'document' && type !== 'preflight') streams.start(exchange);
    recorder.onChange();
  }

  function finish(exchange: Exchange): void {
    track(complete(exchange));
  }

  /** Awaited before the record is closed. */
  function track(work: Promise<void>): void {
    reading.add(work);
    void work.finally(() => reading.delete(work));
  }

  async function complete(exchange: Exchange): Promise<void> {
    await streams.complete(exchange);
    recorder.onChange();
  }

  /** The newest hop of a request, as long as the record is open. */
  function heard(requestId: string): Exchange | undefined {
    return closed ? undefined : newest.get(requestId);
  }

  /** Beyond the record's limit nothing more is kept of requests that are not in it. */
  function isKept(requestId: string): boolean {
    return !recorder.overflowed || newest.has(requestId);
  }

  function attach(session: CDPSession): void {
    session.on('Network.requestWillBeSent', (event) => begin(session, event));
    session.on('Network.requestWillBeSentExtraInfo', (event) => {
      if (isKept(event.requestId)) queue(requestExtras, event.requestId, event);
    });
    session.on('Network.responseReceivedExtraInfo', (event) => {
      if (isKept(event.requestId)) queue(responseExtras, event.requestId, event);
    });
    session.on('Network.requestServedFromCache', (event) => {
      const exchange = heard(event.requestId);
      if (exchange) exchange.fromCache = true;
    });
    session.on('Network.responseReceived', (event) => {
      const exchange = heard(event.requestId);
      if (!exchange) return;
      exchange.response = event.response;
      exchange.lastByteAtMs = clock.monotonicMs();
    });
    session.on('Network.dataReceived', (event) => {
      const exchange = heard(event.requestId);
      if (!exchange) return;
      exchange.lastByteAtMs = clock.monotonicMs();
      exchange.receivedBytes += event.dataLength;
      streams.data(exchange, event.data);
    });
    session.on('Network.loadingFinished', (event) => {
      const exchange = heard(event.requestId);
      if (!exchange || exchange.end !== 'open') return;
      exchange.end = 'finished';
      exchange.endedMonotonic = event.timestamp;
      exchange.encodedBytes = event.encodedDataLength;
      finish(exchange);
    });
    // A page that moves on at once may never be told to have finished: its document is read while it is still there.
    session.on('Page.frameRequestedNavigation', (event) => {
      const leaving = exchanges.findLast((exchange) => exchange.mainDocument);
      if (closed || event.frameId !== mainFrameId || leaving?.end !== 'open' || leaving.receivedBytes === 0)
        return;
      leaving.end = 'finished';
      finish(leaving);
    });
    session.on('Network.loadingFailed', (event) => {
      const exchange = heard(event.requestId);
      if (!exchange || exchange.end !== 'open') return;
      exchange.end = 'failed';
      exchange.endedMonotonic = event.timestamp;
      exchange.error = event.errorText || 'net::ERR_FAILED';
      exchange.canceled = event.canceled ?? false;
      exchange.blockedReason = event.blockedReason ?? event.corsErrorStatus?.corsError ?? null;
      if (exchange.response !== null) exchange.truncated ??= 'disconnect';
      finish(exchange);
    });
  }

  /** ExtraInfo events come in order but apart from the events they belong to: matched by hop at the end. */
  function matchExtras(): void {
    for (const [requestId, chain] of hops) {
      const sent = requestExtras.get(requestId) ?? [];
      const received = responseExtras.get(requestId) ?? [];
      chain.forEach((exchange, index) => {
        exchange.requestExtra = sent[index]?.headers ?? null;
        const extra = received[index];
        if (extra && exchange.response && extra.statusCode === exchange.response.status)
          exchange.responseExtra = extra;
      });
    }
  }

  const recorder: Recorder & { overflowed: boolean } = {
    exchanges,
    streams,
    overflowed: false,
    attach,
    find: (requestId) => newest.get(requestId) ?? null,
    onChange: () => undefined,
    async close(limitMs) {
      closed = true;
      const open = exchanges.filter(({ end }) => end === 'open');
      for (const exchange of open) if (expectsBody(exchange)) exchange.truncated ??= 'time';
      const read = (async () => {
        await Promise.all(reading);
        for (const exchange of open) await streams.complete(exchange);
      })();
      await Promise.race([read, pause(limitMs, undefined, { ref: false })]);
      for (const exchange of exchanges)
        if (exchange.body === null && expectsBody(exchange)) exchange.truncated ??= 'time';
      matchExtras();
    },
  };
  return recorder;
}

function queue<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
