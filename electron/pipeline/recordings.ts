// Interactive captures: one at a time, sealed like a page when the person stops. A recording is in its own folder while
// it runs, with the number that its item will have: what a start finds there is sealed as interrupted, once.

import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { AppEvent, RecordingView } from '../../shared/api/views.ts';
import { toBase64 } from '../../shared/bytes/base64.ts';
import { MARK_KEY } from '../capture/interactive/page-script.ts';
import type { Recording, RecordingLimits, RecordingState } from '../capture/interactive/types.ts';
import type { CaptureResult } from '../capture/types.ts';
import { writeDurably } from '../platform/durable-files.ts';
import { isSystemError, systemCode, toWriteError } from '../platform/write-errors.ts';
import { findBeacon, storeBeacon, type BeaconOutcome } from './beacon.ts';
import { overrideOf, seal, storeFiles } from './capture-page.ts';
import type { PipelineDeps } from './deps.ts';
import { newId } from './seal-item.ts';

export interface RecordingAsked {
  /** Checked. */
  readonly url: string;
  readonly caseId: string;
  readonly options: CaptureOptions;
  readonly limits: RecordingLimits;
  /** Why to go on where the environment check does not pass; null: nobody said. */
  readonly environmentReason: string | null;
}

export interface Recordings {
  /** Throws capture/recording-active. */
  assertFree(): void;
  /** Resolves when the person can begin. Throws capture/no-display, browser/…, store/…. */
  start(asked: RecordingAsked): Promise<RecordingView>;
  list(): readonly RecordingView[];
  /** Throw capture/not-recording. */
  mark(id: string, note: string): Promise<RecordingView>;
  finish(id: string): RecordingView;
  discard(id: string): Promise<void>;
  /** Seals what an earlier run left. */
  recover(): Promise<void>;
  /** An orderly end of the program: what runs is sealed as interrupted. */
  stop(): Promise<void>;
}

interface Live {
  readonly abort: AbortController;
  readonly folder: string;
  readonly recording: Recording;
  readonly ended: Promise<void>;
}

/** What stands in a recording's folder beside its data. */
interface Ticket {
  readonly id: string;
  readonly caseId: string;
  readonly url: string;
  readonly evidenceNumber: string;
  readonly observed: BeaconOutcome;
}

const TICKET = 'ticket.json';
const SHOWN_NAVIGATIONS = 100;
const KEPT_VIEWS = 20;
const FRAME_EVERY_MS = 900;

export function createRecordings(
  deps: PipelineDeps,
  emit: (event: AppEvent) => void,
  afterSealing: () => void,
): Recordings {
  const { clock, random, store, log } = deps;
  const views = new Map<string, RecordingView>();
  const lives = new Map<string, Live>();
  let starting = false;

  const now = (): string => clock.now().toISOString();

  function put(view: RecordingView): RecordingView {
    views.set(view.id, view);
    for (const id of [...views.keys()].slice(0, -KEPT_VIEWS)) if (!lives.has(id)) views.delete(id);
    emit({ type: 'recording', recording: view });
    return view;
  }

  function change(id: string, patch: Partial<RecordingView>): RecordingView {
    return put({ ...views.get(id)!, ...patch });
  }

  function require(id: string): Live {
    const live = lives.get(id);
    if (!live || views.get(id)?.state !== 'recording') throw new AppError('capture/not-recording');
    return live;
  }

  function assertFree(): void {
    if (starting || lives.size > 0) throw new AppError('capture/recording-active');
  }

  async function start(asked: RecordingAsked): Promise<RecordingView> {
    assertFree();
    starting = true;
    const id = `R-${toHex(random.bytes(8))}`;
    const folder = join(deps.recordingsFolder, id);
    const abort = new AbortController();
    put(firstView(id, asked, now()));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const observed = await findBeacon(deps, abort.signal);
      const ticket: Ticket = {
        id,
        caseId: asked.caseId,
        url: asked.url,
        evidenceNumber: newId(deps, clock.now()),
        observed,
      };
      await writeDurably(join(folder, TICKET), toUtf8(JSON.stringify(ticket)), {
        unique: toHex(random.bytes(8)),
      });
      const recording = await open(id, asked, folder, abort.signal);
      store.audit.append('recording-started', id, { url: asked.url, case: asked.caseId });
      lives.set(id, { abort, folder, recording, ended: end(ticket, folder, recording) });
      return change(id, viewOf(recording.state()));
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      const failure = isSystemError(error) ? toWriteError(error, folder) : error;
      change(id, { state: 'failed', endedAt: now(), error: errorOf(failure) });
      throw failure;
    } finally {
      starting = false;
    }
  }

  async function open(
    id: string,
    { url, options, limits, environmentReason }: RecordingAsked,
    folder: string,
    signal: AbortSignal,
  ): Promise<Recording> {
    let framedMs = -Infinity;
    return deps.startRecording(
      {
        url,
        options,
        limits,
        workDir: folder,
        window: deps.recordingWindow,
        encoderScript: deps.encoderScript,
      },
      {
        clock,
        random,
        log,
        browser: await deps.findBrowser(),
        softwareVersion: deps.softwareVersion,
        ownPorts: deps.ownPorts(),
        environment: (target) => deps.environment.begin(target, overrideOf(deps, environmentReason)),
      },
      {
        signal,
        onStep: () => undefined,
        onState: (state) => change(id, viewOf(state)),
        onFrame(jpeg) {
          if (clock.monotonicMs() - framedMs < FRAME_EVERY_MS) return;
          framedMs = clock.monotonicMs();
          emit({ type: 'frame', jobId: id, jpegBase64: toBase64(jpeg) });
        },
      },
    );
  }

  /** Never rejects: how it ended stands in the view. */
  async function end(ticket: Ticket, folder: string, recording: Recording): Promise<void> {
    const { id } = ticket;
    try {
      const result = await recording.done;
      await sealResult(ticket, result);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      const evidenceId = ticket.evidenceNumber;
      change(id, { state: 'done', endedAt: now(), evidenceId, captureState: result.record.state });
    } catch (error) {
      const cancelled = isAppError(error) && error.code === 'capture/cancelled';
      // What could not be sealed now stays in its folder and is sealed at the next start.
      if (cancelled) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      const failure = isSystemError(error) ? toWriteError(error, folder) : error;
      change(id, {
        state: cancelled ? 'cancelled' : 'failed',
        endedAt: now(),
        error: cancelled ? null : errorOf(failure),
      });
    }
    lives.delete(id);
  }

  async function sealResult(ticket: Ticket, result: CaptureResult): Promise<void> {
    const { signal } = new AbortController();
    const files = await storeFiles(deps, ticket.caseId, result.files, { signal });
    const proof = await storeBeacon(deps, ticket.caseId, ticket.observed);
    seal(deps, ticket, result, [...files, ...proof], ticket.observed);
    emit({ type: 'evidence', id: ticket.evidenceNumber });
    emit({ type: 'cases' });
    afterSealing();
  }

  function errorOf(error: unknown): RecordingView['error'] {
    if (isAppError(error)) return { code: error.code, details: error.details };
    return { code: 'internal', details: { reference: log.error('recording failed', error) } };
  }

  async function recoverOne(name: string): Promise<void> {
    const folder = join(deps.recordingsFolder, name);
    const ticket = await readTicket(folder);
    if (ticket !== null && !store.evidence.has(ticket.evidenceNumber)) {
      const result = await deps.salvageRecording(folder, clock, random);
      store.audit.append('recording-salvaged', ticket.id, { url: ticket.url, sealed: result !== null });
      if (result !== null) await sealResult(ticket, result);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  return {
    assertFree,
    start,
    list: () => [...views.values()].toReversed(),
    async mark(id, note) {
      const mark = await require(id).recording.mark(note);
      if (mark === null) throw new AppError('capture/not-recording');
      return change(id, viewOf(require(id).recording.state()));
    },
    finish(id) {
      require(id).recording.stop();
      return change(id, { state: 'sealing' });
    },
    async discard(id) {
      const live = require(id);
      live.abort.abort(new AppError('capture/cancelled'));
      store.audit.append('recording-discarded', id);
      await live.ended;
    },
    async recover() {
      const names = await readdir(deps.recordingsFolder).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT')
          log.error('recordings of an earlier run cannot be looked for', error);
        return [];
      });
      for (const name of names) {
        await recoverOne(name).catch((error: unknown) =>
          log.error('a recording could not be recovered; its folder is kept', error),
        );
      }
    },
    async stop() {
      for (const { recording } of lives.values()) recording.stop('interrupted');
      await Promise.all([...lives.values()].map(({ ended }) => ended));
    },
  };
}

/** Null where the program ended before anything was recorded; what cannot be read is an error: the folder is kept. */
async function readTicket(folder: string): Promise<Ticket | null> {
  const text = await readFile(join(folder, TICKET), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as Ticket);
}

const MINUTE_MS = 60_000;

function firstView(
  id: string,
  { url, caseId, options, limits }: RecordingAsked,
  createdAt: string,
): RecordingView {
  const { allowPrivateHosts, allowBadCertificateHosts, proxy } = options;
  return {
    id,
    caseId,
    url,
    asked: {
      maxMinutes: Math.round(limits.maxDurationMs / MINUTE_MS),
      allowPrivateHosts,
      allowBadCertificateHosts,
      proxy,
    },
    state: 'starting',
    createdAt,
    endedAt: null,
    startedAt: null,
    elapsedMs: 0,
    address: null,
    navigations: [],
    navigationCount: 0,
    marks: [],
    requests: 0,
    videoBytes: 0,
    bodyBytes: 0,
    filming: false,
    gaps: 0,
    notShown: [],
    markKey: MARK_KEY,
    evidenceId: null,
    captureState: null,
    error: null,
  };
}

function viewOf({ phase, navigations, ...rest }: RecordingState): Partial<RecordingView> {
  return {
    ...rest,
    state: phase,
    navigations: navigations.slice(-SHOWN_NAVIGATIONS),
    navigationCount: navigations.length,
  };
}
