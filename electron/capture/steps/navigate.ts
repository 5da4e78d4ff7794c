// Step 'navigate': asks for the page, follows what the server says, and ends when the document is loaded, or when
// what holds it up has been given up. No main document: the attempt fails with the browser's reason.

import { addNote, openPageOf, remainingMs, type Attempt } from '../attempt.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { mainExchange, type OpenPage } from '../page/open-page.ts';
import { heldUpBy, loadWithout } from '../page/held-up.ts';
import { EMPTY_EXPRESSION } from '../page/scripts.ts';
import { bareHost } from '../target/public-target.ts';
import { createSettler, patienceOf, pause, SETTLE_RULES, type Settler } from '../page/settling.ts';
import { headerOf, responseHeaders } from '../network/exchange.ts';

const ANSWER_LIMIT_MS = 30_000;
const MAX_MOVES = 10;
const MAX_LOADS_WITHOUT = 2;
/** How long a page that shows nothing is given to be drawn. */
const EMPTY_PATIENCE_MS = 3_000;
const EMPTY_POLL_MS = 100;

export async function navigateStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { clock } = attempt.deps;
  const beganMs = clock.monotonicMs();
  attempt.events.add('navigate', { url: attempt.url.href });
  const answer = namedError(page, await firstAnswer(attempt, page));
  const { download, refusedMain, authRequired } = page.interception;
  if (refusedMain) {
    fail(attempt, 'capture/blocked-address', `${refusedMain.url} (${refusedMain.reason})`);
    return;
  }
  if (download) {
    attempt.download = true;
    await Promise.race([download.done, pause(remainingMs(attempt, 1_000))]);
    attempt.finalUrl = download.exchange.request.url;
    addNote(attempt, 'download-stored', { url: attempt.finalUrl });
    return;
  }
  const main = mainExchange(page);
  if (answer !== null) {
    const status = main?.response?.status;
    const empty = answer === 'net::ERR_ABORTED' && (status === 204 || status === 205);
    fail(attempt, empty ? 'capture/no-content' : errorCodeOf(answer), answer);
    return;
  }
  if (authRequired && (main?.response?.status === 401 || main?.response?.status === 407)) {
    const scheme = headerOf(responseHeaders(main), 'www-authenticate') ?? '';
    fail(attempt, 'capture/auth-required', `HTTP ${main.response.status} ${scheme}`.trim());
    return;
  }
  // A document that was asked for again has been waited for already.
  const again = page.interception.secondNavigation !== null;
  const noByteMs = patienceOf(attempt.request.options.timeLimitMs);
  let settler = createSettler(page, clock, { noByteMs, ...(again ? { sinceMs: beganMs } : {}) });
  await settleDocument(attempt, page, settler);
  for (let loads = 0; loads < MAX_LOADS_WITHOUT; loads++) {
    const urls = await heldUpBy(page, settler);
    if (urls.length === 0) break;
    attempt.events.add('held-up', { urls: urls.join(' ') });
    addNote(attempt, 'page-loaded-without', { count: urls.length });
    const next = await loadWithout(page, settler, urls, clock, noByteMs);
    if ('error' in next) {
      fail(attempt, errorCodeOf(next.error), next.error);
      return;
    }
    settler = next;
    await settleDocument(attempt, page, settler);
  }
  attempt.settler = settler;
  if (page.interception.refusedMain) {
    const { url, reason } = page.interception.refusedMain;
    fail(attempt, 'capture/blocked-address', `${url} (${reason})`);
    return;
  }
  const shown = mainExchange(page);
  if (shown?.end === 'failed' && shown.receivedBytes === 0 && (shown.body?.length ?? 0) === 0) {
    // A head came and nothing that could be shown (a coding that is none): there is no document to photograph.
    const error = shown.error ?? 'net::ERR_FAILED';
    fail(attempt, errorCodeOf(error), error);
    return;
  }
  attempt.finalUrl = page.moves.address;
}

/** Loaded, nothing that matters open, DOM quiet; where the page moves on by itself the next document is awaited too. */
async function settleDocument(attempt: Attempt, page: OpenPage, settler: Settler): Promise<void> {
  for (let moves = 0; moves < MAX_MOVES; moves++) {
    const { length } = page.moves.documents;
    await settler.until(() => settler.loaded(), remainingMs(attempt));
    await settler.until(
      () => settler.busy().length === 0,
      Math.min(remainingMs(attempt), SETTLE_RULES.flowingMs),
    );
    if (page.moves.domReady) {
      await settler.domQuiet(Math.min(remainingMs(attempt), SETTLE_RULES.domPatienceMs));
    }
    if (page.moves.documents.length !== length) continue;
    if (!(await waitForDrawing(attempt, page, settler))) return;
  }
}

/** A page that shows nothing may be about to be drawn by a script: true where something came within the limit. */
async function waitForDrawing(attempt: Attempt, page: OpenPage, settler: Settler): Promise<boolean> {
  const { clock } = attempt.deps;
  const endMs = clock.monotonicMs() + Math.min(remainingMs(attempt), EMPTY_PATIENCE_MS);
  let empty = page.moves.domReady && settler.givenUp().length === 0 && (await isEmpty(page));
  if (!empty) return false;
  while (empty && clock.monotonicMs() < endMs) {
    await Promise.race([pause(EMPTY_POLL_MS), page.crashed]);
    empty = await isEmpty(page);
  }
  return !empty;
}

function isEmpty(page: OpenPage): Promise<boolean> {
  return page.evaluate<boolean>(EMPTY_EXPRESSION);
}

/** A certificate that was refused by the user's own list of hosts ends as an abort: its error is the reason. */
function namedError(page: OpenPage, answer: string | null): string | null {
  if (answer === null) return null;
  const url = mainExchange(page)?.request.url ?? '';
  const host = URL.canParse(url) ? bareHost(new URL(url)) : '';
  return page.certificateErrors.refused.find((each) => each.host === host)?.error ?? answer;
}

/** Null when a document was committed, else the browser's error. */
async function firstAnswer(attempt: Attempt, page: OpenPage): Promise<string | null> {
  const navigated = page.session
    .send('Page.navigate', { url: attempt.url.href })
    .then(({ errorText, isDownload }) => {
      if (isDownload === true) return 'net::ERR_ABORTED';
      return errorText ?? null;
    });
  navigated.catch(() => undefined); // The page ended while it was asked; the race below has the crash.
  const limit = pause(Math.min(ANSWER_LIMIT_MS, remainingMs(attempt))).then(() => 'net::ERR_TIMED_OUT');
  const result = await Promise.race([navigated, limit, page.crashed]);
  if (page.interception.secondNavigation) {
    return Promise.race([page.interception.secondNavigation, limit, page.crashed]);
  }
  if (result !== 'net::ERR_TIMED_OUT') return result;
  // A file can take longer than a page may: it is being read, so it is an answer.
  return page.interception.download ? null : result;
}

function fail(attempt: Attempt, code: ErrorCode, error: string): void {
  attempt.failure = { code, error };
  attempt.events.add('no-main-document', { code, error });
}

/** The browser's network error as one of ours. */
export function errorCodeOf(netError: string): ErrorCode {
  const name = netError.replace(/^net::/, '');
  if (/^ERR_NAME_(NOT_RESOLVED|RESOLUTION_FAILED)|^ERR_DNS_|^ERR_ICANN_/.test(name))
    return 'capture/name-not-resolved';
  if (name === 'ERR_CONNECTION_REFUSED') return 'capture/connection-refused';
  if (name === 'ERR_INTERNET_DISCONNECTED' || name === 'ERR_NETWORK_CHANGED') return 'capture/offline';
  if (name.endsWith('TIMED_OUT')) return 'capture/timeout';
  if (/^ERR_(CERT_|SSL_|BAD_SSL|CERTIFICATE_|ECH_)/.test(name)) return 'capture/tls-error';
  if (/^ERR_(CONNECTION_|EMPTY_RESPONSE|ADDRESS_|SOCKET_|PROXY_|TUNNEL_)/.test(name))
    return 'capture/connection-failed';
  if (name === 'ERR_INVALID_AUTH_CREDENTIALS' || name === 'ERR_UNEXPECTED_PROXY_AUTH')
    return 'capture/auth-required';
  return 'capture/navigation-failed';
}
