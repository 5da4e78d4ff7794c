// Steps 'check', 'connection' and 'recheck': the cleanliness check around the capture. What it finds in the way ends the
// attempt with a code of its own, unless the user gave a reason; either way it stands in the log.

import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession } from 'puppeteer-core';
import type { BrowserFacts, TlsFacts } from '../../../shared/evidence/capture-record.ts';
import type { EnvironmentItemCode } from '../../../shared/evidence/environment.ts';
import { ENVIRONMENT_PATH, ENVIRONMENT_RAW_PATH } from '../../../shared/evidence/package-paths.ts';
import { addNote, addReason, StepSkipped, type Attempt } from '../attempt.ts';
import { serverOf } from '../outcomes.ts';
import { mainExchange, type OpenPage } from '../page/open-page.ts';
import type { EventLog } from '../events-log.ts';
import type {
  CacheUse,
  CaptureDeps,
  EnvironmentCheck,
  EnvironmentReport,
  EnvironmentTarget,
  ProfileFacts,
} from '../types.ts';
import { readTls } from './record.ts';

const NOT_ASKED = 'no environment check was asked for';

/** Starts the probes, which run beside the start of the browser. */
export function beginCheck(
  { environment }: CaptureDeps,
  events: EventLog,
  target: EnvironmentTarget,
): EnvironmentCheck | null {
  if (environment === undefined) return null;
  events.add('check-begin', {
    host: target.host,
    addresses: target.addresses.join(' '),
    error: target.error,
  });
  return environment(target);
}

/** Before the page is asked for: the browser's profile, and what the probes know by now. */
export async function checkStep(attempt: Attempt): Promise<void> {
  const { environment, events } = attempt;
  if (environment === null) throw new StepSkipped(NOT_ASKED);
  const profile =
    attempt.browser === null
      ? null
      : await readProfile(attempt.browser.session, Boolean(attempt.request.session));
  const { blocking, clock } = await environment.before(profile);
  events.add('clock-compared', { source: clock.source, offsetMs: clock.offsetMs });
  events.add('check-before', { blocking: blocking.join(' ') });
  holdBack(attempt, blocking);
}

/** Once the document is there: whose certificate, which address. */
export async function connectionStep(attempt: Attempt): Promise<void> {
  const { environment, page } = attempt;
  if (environment === null) throw new StepSkipped(NOT_ASKED);
  if (page === null) throw new StepSkipped('no page');
  const main = mainExchange(page);
  const { blocking } = await environment.connection({
    tls: await readTls(attempt),
    https: (main?.request.url ?? attempt.url.href).startsWith('https:'),
    serverIp: serverOf(main)?.ip ?? null,
  });
  attempt.events.add('check-connection', { blocking: blocking.join(' ') });
  holdBack(attempt, blocking);
}

/**
 * After the page's work; filmed: of a recording, whether there is a film. Begins at once and beside whatever ends the browser; the files are written when it is awaited.
 * Null where no check was asked for.
 */
export async function recheck(
  attempt: Attempt,
  browser: BrowserFacts | null,
  tls: TlsFacts | null,
  filmed?: boolean,
): Promise<EnvironmentReport | null> {
  const { environment, events, page } = attempt;
  if (environment === null) return null;
  const { clock } = attempt.deps;
  const startedAt = clock.now().toISOString();
  const began = clock.monotonicMs();
  if (page !== null && (attempt.failure !== null || tls?.error)) await lateConnection(attempt, page, tls);
  const report = await environment.after({
    browser,
    cache: page === null ? null : cacheUse(page),
    endedMs: began,
    ...(filmed !== undefined && { filmed }),
  });
  const { record } = report;
  events.add('clock-compared', { source: record.clock.source, offsetMs: record.clock.offsetMs });
  events.add('check-after', { result: record.result, blocking: record.blocking.join(' ') });
  // An hour's recording is not undone by what came up at its end; it is not complete either.
  if (filmed === undefined) holdBack(attempt, record.blocking);
  else if (record.blocking.length > 0 && record.override === null)
    addReason(attempt, 'step-failed', { step: 'recheck', error: record.blocking.join(', ') });
  if (record.override !== null) {
    const { reason, by, items } = record.override;
    events.add('check-overridden', { items: items.join(' '), reason, by });
    addNote(attempt, 'environment-overridden', { items: items.join(', '), reason });
  }
  const durationMs = Math.round(clock.monotonicMs() - began);
  attempt.steps.push({ name: 'recheck', status: 'ok', startedAt, durationMs, reason: null });
  return report;
}

export async function writeEnvironment(attempt: Attempt, report: EnvironmentReport): Promise<void> {
  await mkdir(join(attempt.dataDir, 'environment'), { recursive: true });
  for (const [path, text] of [
    [ENVIRONMENT_PATH, report.json],
    [ENVIRONMENT_RAW_PATH, report.rawJsonl],
  ] as const) {
    const source = join(attempt.request.workDir, ...path.split('/'));
    await writeFile(source, text);
    attempt.files.push({ path, source });
  }
}

/** A navigation that failed never came to the step 'connection', but its certificate may say why. */
async function lateConnection(attempt: Attempt, page: OpenPage, tls: TlsFacts | null): Promise<void> {
  const checked = attempt.steps.some(({ name, status }) => name === 'connection' && status === 'ok');
  const main = mainExchange(page);
  if (checked || (main === null && tls === null)) return;
  await attempt.environment!.connection({
    tls,
    https: (main?.request.url ?? attempt.url.href).startsWith('https:'),
    serverIp: serverOf(main)?.ip ?? null,
  });
}

function holdBack(attempt: Attempt, blocking: readonly EnvironmentItemCode[]): void {
  if (blocking.length === 0 || attempt.environment?.reason !== null || attempt.failure !== null) return;
  const items = blocking.join(', ');
  attempt.failure = { code: 'capture/environment-blocked', error: items };
  attempt.events.add('check-blocked', { items });
}

/** The new profile, asked and not taken for granted. */
async function readProfile(session: CDPSession, withSession: boolean): Promise<ProfileFacts> {
  const [{ cookies }, { targetInfos }] = await Promise.all([
    session.send('Storage.getCookies'),
    session.send('Target.getTargets'),
  ]);
  const extensions = targetInfos.filter(({ url }) => url.startsWith('chrome-extension://')).length;
  return { cookies: cookies.length, extensions, session: withSession };
}

function cacheUse({ recorder }: OpenPage): CacheUse {
  const answered = recorder.exchanges.filter(({ response }) => response !== null);
  return {
    answers: answered.length,
    fromCache: answered.filter(({ fromCache, response }) => fromCache || response?.fromDiskCache === true)
      .length,
    fromServiceWorker: answered.filter(({ response }) => response?.fromServiceWorker === true).length,
  };
}
