// Step 'record': capture.json, with the state that follows from what was measured.

import { createWriteStream } from 'node:fs';
import { writeFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { presetOf } from '../../../shared/api/capture-options.ts';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import {
  CAPTURE_RECORD_FORMAT,
  type BrowserFacts,
  type CaptureRecord,
  type ClockFacts,
  type TlsFacts,
} from '../../../shared/evidence/capture-record.ts';
import type { CaptureDeps } from '../types.ts';
import type { CaptureState, Reason } from '../../../shared/evidence/states.ts';
import { addNote, addReason, pageText, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { streamBody } from '../network/body-store.ts';
import { connectionsOf } from '../network/connections.ts';
import { explainResources, outcomeOf, redirectsOf, serverOf } from '../outcomes.ts';
import { certificateFaults, certificateOf, tlsFacts } from '../page/security.ts';
import { memoryLimitBytes } from '../browser/memory.ts';
import { DISK_LIMITS } from '../disk-watch.ts';
import { TARGET_LIMIT } from '../network/targets.ts';
import { DIALOG_LIMIT, WINDOW_LIMIT } from '../page/dialogs.ts';
import { STORAGE_LIMIT_BYTES } from '../page/refusals.ts';
import { WATCHDOG_RULES } from '../page/watchdog.ts';
import { documentPatienceOf, patienceOf, SETTLE_RULES } from '../page/settling.ts';
import { explainPainted } from '../painted.ts';
import { isFakeIp } from '../target/fake-ip.ts';
import { bareHost } from '../target/public-target.ts';
import { mainExchange } from '../page/open-page.ts';

/** Writes console.jsonl and private/headers.jsonl; what they hold is complete only now. */
export async function writeLogs(attempt: Attempt): Promise<void> {
  const consoleText = attempt.page?.console.text() ?? '';
  if (consoleText !== '') {
    await writeFile(join(attempt.dataDir, 'console.jsonl'), consoleText);
    await addArtefact(attempt, 'console', 'data/console.jsonl', 'application/x-ndjson', null);
  }
  await writeMessages(attempt);
  const headers = attempt.privateHeaders.text();
  if (headers !== '') {
    await mkdir(join(attempt.dataDir, 'private'), { recursive: true });
    await writeFile(join(attempt.dataDir, 'private', 'headers.jsonl'), headers);
    await addArtefact(attempt, 'headers', 'data/private/headers.jsonl', 'application/x-ndjson', null);
  }
}

/** Messages of sockets and event streams; WARC has no record for them. */
async function writeMessages(attempt: Attempt): Promise<void> {
  const body = attempt.page?.messages.finish() ?? null;
  if (body === null || attempt.page === null) return;
  const { lines, dropped } = attempt.page.messages;
  await pipeline(streamBody(body), createWriteStream(join(attempt.dataDir, 'messages.jsonl')));
  const checked = `${lines} lines, ${dropped} beyond the limit`;
  await addArtefact(attempt, 'messages', 'data/messages.jsonl', 'application/x-ndjson', checked);
  addNote(attempt, 'messages-recorded', { count: lines });
  if (dropped > 0) addReason(attempt, 'record-limit', { limit: lines });
}

/** Needs the browser: read before it is ended. */
export async function readTls(attempt: Attempt): Promise<TlsFacts | null> {
  const { page } = attempt;
  if (page === null) return null;
  const main = mainExchange(page);
  const url = main?.request.url ?? attempt.url.href;
  if (!url.startsWith('https:')) return null;
  const host = bareHost(new URL(url));
  const overridden = page.certificateErrors.overridden.find((each) => each.host === host);
  const error =
    attempt.failure?.code === 'capture/tls-error' ? attempt.failure.error : (overridden?.error ?? null);
  const originChain = page.isCrashed() ? [] : await certificateOf(page.session, new URL(url).origin);
  const facts = tlsFacts({
    details: main?.response?.securityDetails ?? null,
    visible: page.security.visible,
    originChain,
    error,
  });
  // The browser names one error, the gravest; what the certificate itself says beside it is noted.
  if (facts !== null && error !== null) {
    for (const note of certificateFaults(facts, host, attempt.startedAt))
      addNote(attempt, note.code, note.details);
  }
  return facts;
}

export function buildRecord(
  attempt: Attempt,
  browser: BrowserFacts | null,
  tls: TlsFacts | null,
  clock: ClockFacts | null = null,
): CaptureRecord {
  const { page, deps } = attempt;
  if (page) explainPage(attempt, page);
  if (attempt.failure?.code === 'capture/page-crashed' && hasPicture(attempt)) {
    attempt.failure = null;
    attempt.reasons.unshift(lostPage(attempt));
  }
  const main = page ? mainExchange(page) : null;
  const reasons = reasonsOf(attempt);
  const exchanges = page?.recorder.exchanges ?? [];
  const connections = connectionsOf(exchanges);
  return {
    format: CAPTURE_RECORD_FORMAT,
    state: stateOf(attempt),
    reasons,
    requestedUrl: attempt.url.href,
    finalUrl: attempt.finalUrl === null ? null : pageText(attempt.finalUrl),
    addressAtScreenshot: attempt.addressAtScreenshot === null ? null : pageText(attempt.addressAtScreenshot),
    title: attempt.title,
    httpStatus: main?.response?.status ?? null,
    startedAt: attempt.startedAt.toISOString(),
    endedAt: deps.clock.now().toISOString(),
    clock: clock ?? {
      source: 'device',
      offsetMs: null,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    options: optionsOf(attempt),
    browser,
    tools: [
      { name: 'cunan', version: deps.softwareVersion, sha256: null },
      { name: 'node', version: process.versions.node, sha256: null },
      ...(browser ? [{ name: browser.name, version: browser.version, sha256: browser.sha256 }] : []),
    ],
    dns: attempt.dns,
    redirects: page ? redirectsOf(page) : [],
    server: viaOf(attempt, serverOf(main)),
    tls,
    steps: attempt.steps,
    artefacts: attempt.artefacts,
    resources: exchanges.map((exchange) => outcomeOf(attempt, connections, exchange)),
    connections: connections.list,
    page: attempt.pageFacts,
    notes: attempt.notes,
  };
}

export async function writeRecord(attempt: Attempt, record: CaptureRecord): Promise<void> {
  const source = join(attempt.dataDir, 'capture.json');
  await writeFile(source, canonicalJson(record));
  attempt.files.push({ path: `data/${basename(source)}`, source });
}

function hasPicture({ artefacts }: Attempt): boolean {
  return artefacts.some(({ kind }) => kind === 'viewport' || kind === 'screenshot');
}

function explainPage(attempt: Attempt, page: NonNullable<Attempt['page']>): void {
  explainResources(attempt, page);
  explainPainted(attempt, page);
  const { dialogs, popups, interception } = page;
  addNote(attempt, 'cache-disabled');
  addNote(attempt, 'service-workers-bypassed');
  addNote(attempt, 'bodies-decoded');
  for (const { host, error } of page.certificateErrors.overridden) {
    addReason(attempt, 'tls-overridden', { error, host });
  }
  if (attempt.fakeIp) addNote(attempt, 'fake-ip-dns', { host: attempt.url.host });
  const { proxy } = attempt.request.options;
  if (proxy !== null) addNote(attempt, 'via-proxy', { proxy });
  if (dialogs.count > 0) addNote(attempt, 'dialogs-dismissed', { count: dialogs.count });
  for (const url of popups.urls) addNote(attempt, 'popup-closed', { url });
  if (attempt.login.answered) addNote(attempt, 'auth-answered', { ...attempt.login.answered });
  explainBounds(attempt, page);
  if (interception.authRequired && attempt.failure === null) addNote(attempt, 'auth-declined');
  const moved =
    attempt.addressAtScreenshot !== null &&
    page.moves.documents.at(-1)?.url.split('#')[0] !== attempt.addressAtScreenshot.split('#')[0];
  // Loaded anew at the same address: what is pictured may never have been scrolled through.
  const last = page.moves.documents.at(-1)?.loaderId;
  const settled = attempt.settledLoader !== undefined;
  const reloaded = settled && last !== attempt.settledLoader;
  // A document that no request brought (blob:, about:blank, javascript:) is in no record.
  const unasked =
    settled &&
    !page.recorder.exchanges.some(({ mainDocument, loaderId }) => mainDocument && loaderId === last);
  const url = page.moves.address ?? '';
  if (moved || reloaded) addReason(attempt, 'page-moved', { url });
  if (unasked) addReason(attempt, 'document-unrequested', { url });
}

/** What was kept from the page because it wanted too much, or stopped because it never stopped. */
function explainBounds(attempt: Attempt, page: NonNullable<Attempt['page']>): void {
  const { popups, interception, downloads, tree, watchdog } = page;
  const limitMs = WATCHDOG_RULES.hangMs;
  if (watchdog.stopped > 0 && !watchdog.gaveUp)
    addReason(attempt, 'script-stopped', { count: watchdog.stopped, limitMs });
  const { overrun } = attempt;
  if (overrun !== null && attempt.failure === null) addReason(attempt, overrun.code, overrun.details);
  const files = downloads.count + interception.refusedDownloads.count;
  const url = interception.refusedDownloads.firstUrl ?? downloads.firstUrl ?? '';
  if (files > 0) addNote(attempt, 'downloads-refused', { count: files, url });
  if (popups.count > popups.urls.length) addNote(attempt, 'popups-closed', { count: popups.count });
  if (interception.beyondLimit > 0) addNote(attempt, 'requests-refused', { count: interception.beyondLimit });
  if (tree.held > 0) addNote(attempt, 'targets-held', { count: tree.held, limit: TARGET_LIMIT });
  if (page.console.dropped > 0) addNote(attempt, 'console-cut', { count: page.console.dropped });
  const lost = attempt.browser?.droppedMessages ?? 0;
  if (lost > 0) addNote(attempt, 'messages-dropped', { count: lost });
}

/** The page is gone: what it left decides whether that is all there is (FAILED) or something less than a page. */
function lostPage(attempt: Attempt): Reason {
  if (attempt.overrun !== null) return attempt.overrun;
  return attempt.page?.watchdog.gaveUp === true
    ? { code: 'page-hung', details: { limitMs: WATCHDOG_RULES.hangMs + WATCHDOG_RULES.recoverMs } }
    : { code: 'page-crashed' };
}

function stateOf(attempt: Attempt): CaptureState {
  if (attempt.failure !== null) return 'FAILED';
  return attempt.reasons.length > 0 ? 'PARTIAL' : 'COMPLETE';
}

/** Of a failed attempt only the cause counts: what else is missing follows from it. */
function reasonsOf(attempt: Attempt): CaptureRecord['reasons'] {
  const { failure } = attempt;
  if (failure === null) return attempt.reasons;
  if (failure.code === 'capture/page-crashed') return [lostPage(attempt)];
  const cause = pageText(failure.error);
  return [{ code: 'no-main-document', details: { error: failure.code, cause, host: attempt.url.host } }];
}

/** An address that is not the server's own is never shown as if it were. */
function viaOf({ fakeIp, request }: Attempt, server: CaptureRecord['server']): CaptureRecord['server'] {
  if (server === null) return null;
  if (request.options.proxy !== null) return { ...server, via: 'proxy' };
  return fakeIp || isFakeIp(server.ip ?? '') ? { ...server, via: 'fake-ip' } : server;
}

/** The options asked for and the limits that hold for every capture. */
export function optionsOf(
  attempt: Pick<Attempt, 'request'> & { readonly deps: Pick<CaptureDeps, 'diskLimits' | 'memoryLimitBytes'> },
): CaptureRecord['options'] {
  const { options } = attempt.request;
  const { allowPrivateHosts, allowBadCertificateHosts, dismissSelectors, ...rest } = options;
  return {
    preset: presetOf(options),
    ...rest,
    allowPrivateHosts: allowPrivateHosts.join(' '),
    allowBadCertificateHosts: allowBadCertificateHosts.join(' '),
    dismissSelectors: dismissSelectors.join('\n'),
    dialogLimit: DIALOG_LIMIT,
    windowLimit: WINDOW_LIMIT,
    hangLimitMs: WATCHDOG_RULES.hangMs,
    targetLimit: TARGET_LIMIT,
    storageLimitBytes: STORAGE_LIMIT_BYTES,
    memoryLimitBytes: attempt.deps.memoryLimitBytes ?? memoryLimitBytes(),
    diskLimitBytes: (attempt.deps.diskLimits ?? DISK_LIMITS).totalBytes,
    settleQuietAfterMs: SETTLE_RULES.quietAfterMs,
    settleNoByteMs: patienceOf(options.timeLimitMs),
    settleSilentServerMs: SETTLE_RULES.silentServerMs,
    settleDocumentMs: documentPatienceOf(options.timeLimitMs),
    settleFlowingMs: SETTLE_RULES.flowingMs,
  };
}
