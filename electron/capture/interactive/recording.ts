// One interactive capture: a browser that a person uses, filmed from its first picture to the stop, with the network
// record running. Reads as the order of things: browser, page, film, first address, what the person does, the end.

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { RecordingCut } from '../../../shared/evidence/recording.ts';
import { addNote, createAttempt, openPageOf, type Attempt } from '../attempt.ts';
import { createEventLog } from '../events-log.ts';
import { createLogin } from '../network/login.ts';
import { createPrivateHeaders } from '../network/private-headers.ts';
import { runStep } from '../run-step.ts';
import { beginCheck, checkStep } from '../steps/environment.ts';
import { endAtMemoryLimit } from '../second-try.ts';
import { resolveStep } from '../steps/resolve.ts';
import { assertCapturableUrl } from '../target/capturable-url.ts';
import { createFakeIpProbe } from '../target/fake-ip.ts';
import { assertPublicTarget, systemResolve } from '../target/public-target.ts';
import type { CaptureDeps, CaptureResult, EnvironmentTarget } from '../types.ts';
import { recordBlocked } from './blocked.ts';
import { openForPerson } from './browser.ts';
import { assertDisplay } from './display.ts';
import { createDraft } from './draft.ts';
import { finishRecording } from './finish.ts';
import { createGaps } from './gaps.ts';
import { createMarks } from './marks.ts';
import { reasonOf, watchNavigations } from './navigations.ts';
import { startScreencast } from './screencast.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { plainStep, type Session } from './session.ts';
import type { Recording, RecordingHooks, RecordingRequest, RecordingState } from './types.ts';
import { openVideo, type Video } from './video.ts';
import { withholdHeaders } from './withhold.ts';

const TICK_MS = 1_000;
const NAVIGATE_LIMIT_MS = 60_000;

/**
 * Resolves when the person can begin. Throws capture/no-display, input/…, browser/launch-failed, capture/cancelled, and
 * the system's own error where the work folder cannot be written.
 */
export async function startRecording(
  request: RecordingRequest,
  deps: CaptureDeps,
  hooks: RecordingHooks,
): Promise<Recording> {
  const url = assertCapturableUrl(request.url);
  if (request.window === 'visible') assertDisplay({ platform: process.platform, env: process.env });
  const { allowPrivateHosts } = request.options;
  const rule = { allowPrivateHosts, ownPorts: deps.ownPorts };
  const target = await assertPublicTarget(url, rule, deps.resolve ?? systemResolve);
  const secrets = createSecrets(deps.random);
  const attempt = await beginAttempt(request, url, deps, hooks, secrets, target);
  try {
    await runStep(attempt, plainStep('resolve', resolveStep), 0);
    const session = await openSession(attempt, request, secrets, hooks);
    return session === null ? heldBack(attempt, request, hooks) : run(session, hooks);
  } catch (error) {
    await release(attempt);
    throw hooks.signal.aborted ? new AppError('capture/cancelled', {}, { cause: error }) : error;
  }
}

async function beginAttempt(
  request: RecordingRequest,
  url: URL,
  deps: CaptureDeps,
  hooks: RecordingHooks,
  secrets: Secrets,
  target: EnvironmentTarget,
): Promise<Attempt> {
  const dataDir = join(request.workDir, 'data');
  await mkdir(dataDir, { recursive: true });
  const events = createEventLog(join(dataDir, 'events.jsonl'), deps.clock, (text) => secrets.mask(text));
  events.add('recording-begin', { url: url.href, software: deps.softwareVersion, window: request.window });
  const resolve = deps.resolve ?? systemResolve;
  const fakeIpProbe = createFakeIpProbe(resolve);
  return createAttempt({
    request,
    deps,
    hooks,
    url,
    resolve,
    fakeIpProbe,
    fakeIp: false, // Told by the address of each connection: a person goes from host to host.
    dataDir,
    tempDir: await mkdtemp(join(request.workDir, 'temp-')),
    events,
    deadlineMs: Infinity,
    privateHeaders: withholdHeaders(createPrivateHeaders({ withoutValues: true }), secrets),
    login: createLogin(null),
    environment: beginCheck(deps, events, { ...target, proxy: request.options.proxy, recording: true }),
  });
}

/** Null where the environment check holds it back; see attempt.failure. */
async function openSession(
  attempt: Attempt,
  request: RecordingRequest,
  secrets: Secrets,
  hooks: RecordingHooks,
): Promise<Session | null> {
  const { clock } = attempt.deps;
  hooks.onStep('browser', null);
  const key: { pressed: (() => void) | null } = { pressed: null };
  const [persons, video] = await Promise.all([
    openForPerson(attempt, request, secrets, () => key.pressed?.()),
    openFilm(attempt, request),
  ]);
  await runStep(attempt, plainStep('check', checkStep), 0);
  if (attempt.failure !== null) {
    if ('video' in video) await video.video.dispose();
    return null;
  }
  const { page } = persons;
  const beganMs = clock.monotonicMs();
  const { workDir } = request;
  const watched = { page, workDir, clock, beganMs, events: attempt.events, secrets };
  const session: Session = {
    attempt,
    request,
    persons,
    secrets,
    gaps: createGaps(attempt.events),
    marks: createMarks(watched),
    navigations: watchNavigations(watched),
    beganMs,
    beganAt: clock.now(),
    video: 'video' in video ? video.video : null,
    videoAbsentReason: 'video' in video ? null : video.reason,
    film: null,
    filmed: null,
  };
  key.pressed = () => {
    session.marks.add('hotkey', '').catch(() => undefined); // Its problems stand in the mark.
  };
  if (session.video !== null) {
    session.film = await startScreencast({
      page,
      video: session.video,
      size: persons.size,
      clock,
      gaps: session.gaps,
      beganMs,
      address: () => secrets.mask(page.moves.address ?? 'about:blank'),
    });
  }
  attempt.events.add('film-begin', { filming: session.film !== null, codec: session.video?.codec ?? null });
  return session;
}

const NEVER_BEGUN: RecordingState = {
  phase: 'sealing',
  startedAt: null,
  elapsedMs: 0,
  address: null,
  navigations: [],
  marks: [],
  requests: 0,
  videoBytes: 0,
  bodyBytes: 0,
  filming: false,
  gaps: 0,
  notShown: [],
};

/** A recording that is over before anything was opened. */
function heldBack(attempt: Attempt, request: RecordingRequest, hooks: RecordingHooks): Recording {
  hooks.onState(NEVER_BEGUN);
  const seal = async (): Promise<CaptureResult> => {
    try {
      return await recordBlocked(attempt, request);
    } finally {
      await release(attempt);
    }
  };
  const done = seal();
  done.catch(() => undefined); // Whoever waits for it hears of it.
  return {
    page: openPageOf(attempt),
    state: () => NEVER_BEGUN,
    mark: async () => null,
    stop: () => undefined,
    done,
  };
}

async function release(attempt: Attempt): Promise<void> {
  await attempt.browser?.dispose();
  attempt.page?.bodies.dispose();
  attempt.environment?.end();
  await rm(attempt.tempDir, { recursive: true, force: true, maxRetries: 5 });
}

/** No film is a finding of the recording, not its end. */
async function openFilm(
  attempt: Attempt,
  request: RecordingRequest,
): Promise<{ readonly video: Video } | { readonly reason: string }> {
  try {
    const video = await openVideo({
      binary: attempt.deps.browser,
      script: await readFile(request.encoderScript, 'utf8'),
      tempDir: attempt.tempDir,
      target: join(attempt.dataDir, 'recording.webm'),
      size: { width: request.options.viewportWidth, height: request.options.viewportHeight },
      signal: attempt.hooks.signal,
    });
    return { video };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function run(session: Session, hooks: RecordingHooks): Recording {
  const { attempt, persons, secrets } = session;
  const { page } = persons;
  const { clock } = attempt.deps;
  const over = Promise.withResolvers<RecordingCut | null>();
  let phase: RecordingState['phase'] = 'recording';
  const draft = createDraft(session);

  const state = (): RecordingState => ({
    phase,
    startedAt: session.beganAt.toISOString(),
    elapsedMs: Math.round(clock.monotonicMs() - session.beganMs),
    address: page.moves.address === null ? null : secrets.mask(page.moves.address),
    navigations: session.navigations.list,
    marks: session.marks.list,
    requests: page.recorder.exchanges.length,
    videoBytes: session.video?.sizeBytes ?? 0,
    bodyBytes: page.bodies.totalBytes,
    filming: session.film !== null && session.video?.failure === null,
    gaps: session.gaps.list.length + session.gaps.open.length,
    notShown: session.gaps.open,
  });

  const tick = setInterval(() => {
    const now = state();
    hooks.onState(now);
    const picture = session.film?.newest;
    if (picture) hooks.onFrame(new Uint8Array(Buffer.from(picture, 'base64')));
    draft.write();
    if (now.elapsedMs >= session.request.limits.maxDurationMs) over.resolve('time-limit');
    if (now.videoBytes + now.bodyBytes >= session.request.limits.maxBytes) over.resolve('size-limit');
    const full = attempt.events.failure ?? page.bodies.failure;
    if (full !== null) over.resolve('size-limit');
  }, TICK_MS);
  draft.write();

  const endMemory = endAtMemoryLimit(attempt, () => over.resolve('memory-limit'));
  persons.ended.then(over.resolve, () => over.resolve('browser-ended'));
  hooks.signal.addEventListener('abort', () => over.resolve(null), { once: true });
  if (hooks.signal.aborted) over.resolve(null);
  void firstAddress(session);
  hooks.onState(state());

  async function end(): Promise<Awaited<Recording['done']>> {
    try {
      const cut = await over.promise;
      clearInterval(tick);
      endMemory();
      phase = 'sealing';
      hooks.onState(state());
      if (hooks.signal.aborted) throw new AppError('capture/cancelled');
      attempt.events.add('recording-stop', { cut });
      return await finishRecording(session, cut, hooks);
    } finally {
      clearInterval(tick);
      endMemory();
      await session.video?.dispose();
      await release(attempt);
    }
  }

  const done = end();
  done.catch(() => undefined); // Whoever waits for it hears of it.
  return {
    page,
    state,
    mark: (note) => (phase === 'recording' ? session.marks.add('app', note) : Promise.resolve(null)),
    stop: (why) => over.resolve(why ?? null),
    done,
  };
}

/** The person may go elsewhere whatever becomes of it: an address that gives no page is part of the record. */
async function firstAddress({ attempt, persons }: Session): Promise<void> {
  const startedAt = attempt.deps.clock.now().toISOString();
  const began = attempt.deps.clock.monotonicMs();
  attempt.events.add('navigate', { url: attempt.url.href });
  let reason: string | null;
  try {
    const limit = new Promise<{ readonly errorText: string }>((resolve) => {
      setTimeout(() => resolve({ errorText: 'net::ERR_TIMED_OUT' }), NAVIGATE_LIMIT_MS).unref();
    });
    const asked = persons.page.session.send('Page.navigate', { url: attempt.url.href });
    const answer = await Promise.race([asked, limit, persons.page.crashed]);
    reason = answer.errorText ?? null;
  } catch (error) {
    reason = reasonOf(error);
  }
  const durationMs = Math.round(attempt.deps.clock.monotonicMs() - began);
  const status = reason === null ? 'ok' : 'failed';
  attempt.steps.push({ name: 'navigate', status, startedAt, durationMs, reason });
  attempt.events.add('navigate-answered', { error: reason });
  if (reason !== null && !/ERR_ABORTED/.test(reason)) {
    addNote(attempt, 'first-address-failed', { url: attempt.url.href, error: reason });
  }
}
