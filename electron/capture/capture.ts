// One web page -> its capture: artefacts, the record of every request, capture.json and events.jsonl. Reads as the
// list of its steps; each stands in a file of its own and leaves its outcome in the record. Expected failures are
// states of the capture, not rejections.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import { AppError } from '../../shared/errors.ts';
import { addReason, createAttempt, remainingMs, type Attempt } from './attempt.ts';
import { assertRoom, DISK_LIMITS } from './disk-watch.ts';
import { createEventLog } from './events-log.ts';
import { createPrivateHeaders } from './network/private-headers.ts';
import { startFrames } from './page/frames.ts';
import { createLogin } from './network/login.ts';
import { assertNotCancelled, runStep, type Step } from './run-step.ts';
import { isLost, startAgain, watchShare } from './second-try.ts';
import { browserStep } from './steps/browser.ts';
import { compareStep } from './steps/compare.ts';
import { dismissStep } from './steps/dismiss.ts';
import { domStep } from './steps/dom.ts';
import { beginCheck, checkStep, connectionStep, recheck, writeEnvironment } from './steps/environment.ts';
import { labelStep } from './steps/label.ts';
import { mhtmlStep } from './steps/mhtml.ts';
import { navigateStep } from './steps/navigate.ts';
import { pdfStep } from './steps/pdf.ts';
import { buildRecord, readTls, writeLogs, writeRecord } from './steps/record.ts';
import { resolveStep } from './steps/resolve.ts';
import { screenshotStep } from './steps/screenshot.ts';
import { settleStep } from './steps/settle.ts';
import { textStep } from './steps/text.ts';
import { viewportStep } from './steps/viewport.ts';
import { waitStep } from './steps/wait.ts';
import { waczStep } from './steps/wacz.ts';
import { assertCapturableUrl } from './target/capturable-url.ts';
import { createFakeIpProbe } from './target/fake-ip.ts';
import { assertPublicTarget, systemResolve } from './target/public-target.ts';
import type { CaptureDeps, CaptureHooks, CaptureRequest, CaptureResult } from './types.ts';

const ARTEFACT_FLOOR_MS = 15_000;
const PICTURE_FLOOR_MS = 60_000;

interface CaptureStep extends Step {
  /** False where the options do not ask for it. */
  readonly isAsked: (options: CaptureOptions) => boolean;
  /** The page is watched for a sign of life, and shown to whoever looks on. */
  readonly watched: boolean;
  /** What it found holds for a second try too. */
  readonly once: boolean;
}

/** Text and shadow DOM are read before the PDF: printing tells the page that it is printed. */
const STEPS: readonly CaptureStep[] = [
  step('resolve', resolveStep, { floorMs: 10_000, once: true }),
  step('browser', browserStep, { floorMs: 60_000 }),
  step('check', checkStep),
  step('navigate', navigateStep, { floorMs: 0, watched: true }),
  step('connection', connectionStep, { watched: true }),
  pageStep('wait', waitStep, { watched: true, isAsked: asksToWait }),
  pageStep('viewport', viewportStep, { watched: true, artefact: 'viewport.png' }),
  pageStep('settle', settleStep, { watched: true }),
  pageStep('screenshot', screenshotStep, { floorMs: PICTURE_FLOOR_MS, artefact: 'screenshot.png' }),
  pageStep('mhtml', mhtmlStep, { artefact: 'page.mhtml' }),
  pageStep('dom', domStep, { artefact: 'dom.json' }),
  pageStep('text', textStep, { artefact: 'text.txt' }),
  pageStep('label', labelStep),
  pageStep('compare', compareStep),
  pageStep('pdf', pdfStep, { floorMs: PICTURE_FLOOR_MS, artefact: 'page.pdf' }),
  pageStep('dismiss', dismissStep, {
    floorMs: PICTURE_FLOOR_MS,
    artefact: 'screenshot-dismissed.png',
    isAsked: asksToDismiss,
  }),
  step('wacz', waczStep, {
    floorMs: 600_000,
    artefact: 'page.wacz',
    skip: withoutBrowser,
    outlivesPage: true,
  }),
];

/**
 * Throws input/not-a-url, input/unsupported-scheme, input/private-address before anything starts, and
 * capture/cancelled after the browser is gone, store/disk-full where the disk is nearly full, and the system's own
 * error where the work folder cannot be written.
 * Everything else ends in a result with its state.
 */
export async function captureUrl(
  request: CaptureRequest,
  deps: CaptureDeps,
  hooks: CaptureHooks,
): Promise<CaptureResult> {
  const attempt = await begin(request, deps, hooks);
  const steps = STEPS.filter(({ isAsked }) => isAsked(request.options));
  const endWatch = watchShare(attempt);
  try {
    await runSteps(attempt, steps);
    if (isLost(attempt)) {
      await startAgain(attempt);
      await runSteps(
        attempt,
        steps.filter(({ once }) => !once),
      );
    }
    return await finish(attempt);
  } finally {
    endWatch();
    await attempt.browser?.dispose();
    attempt.page?.bodies.dispose();
    attempt.environment?.end();
    await Promise.allSettled(attempt.background);
    await rm(attempt.tempDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** In order; ends early where the page is lost and is worth another try. */
async function runSteps(attempt: Attempt, steps: readonly CaptureStep[]): Promise<void> {
  let stopFrames: (() => Promise<void>) | null = null;
  for (const [index, each] of steps.entries()) {
    if (each.watched && stopFrames === null && attempt.page) {
      stopFrames = await startFrames(attempt.page, attempt.hooks.onFrame);
      attempt.page.watchdog.begin();
    }
    if (!each.watched) {
      attempt.page?.watchdog.end();
      await stopFrames?.();
    }
    await runStep(attempt, each, index / (steps.length + 1));
    assertWritten(attempt);
    if (isLost(attempt)) break;
  }
  attempt.page?.watchdog.end();
}

async function begin(request: CaptureRequest, deps: CaptureDeps, hooks: CaptureHooks): Promise<Attempt> {
  const url = assertCapturableUrl(request.url);
  if (hooks.signal.aborted) throw new AppError('capture/cancelled');
  const resolve = deps.resolve ?? systemResolve;
  const rule = { allowPrivateHosts: request.options.allowPrivateHosts, ownPorts: deps.ownPorts };
  const fakeIpProbe = createFakeIpProbe(resolve);
  const target = await assertPublicTarget(url, rule, resolve, fakeIpProbe);
  const dataDir = join(request.workDir, 'data');
  await mkdir(dataDir, { recursive: true });
  await assertRoom(request.workDir, deps.diskLimits ?? DISK_LIMITS);
  const events = createEventLog(join(dataDir, 'events.jsonl'), deps.clock);
  events.add('capture-begin', { url: url.href, software: deps.softwareVersion });
  for (const { code, details } of request.notes ?? []) events.add(code, details);
  const tempDir = await mkdtemp(join(request.workDir, 'temp-'));
  return createAttempt({
    request,
    deps,
    hooks,
    url,
    resolve,
    fakeIpProbe,
    fakeIp: target.isFake,
    dataDir,
    tempDir,
    events,
    deadlineMs: deps.clock.monotonicMs() + request.options.timeLimitMs,
    privateHeaders: createPrivateHeaders({ withoutValues: (request.session ?? null) !== null }),
    login: createLogin(request.session?.login ?? null),
    environment: beginCheck(deps, events, { ...target, proxy: request.options.proxy }),
  });
}

/** The last step, 'record': waits for what runs beside, ends the browser, writes the record. */
async function finish(attempt: Attempt): Promise<CaptureResult> {
  const { clock } = attempt.deps;
  attempt.hooks.onStep('record', STEPS.length / (STEPS.length + 1));
  const startedAt = clock.now().toISOString();
  const began = clock.monotonicMs();
  await Promise.allSettled(attempt.background);
  const tls = await readTls(attempt);
  const browser = await attempt.browserFacts?.catch(() => null);
  if (attempt.browser && !browser)
    addReason(attempt, 'step-failed', { step: 'browser', error: 'facts unreadable' });
  const [environment] = await Promise.all([
    recheck(attempt, browser ?? null, tls),
    attempt.browser?.dispose(),
  ]);
  if (environment !== null) await writeEnvironment(attempt, environment);
  await writeLogs(attempt);
  assertNotCancelled(attempt);
  const durationMs = Math.round(clock.monotonicMs() - began);
  attempt.steps.push({ name: 'record', status: 'ok', startedAt, durationMs, reason: null });
  const record = buildRecord(attempt, browser ?? null, tls, environment?.record.clock ?? null);
  await writeRecord(attempt, record);
  attempt.events.add('capture-end', { state: record.state, reasons: record.reasons.length });
  assertWritten(attempt);
  attempt.files.push({ path: 'data/events.jsonl', source: join(attempt.dataDir, 'events.jsonl') });
  attempt.hooks.onStep('record', 1);
  return { record, files: attempt.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), environment };
}

function asksToDismiss({ dismissOverlays, dismissSelectors }: CaptureOptions): boolean {
  return dismissOverlays || dismissSelectors.length > 0;
}

function asksToWait({ waitForSelector, extraWaitMs }: CaptureOptions): boolean {
  return waitForSelector !== null || extraWaitMs > 0;
}

/** A record with holes that the disk made is no record: the capture ends with the system's error. */
function assertWritten({ events, page, disk }: Attempt): void {
  const failure = events.failure ?? page?.bodies.failure;
  if (failure) throw failure.error;
  if (disk?.failure) throw disk.failure;
}

function withoutBrowser(attempt: Attempt): string | null {
  return attempt.page === null ? 'no browser' : null;
}

function withoutPage(attempt: Attempt): string | null {
  if (attempt.failure !== null) return `no main document: ${attempt.failure.code}`;
  if (attempt.download) return 'the address is a file, not a page';
  return attempt.page === null ? 'no page' : null;
}

function withoutDocument({ failure }: Attempt): string | null {
  return failure === null ? null : `not reached: ${failure.code}`;
}

type Choices = Partial<Omit<CaptureStep, 'name' | 'run' | 'limitMs'>> & {
  /** What the step may take even where the page's budget is used up. */
  readonly floorMs?: number;
};

function step(
  name: string,
  run: Step['run'],
  { floorMs = ARTEFACT_FLOOR_MS, ...choices }: Choices = {},
): CaptureStep {
  return {
    name,
    run,
    limitMs: (attempt) => remainingMs(attempt, floorMs),
    skip: withoutDocument,
    artefact: null,
    isAsked: () => true,
    watched: false,
    once: false,
    ...choices,
  };
}

/** Needs a page that is shown. */
function pageStep(name: string, run: Step['run'], choices: Choices = {}): CaptureStep {
  return step(name, run, { skip: withoutPage, ...choices });
}
