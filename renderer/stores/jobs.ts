// The live queue: jobs by id as events bring them, and the newest picture of each running capture.

import { create } from 'zustand';
import type { StartDepositInput } from '../../shared/api/deposits.ts';
import type { StartCaptureInput } from '../../shared/api/inputs.ts';
import type { JobView } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';

interface JobsState {
  /** Null until first read. */
  readonly jobs: ReadonlyMap<string, JobView> | null;
  /** data: URL of a JPEG per running job. */
  readonly frames: ReadonlyMap<string, string>;
  /** Jobs that were asked to stop and have not ended yet. */
  readonly stopping: ReadonlySet<string>;
  readonly failure: Failure | null;
  readonly load: () => Promise<void>;
  readonly put: (job: JobView) => void;
  readonly putFrame: (jobId: string, jpegBase64: string) => void;
  readonly deposit: (input: StartDepositInput) => Promise<JobView>;
  readonly start: (input: StartCaptureInput) => Promise<readonly JobView[]>;
  readonly cancel: (id: string) => Promise<void>;
  /** reason: why to go on where the environment check held it back. */
  readonly retry: (id: string, reason?: string) => Promise<void>;
}

const OVER: ReadonlySet<JobView['state']> = new Set(['done', 'failed', 'cancelled']);

export const isOver = (job: JobView): boolean => OVER.has(job.state);

/** Base64 of a JPEG and nothing else may become a data: URL. */
const isJpegBase64 = (text: string): boolean => text.startsWith('/9j/') && /^[\w+/=]+$/.test(text);

export const useJobs = create<JobsState>()((set, get) => {
  return {
    jobs: null,
    frames: new Map(),
    stopping: new Set(),
    failure: null,
    async load() {
      try {
        const jobs = await api.listJobs.query();
        set({ jobs: new Map(jobs.map((job) => [job.id, job])), failure: null });
      } catch (error) {
        set({ failure: toFailure(error) });
      }
    },
    put(job) {
      const { jobs, frames, stopping } = get();
      const next = new Map(jobs ?? []).set(job.id, job);
      // What ended of a batch stands on the batch's page.
      if (job.batchId !== null && job.state !== 'running') next.delete(job.id);
      if (!isOver(job)) return set({ jobs: next });
      const pictures = new Map(frames);
      pictures.delete(job.id);
      const still = new Set(stopping);
      still.delete(job.id);
      set({ jobs: next, frames: pictures, stopping: still });
    },
    putFrame(jobId, jpegBase64) {
      if (!isJpegBase64(jpegBase64)) return;
      set({ frames: new Map(get().frames).set(jobId, `data:image/jpeg;base64,${jpegBase64}`) });
    },
    async deposit(input) {
      const job = await api.startDeposit.mutate(input);
      get().put(job);
      return job;
    },
    async start(input) {
      const started = await api.startCapture.mutate(input);
      for (const job of started) get().put(job);
      return started;
    },
    async cancel(id) {
      set({ stopping: new Set(get().stopping).add(id) });
      await api.cancelJob.mutate({ id });
    },
    async retry(id, reason) {
      get().put(await api.retryJob.mutate(reason === undefined ? { id } : { id, environmentReason: reason }));
    },
  };
});

const rank = (job: JobView): number => (job.state === 'running' ? 0 : 1);

/** Running first, then queued in their order, then the newest ended. */
export function queueOrder(
  jobs: Iterable<JobView>,
  kind: JobView['kind'] = 'capture',
): { active: JobView[]; ended: JobView[] } {
  const active: JobView[] = [];
  const ended: JobView[] = [];
  for (const job of jobs) {
    if (job.kind !== kind) continue;
    (isOver(job) ? ended : active).push(job);
  }
  active.sort(
    (a, b) => rank(a) - rank(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  );
  ended.sort((a, b) => (b.endedAt ?? b.createdAt).localeCompare(a.endedAt ?? a.createdAt));
  return { active, ended };
}
