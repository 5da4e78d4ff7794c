import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { AppEvent } from '../../../shared/api/views.ts';
import { createEventBus } from '../../../electron/jobs/event-bus.ts';
import { createHeldSessions } from '../../../electron/jobs/held-sessions.ts';
import type { JobRecord, JobRunner, NewJob } from '../../../electron/jobs/ports.ts';
import { createJobQueue, type JobQueue } from '../../../electron/jobs/queue.ts';
import { createWorkFolders } from '../../../electron/jobs/work-folders.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import type { Store } from '../../../electron/store/types.ts';
import { hashers, open, quietLog, random, temporaryFolder } from '../store/folder.ts';
import { makeItem } from '../store/sealed-item.ts';

const JOB: NewJob = { kind: 'capture', caseId: null, url: 'http://a.example/', input: { n: 1 } };

interface Setup {
  readonly home: string;
  readonly store: Store;
  readonly queue: JobQueue;
  readonly events: AppEvent[];
}

async function setUp(
  capture: JobRunner,
  concurrency = 2,
  home = temporaryFolder(),
  onEnded?: (job: JobRecord) => void,
): Promise<Setup> {
  const store = await open(home);
  const bus = createEventBus();
  const events: AppEvent[] = [];
  const listening = new AbortController();
  const iterator = bus.subscribe(listening.signal)[Symbol.asyncIterator]();
  void (async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value);
  })();
  const queue = createJobQueue({
    store: store.jobs,
    clock: createNodeClock(),
    random,
    log: quietLog,
    bus,
    workFolders: createWorkFolders(join(home, 'work')),
    runners: { capture, deposit: capture },
    ...(onEnded && { onEnded }),
    concurrency: () => concurrency,
  });
  onTestFinished(async () => {
    listening.abort();
    await queue.stop(50);
  });
  return { home, store, queue, events };
}

/** Rejects as a page load does when it is told to stop. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
}

describe('job queue', () => {
  it('runs everything, never more than the limit at once', async () => {
    let now = 0;
    let most = 0;
    const seen = new Set<unknown>();
    const full = Promise.withResolvers<void>();
    const { queue, store, home } = await setUp(async (job, { workDir, onStep }) => {
      most = Math.max(most, ++now);
      if (now === 3) full.resolve();
      seen.add(job.input);
      expect(readdirSync(workDir)).toEqual([]);
      writeFileSync(join(workDir, 'x'), 'x');
      onStep('navigate', 0.5);
      await full.promise; // None ends before as many run as may.
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
    }, 3);
    await queue.start();
    queue.enqueue(Array.from({ length: 40 }, (_, n) => ({ ...JOB, input: n })));
    await queue.idle();
    expect(most).toBe(3);
    expect(seen.size).toBe(40);
    expect(store.jobs.list().every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true);
    expect(readdirSync(join(home, 'work'))).toEqual([]);
  });

  it('takes a backlog of 1,000 jobs, first come, first served', async () => {
    const order: unknown[] = [];
    const { queue } = await setUp((job) => {
      order.push(job.input);
      return Promise.resolve();
    }, 1);
    await queue.start();
    const inputs = Array.from({ length: 1_000 }, (_, n) => n);
    queue.enqueue(inputs.map((input) => ({ ...JOB, input })));
    expect(queue.list().filter(({ state }) => state === 'queued')).toHaveLength(1_000);
    await queue.idle();
    expect(order).toEqual(inputs);
  });

  it('cancels what waits and what runs', async () => {
    const { queue } = await setUp((_job, { signal }) => untilAborted(signal), 1);
    await queue.start();
    const [first, second] = queue.enqueue([JOB, JOB]);
    await expect.poll(() => queue.get(first!.id)?.state).toBe('running');
    queue.cancel(second!.id);
    queue.cancel(first!.id);
    await queue.idle();
    for (const { id } of [first!, second!]) {
      expect(queue.get(id)).toMatchObject({ state: 'cancelled', error: { code: 'capture/cancelled' } });
    }
    expect(() => queue.cancel('J-none')).toThrow(expect.objectContaining({ code: 'input/not-found' }));
  });

  it('keeps an error code, hides a defect behind a reference, and tries again when asked', async () => {
    let behave = false;
    const { queue } = await setUp((job) => {
      if (behave) return Promise.resolve();
      throw job.input === 1 ? new AppError('browser/not-found', { a: 1 }) : new TypeError('bug');
    });
    await queue.start();
    const [known, defect] = queue.enqueue([
      { ...JOB, input: 1 },
      { ...JOB, input: 2 },
    ]);
    await queue.idle();
    expect(queue.get(known!.id)).toMatchObject({
      state: 'failed',
      error: { code: 'browser/not-found', details: { a: 1 } },
    });
    expect(queue.get(defect!.id)?.error).toEqual({ code: 'internal', details: { reference: 'REF' } });
    behave = true;
    expect(queue.retry(known!.id)).toMatchObject({ id: known!.id, state: 'queued', error: null });
    await queue.idle();
    expect(queue.get(known!.id)).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('keeps cookies and passwords no longer than the last of their jobs, however it ended', async () => {
    const sessions = createHeldSessions(random);
    const session = { cookies: [], login: { host: 'a.example', user: 'u', password: 'p' } };
    const running = Promise.withResolvers<void>();
    const { queue } = await setUp(
      async (job, { signal }) => {
        sessions.read(job);
        if (job.url === 'http://fails.example/') throw new AppError('store/disk-full', {});
        running.resolve();
        await untilAborted(signal);
      },
      1,
      temporaryFolder(),
      (job) => sessions.release(job),
    );
    const held = sessions.hold(session, 3);
    const jobs = queue.enqueue(
      ['fails', 'runs', 'waits'].map((name) => ({
        ...JOB,
        url: `http://${name}.example/`,
        input: { session: held },
      })),
    );
    await queue.start();
    await running.promise;
    queue.cancel(jobs[2]!.id);
    expect(sessions.read({ input: { session: held } })).toBe(session);
    queue.cancel(jobs[1]!.id);
    await queue.idle();
    expect(() => sessions.read({ input: { session: held } })).toThrow('capture/session-lost');
    queue.retry(jobs[0]!.id);
    await queue.idle();
    expect(queue.get(jobs[0]!.id)).toMatchObject({
      state: 'failed',
      error: { code: 'capture/session-lost' },
    });
  });

  it('leaves the end to what was sealed, and does a sealed job anew under a new id', async () => {
    const kept: Store[] = [];
    let started = false;
    const { queue, store } = await setUp(async (job, { signal }) => {
      started = true;
      await untilAborted(signal).catch(() => undefined);
      const [sealing] = kept;
      const item = await makeItem(sealing!, hashers, job.caseId!, { facts: { state: 'FAILED' } });
      const error = { code: 'capture/cancelled' as const, details: {} };
      sealing!.evidence.commitSealed({ ...item, job: { id: job.id, state: 'cancelled', error } });
    });
    kept.push(store);
    await queue.start();
    const caseId = store.cases.create({ name: 'c' }).id;
    const [job] = queue.enqueue([{ ...JOB, caseId }]);
    await expect.poll(() => started).toBe(true);
    queue.cancel(job!.id);
    await queue.idle();
    const ended = queue.get(job!.id)!;
    expect(ended).toMatchObject({ state: 'cancelled', captureState: 'FAILED' });
    expect(store.evidence.has(ended.evidenceId!)).toBe(true);
    const again = queue.retry(job!.id);
    expect(again.id).not.toBe(job!.id);
    queue.cancel(again.id);
    await queue.idle();
  });

  it('an orderly stop puts running work back without counting it as an interruption', async () => {
    const { queue, store } = await setUp((_job, { signal }) => untilAborted(signal));
    await queue.start();
    const [job] = queue.enqueue([JOB]);
    await expect.poll(() => queue.get(job!.id)?.state).toBe('running');
    await queue.stop();
    expect(store.jobs.get(job!.id)).toMatchObject({ state: 'queued', interruptions: 0, startedAt: null });
  });

  it('finds interrupted work again and gives up after three times', async () => {
    const home = temporaryFolder();
    let id = '';
    for (let start = 1; start <= 4; start++) {
      const { queue, store } = await setUp(() => new Promise(() => undefined), 1, home);
      mkdirSync(join(home, 'work', 'J-old'), { recursive: true });
      const { requeued, failed } = await queue.start();
      expect(existsSync(join(home, 'work', 'J-old'))).toBe(false);
      if (start === 1) id = queue.enqueue([JOB])[0]!.id;
      if (start < 4) {
        expect([requeued.length, failed.length]).toEqual([start === 1 ? 0 : 1, 0]);
        await expect.poll(() => store.jobs.get(id)?.state).toBe('running');
        // As if the process had ended here: the row stays 'running'.
        store.close();
      } else {
        expect(failed.map((job) => job.id)).toEqual([id]);
        expect(store.jobs.get(id)).toMatchObject({
          state: 'failed',
          attempts: 3,
          error: { code: 'capture/interrupted', details: { attempts: 3 } },
        });
      }
    }
  });

  it('tries a passing failure again as often as its rule allows, and hands on what failed before', async () => {
    const seen: number[] = [];
    const { queue, store } = await setUp((job, { postpone }) => {
      seen.push(job.earlier.length);
      const again = postpone({
        startedAt: '2026-11-24T00:00:00.000Z',
        endedAt: '2026-11-24T00:00:01.000Z',
        code: 'capture/connection-refused',
        cause: `attempt ${job.earlier.length + 1}`,
        addresses: [],
      });
      if (again) return Promise.resolve();
      throw new AppError('capture/connection-refused');
    });
    await queue.start();
    const [once] = queue.enqueue([JOB]);
    await queue.idle();
    expect(seen).toEqual([0]);
    const [job] = queue.enqueue([{ ...JOB, retry: { tries: 3, backoffMs: 20 } }]);
    await queue.idle();
    expect(seen).toEqual([0, 0, 1, 2]);
    expect(queue.get(once!.id)?.state).toBe('failed');
    expect(store.jobs.get(job!.id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      earlier: [{ cause: 'attempt 1' }, { cause: 'attempt 2' }],
    });
  });

  it('tells steps, pictures and changes of state', async () => {
    const { queue, events } = await setUp(async (_job, { onStep, onFrame }) => {
      onStep('screenshot', 0.25);
      onFrame(Uint8Array.of(1, 2, 3));
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    await queue.start();
    const [job] = queue.enqueue([JOB]);
    await queue.idle();
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'job', job: { state: 'done' } });
    const states = events.flatMap((event) => (event.type === 'job' ? [event.job] : []));
    expect(states).toContainEqual(expect.objectContaining({ step: 'screenshot', progress: 0.25 }));
    expect(states.every((state) => !('input' in state))).toBe(true);
    expect(events).toContainEqual({ type: 'frame', jobId: job!.id, jpegBase64: 'AQID' });
  });
});
