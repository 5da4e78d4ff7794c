// Pauses every request twice: before it leaves, to hold it against the rule of reachable addresses, and when the
// answer's head is there, so that no byte of the body is lost before the record listens.

import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Guard } from '../target/guard.ts';
import type { LoginAnswers } from './login.ts';
import { downloadName, isDownload } from './download.ts';
import type { Exchange } from './exchange.ts';
import type { Recorder } from './recorder.ts';

const KNOWN_LIMIT_MS = 300;
const STREAM_LIMIT_MS = 3_000;
const DOCUMENT_LIMIT_MS = 8_000;
const FRAME_LIMIT_MS = 120_000;
const IO_CHUNK_BYTES = 1 << 20;

export interface Interception {
  attach(session: CDPSession): void;
  /** A main document that is a file to keep, not a page; resolves when it was read. */
  readonly download: {
    readonly fileName: string;
    readonly exchange: Exchange;
    readonly done: Promise<void>;
  } | null;
  /** Our reason for refusing the main document, null where it was not refused. */
  readonly refusedMain: { readonly url: string; readonly reason: string } | null;
  /** The server asked for a name and password for the main document. */
  readonly authRequired: boolean;
  /**
   * Set where the main document could not be read whole before it was shown (it never ends, or broke off): it is asked
   * for once more and shown as it comes. Resolves like a navigation: null, or the browser's error.
   */
  readonly secondNavigation: Promise<string | null> | null;
  /** Scripts and style sheets that never answered and are refused since; see page/held-up.ts. */
  readonly heldUp: ReadonlySet<string>;
  refuseHeldUp(urls: readonly string[]): void;
  /** Files that the shown page or its iframes wanted to download, and requests beyond the record's limit. */
  readonly refusedDownloads: { readonly count: number; readonly firstUrl: string | null };
  readonly beyondLimit: number;
}

export const INTERCEPT_PATTERNS: Protocol.Fetch.RequestPattern[] = [
  { urlPattern: '*', requestStage: 'Request' },
  { urlPattern: '*', requestStage: 'Response' },
];

type Paused = Protocol.Fetch.RequestPausedEvent;

export interface InterceptionSetup {
  readonly mainFrameId: string;
  readonly recorder: Recorder;
  readonly guard: Guard;
  readonly login: LoginAnswers;
  /** A person uses the page: requests to sign in are shown, and only what was got is asked for twice. */
  readonly person: boolean;
  /** A document of the main frame stands there already, so that a file is not what was asked for. */
  readonly isShown: () => boolean;
  /** For the body of the main document, from its head on; then it is asked for a second time. */
  readonly documentLimitMs: number | undefined;
}

export function createInterception(setup: InterceptionSetup): Interception {
  const { mainFrameId, recorder, guard, login, person, isShown } = setup;
  const { documentLimitMs = DOCUMENT_LIMIT_MS } = setup;
  const heldUp = new Set<string>();
  const refusedDownloads = { count: 0, firstUrl: null as string | null };
  const state: { -readonly [K in keyof Interception]: Interception[K] } = {
    attach,
    heldUp,
    refuseHeldUp: (urls) => {
      for (const url of urls) heldUp.add(url);
    },
    download: null,
    refusedMain: null,
    authRequired: false,
    secondNavigation: null,
    refusedDownloads,
    beyondLimit: 0,
  };
  /** Of a person's page: the address that is asked for a second time and shown as it comes. */
  let askedAgain: string | null = null;
  const isMain = (event: Paused): boolean =>
    event.resourceType === 'Document' && event.frameId === mainFrameId;

  async function beforeRequest(session: CDPSession, event: Paused): Promise<void> {
    if (recorder.overflowed) {
      state.beyondLimit += 1;
      await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'BlockedByClient' });
      return;
    }
    const reason = await guard.refuseRequest(event.request.url);
    if (reason === null && heldUp.has(event.request.url)) {
      await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'TimedOut' });
      return;
    }
    if (reason === null) {
      await session.send('Fetch.continueRequest', { requestId: event.requestId });
      return;
    }
    if (isMain(event)) state.refusedMain = { url: event.request.url, reason };
    const exchange = await known(event);
    if (exchange) exchange.refused = reason;
    await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'BlockedByClient' });
  }

  async function beforeBody(session: CDPSession, event: Paused): Promise<void> {
    const exchange = await known(event);
    if (exchange) exchange.pausedHeaders = event.responseHeaders ?? null;
    const status = event.responseStatusCode ?? 0;
    const isFile = event.resourceType === 'Document' && isDownload(status, event.responseHeaders ?? []);
    if (isFile && (!isMain(event) || isShown())) {
      refusedDownloads.count += 1;
      refusedDownloads.firstUrl ??= event.request.url;
      if (exchange) exchange.mainDocument = false;
      await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'Aborted' });
      return;
    }
    const hasBody = status >= 200 && !(status >= 300 && status < 400) && status !== 204;
    if (exchange && hasBody && isMain(event)) {
      const headers = event.responseHeaders ?? [];
      if (isDownload(status, headers) && (person || state.download === null)) {
        const done = keepDownload(session, event, exchange);
        state.download = { fileName: downloadName(event.request.url, headers), exchange, done };
        await done;
        return;
      }
      const { url, method } = event.request;
      const again = person ? askedAgain === url : state.secondNavigation !== null;
      askedAgain = null;
      const limitMs = person && method !== 'GET' ? FRAME_LIMIT_MS : documentLimitMs;
      if (!again && !(await readDocument(session, event, exchange, limitMs))) {
        exchange.abandoned = true;
        await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'Aborted' });
        if (person && method !== 'GET') return;
        askedAgain = url;
        state.secondNavigation = session
          .send('Page.navigate', { url: event.request.url + (event.request.urlFragment ?? '') })
          .then(({ errorText }) => errorText ?? null);
        state.secondNavigation.catch(() => undefined); // The page is gone, which its own promise tells.
        return;
      }
    } else if (exchange && hasBody && event.resourceType === 'Document') {
      await readDocument(session, event, exchange, FRAME_LIMIT_MS);
    } else if (exchange && hasBody) {
      await Promise.race([recorder.streams.ready(exchange), timeout(STREAM_LIMIT_MS)]);
    }
    await session.send('Fetch.continueRequest', { requestId: event.requestId });
  }

  /**
   * A document's bytes: its agent is not there yet, and later the browser would hand them over as decoded text only.
   * False where they did not come whole within the limit.
   */
  async function readDocument(
    session: CDPSession,
    event: Paused,
    exchange: Exchange,
    limitMs: number,
  ): Promise<boolean> {
    const read = session.send('Fetch.getResponseBody', { requestId: event.requestId }).then(
      ({ body, base64Encoded }) => Buffer.from(body, base64Encoded ? 'base64' : 'utf8'),
      () => null, // Cut off while it was read: the loadingFailed event says why.
    );
    const bytes = await Promise.race([read, timeout(limitMs).then(() => null)]);
    if (bytes === null) return false;
    recorder.streams.replace(exchange, bytes);
    return true;
  }

  async function keepDownload(session: CDPSession, event: Paused, exchange: Exchange): Promise<void> {
    recorder.streams.replace(exchange, new Uint8Array());
    const { stream } = await session.send('Fetch.takeResponseBodyAsStream', { requestId: event.requestId });
    let whole = false;
    try {
      for (;;) {
        const chunk = await session.send('IO.read', { handle: stream, size: IO_CHUNK_BYTES });
        const bytes = Buffer.from(chunk.data, chunk.base64Encoded ? 'base64' : 'utf8');
        exchange.receivedBytes += bytes.length;
        recorder.streams.append(exchange, bytes);
        if (chunk.eof) break;
      }
      whole = true;
    } catch {
      exchange.truncated = 'disconnect';
    }
    exchange.end = 'finished';
    exchange.response ??= responseOf(event);
    recorder.onChange();
    await session.send('IO.close', { handle: stream }).catch(() => undefined);
    if (whole) await recorder.streams.complete(exchange);
    await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason: 'Aborted' });
  }

  /** The exchange this pause belongs to; the two domains' events may arrive in either order. */
  async function known(event: Paused): Promise<Exchange | null> {
    if (event.networkId === undefined) return null;
    const until = performance.now() + KNOWN_LIMIT_MS;
    for (;;) {
      const exchange = recorder.find(event.networkId);
      if (exchange && exchange.request.url === withoutFragment(event.request.url)) return exchange;
      if (!/^https?:/i.test(event.request.url) || performance.now() > until) return exchange;
      await timeout(2);
    }
  }

  function attach(session: CDPSession): void {
    session.on('Fetch.requestPaused', (event) => {
      const atAnswer = event.responseStatusCode !== undefined || event.responseErrorReason !== undefined;
      const handled = atAnswer ? beforeBody(session, event) : beforeRequest(session, event);
      handled.catch(() => undefined); // The request or its target ended meanwhile: nothing is left to answer.
    });
    session.on('Fetch.authRequired', (event) => {
      const answer = login.answer(event);
      if (event.resourceType === 'Document' && event.frameId === mainFrameId)
        state.authRequired = answer === null;
      session
        .send('Fetch.continueWithAuth', {
          requestId: event.requestId,
          authChallengeResponse: answer ?? { response: person ? 'Default' : 'CancelAuth' },
        })
        .catch(() => undefined); // As above.
    });
    session.on('Network.responseReceived', (event) => {
      const { url, remoteIPAddress } = event.response;
      const reason = guard.refuseAddress(url, remoteIPAddress ?? '');
      if (reason === null) return;
      const exchange = recorder.find(event.requestId);
      if (exchange) exchange.refused = reason;
      if (exchange?.mainDocument === true) state.refusedMain = { url, reason };
    });
  }

  return state;
}

function responseOf(event: Paused): Protocol.Network.Response {
  const headers = Object.fromEntries((event.responseHeaders ?? []).map(({ name, value }) => [name, value]));
  const type =
    (event.responseHeaders ?? []).find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  return {
    url: event.request.url,
    status: event.responseStatusCode ?? 0,
    statusText: event.responseStatusText ?? '',
    headers,
    mimeType: type.split(';')[0]!.trim(),
    charset: '',
    connectionReused: false,
    connectionId: 0,
    encodedDataLength: 0,
    securityState: 'unknown',
  };
}

function withoutFragment(url: string): string {
  return url.split('#')[0]!;
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
