// The durable queue: what is to be done stands in the jobs table, what is being done is known to this process alone.
// A job ends once; cancelling aborts its signal and leaves the end to the runner, which may still seal what it has.

import { AppError, isAppError } from '../../shared/errors.ts';
import type { JobBytes, JobView } from '../../shared/api/views.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';
import { toBase64 } from '../../shared/bytes/base64.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import type { EventBus } from './event-bus.ts';
import type { EarlierAttempt, JobEnd, JobKind, JobRecord, JobRunner, JobStore, NewJob } from './ports.ts';
import { postponedUntil } from './retry.ts';
import type { WorkFolders } from './work-folders.ts';

export interface JobQueueDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly bus: EventBus;
  readonly workFolders: WorkFolders;
  /** Hears at start of jobs that failed with capture/interrupted and have no item yet, with what their last try left. */
  readonly onInterrupted?: (job: JobRecord, workDir: string) => Promise<void>;
  /** Hears of each job that has ended for good, sealed or not. */
  readonly onEnded?: (job: JobRecord) => void;
  readonly runners: Readonly<Record<JobKind, JobRunner>>;
  /**
   * Jobs side by side, at least 1; asked before each start with how many run, so that a changed setting and memory that
   * runs short work at once.
   */
  concurrency(running: number): number;
}

export interface JobQueue {
  /**
   * Finds unfinished work, sweeps the work folders and begins. `failed` were interrupted too often: the pipeline may
   * seal that as well.
   */
  start(): Promise<{ readonly requeued: readonly JobRecord[]; readonly failed: readonly JobRecord[] }>;
  enqueue(jobs: readonly NewJob[]): readonly JobView[];
  /** Looks for work now: a batch goes on, a setting changed. */
  wake(): void;
  get(id: string): JobView | null;
  list(): readonly JobView[];
  /** Waiting: cancelled at once. Running: told to stop. Ended: nothing. Throws input/not-found. */
  cancel(id: string): void;
  /**
   * A failed or cancelled job waits again; one that sealed something, or that gets other input, is done anew as a job of
   * its own. @param changes fields of its input that are others now.
   */
  retry(id: string, changes?: Readonly<Record<string, Json>>): JobView;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /**
   * Stops what runs (it waits again at the next start) and starts nothing more. What has not stopped after `graceMs`
   * (default 10 s) is left behind: its row stays 'running' and counts as an interruption at the next start.
   */
  stop(graceMs?: number): Promise<void>;
}

interface Running {
  readonly abort: AbortController;
  step: string | null;
  progress: number | null;
  bytes: JobBytes | undefined;
  postponed: EarlierAttempt | null;
}

/** How often it is looked whether a job that waits for its time may start. */
const LOOK_AGAIN_MS = 250;
const MAX_INTERRUPTIONS = 3;

export function createJobQueue(deps: JobQueueDeps): JobQueue {
  const { store, clock, random, log, bus, workFolders } = deps;
  const running = new Map<string, Running>();
  const tasks = new Set<Promise<void>>();
  let started = false;
  let timer: NodeJS.Timeout | null = null;
  let waiting: (() => void)[] = [];

  const now = (): string => clock.now().toISOString();

  function view(job: JobRecord): JobView {
    const {
      input,
      interruptions: _interruptions,
      retry: _retry,
      earlier: _earlier,
      notBefore: _notBefore,
      ...rest
    } = job;
    const live = running.get(job.id);
    const title = job.kind === 'deposit' ? titleOf(input) : null;
    return {
      ...rest,
      ...(title !== null && { title }),
      ...(live && { step: live.step, progress: live.progress }),
      ...(live?.bytes && { bytes: live.bytes }),
    };
  }

  function require(id: string): JobRecord {
    const job = store.get(id);
    if (!job) throw new AppError('input/not-found', { what: id });
    return job;
  }

  function announce(id: string): void {
    const job = store.get(id);
    if (job) bus.publish({ type: 'job', job: view(job) });
  }

  function announceBatch({ batchId }: JobRecord): void {
    if (batchId !== null) bus.publish({ type: 'batch', id: batchId });
  }

  function pump(): void {
    if (!started) return;
    while (running.size < Math.max(1, deps.concurrency(running.size))) {
      const job = claim();
      if (!job) break;
      begin(job);
    }
    const later = lookAgainLater();
    if (running.size === 0 && !later) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  }

  function lookAgainLater(): boolean {
    if (timer !== null) return true;
    if (running.size >= Math.max(1, deps.concurrency(running.size)) || !store.waitsForTime()) return false;
    timer = setTimeout(() => {
      timer = null;
      pump();
    }, LOOK_AGAIN_MS);
    return true;
  }

  /** Null also where the store cannot be written (a full disk): the next enqueue, end or start tries again. */
  function claim(): JobRecord | null {
    try {
      return store.claim(now());
    } catch (error) {
      log.error('no job could be taken', error);
      return null;
    }
  }

  function begin(job: JobRecord): void {
    running.set(job.id, {
      abort: new AbortController(),
      step: null,
      progress: null,
      bytes: undefined,
      postponed: null,
    });
    announce(job.id);
    announceBatch(job);
    const task = run(job).finally(() => {
      running.delete(job.id);
      tasks.delete(task);
      announce(job.id);
      announceBatch(job);
      pump();
    });
    tasks.add(task);
  }

  async function run(job: JobRecord): Promise<void> {
    const live = running.get(job.id)!;
    try {
      const workDir = await workFolders.make(job.id);
      // Cancelled in between: a runner that only listens for the abort would never hear of it.
      live.abort.signal.throwIfAborted();
      await deps.runners[job.kind](job, {
        signal: live.abort.signal,
        workDir,
        onStep: (step, progress, bytes) => {
          Object.assign(live, { step, progress, bytes });
          announce(job.id);
        },
        onFrame: (jpeg) => bus.publish({ type: 'frame', jobId: job.id, jpegBase64: toBase64(jpeg) }),
        postpone(attempt) {
          if (job.retry === null || job.earlier.length + 1 >= job.retry.tries) return false;
          live.postponed = attempt;
          return true;
        },
      });
      if (live.postponed) postpone(job, live.postponed);
      else settle(job.id, live.abort.signal, { state: 'done', error: null, endedAt: now() });
    } catch (error) {
      settle(job.id, live.abort.signal, toEnd(error));
    }
    await workFolders.remove(job.id).catch((error: unknown) => log.error('work folder not removed', error));
  }

  function postpone(job: JobRecord, attempt: EarlierAttempt): void {
    const { abort } = running.get(job.id)!;
    // Cancelled or stopped in the meantime: that comes first.
    if (abort.signal.aborted) return settle(job.id, abort.signal, toEnd(abort.signal.reason));
    try {
      store.postpone(job.id, attempt, postponedUntil(job, clock.now(), random));
    } catch (error) {
      // The row stays 'running' and is found again at the next start.
      log.error('a further attempt could not be noted', error);
    }
  }

  function toEnd(error: unknown): JobEnd {
    if (isAppError(error)) {
      const state = error.code === 'capture/cancelled' ? 'cancelled' : 'failed';
      return { state, error: { code: error.code, details: error.details }, endedAt: now() };
    }
    const reference = log.error('job failed', error);
    return { state: 'failed', error: { code: 'internal', details: { reference } }, endedAt: now() };
  }

  function settle(id: string, signal: AbortSignal, end: JobEnd): void {
    const reason: unknown = signal.aborted ? signal.reason : null;
    try {
      if (reason === STOPPED && end.state !== 'done') store.release(id);
      else if (isAppError(reason) && reason.code === 'capture/cancelled' && end.state !== 'done') {
        finish(id, { ...end, state: 'cancelled', error: { code: reason.code, details: {} } });
      } else finish(id, end);
    } catch (error) {
      // The row stays 'running' and is found again at the next start.
      log.error('the end of a job could not be written', error);
    }
  }

  function finish(id: string, end: JobEnd): void {
    store.end(id, end);
    deps.onEnded?.(require(id));
  }

  function enqueue(jobs: readonly NewJob[]): readonly JobView[] {
    const createdAt = now();
    const rows = jobs.map((job) => ({ ...job, id: `J-${toHex(random.bytes(8))}`, createdAt }));
    store.insert(rows);
    for (const { id, batchId } of rows) if (batchId === undefined) announce(id);
    queueMicrotask(pump);
    return rows.map(({ id }) => view(require(id)));
  }

  return {
    enqueue,
    wake: () => queueMicrotask(pump),
    async start() {
      const found = store.recover(now(), MAX_INTERRUPTIONS);
      for (const job of store.interrupted()) {
        // Where it cannot be sealed now (a full disk) the next start tries again; its folder is gone by then.
        await deps
          .onInterrupted?.(job, await workFolders.keep(job.id))
          .catch((error: unknown) => log.error('an interrupted capture could not be sealed', error));
      }
      await workFolders.sweep();
      started = true;
      pump();
      return found;
    },
    get(id) {
      const job = store.get(id);
      return job ? view(job) : null;
    },
    list: () => store.list().map((job) => view(job)),
    cancel(id) {
      const job = require(id);
      const cancelled = new AppError('capture/cancelled');
      const live = running.get(id);
      if (live) live.abort.abort(cancelled);
      else if (job.state === 'queued') {
        finish(id, {
          state: 'cancelled',
          error: { code: cancelled.code, details: {} },
          endedAt: now(),
        });
        announce(id);
        pump();
      }
    },
    retry(id, changes = {}) {
      const job = require(id);
      if (job.state === 'queued' || job.state === 'running') return view(job);
      const changed = Object.keys(changes).length > 0;
      if (changed || !store.requeue(id)) {
        const { kind, caseId, url, retry, batchId } = job;
        const input = changed ? { ...(job.input as Record<string, Json> | null), ...changes } : job.input;
        return enqueue([{ kind, caseId, url, input, retry, ...(batchId !== null && { batchId }) }])[0]!;
      }
      announce(id);
      queueMicrotask(pump);
      return view(require(id));
    },
    idle() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        queueMicrotask(pump);
      });
    },
    async stop(graceMs = 10_000) {
      started = false;
      if (timer) clearTimeout(timer);
      timer = null;
      for (const { abort } of running.values()) abort.abort(STOPPED);
      let graceTimer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        graceTimer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(tasks), grace]);
      clearTimeout(graceTimer);
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}

/** A deposit has no address to be called by. */
function titleOf(input: Json): string | null {
  const { title } = input as { readonly title?: Json };
  return typeof title === 'string' ? title : null;
}

const STOPPED = new AppError('capture/interrupted', { attempts: 0 });
