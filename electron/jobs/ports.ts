// What the job queue needs of the store, and what it gives to the functions that do the work.

import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type { JobBytes, JobState, JobView } from '../../shared/api/views.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';

export type JobKind = JobView['kind'];

export interface NewJob {
  readonly kind: JobKind;
  readonly caseId: string | null;
  readonly url: string | null;
  /** What the runner needs, plain JSON; null where url and caseId say it all. Never secrets. */
  readonly input: Json;
  readonly batchId?: string;
  /** How failures of the network are tried again; null or absent: the first attempt is the last. */
  readonly retry?: RetryRule | null;
}

export interface RetryRule {
  /** Attempts in all, at least 1. */
  readonly tries: number;
  /** Wait after the first failure; four times as long after each further one. */
  readonly backoffMs: number;
}

/** An attempt that was not sealed because another one follows; the item that is sealed in the end lists them all. */
export interface EarlierAttempt {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly code: ErrorCode;
  /** The browser's own word, e.g. net::ERR_CONNECTION_RESET. */
  readonly cause: string;
  readonly addresses: readonly string[];
}

/** A row of the jobs table. step and progress live in memory only and are null here. */
export interface JobRecord extends JobView {
  readonly input: Json;
  /** How often the program ended while it ran. */
  readonly interruptions: number;
  readonly retry: RetryRule | null;
  readonly earlier: readonly EarlierAttempt[];
  /** Not to be started before; null: at once. */
  readonly notBefore: string | null;
}

/** How a job ended. */
export interface JobEnd {
  readonly state: Extract<JobState, 'done' | 'failed' | 'cancelled'>;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  readonly endedAt: string;
}

export interface JobStore {
  insert(jobs: readonly (NewJob & { readonly id: string; readonly createdAt: string })[]): void;
  get(id: string): JobRecord | null;
  /**
   * Newest first; every unfinished job and at most `finished` of the others (default 200). Of batches only what runs:
   * their queues are read page by page.
   */
  list(finished?: number): readonly JobRecord[];
  /**
   * Takes the oldest queued job that may start now, makes it 'running' and counts the attempt; null where there is none.
   * Jobs of no batch go first. A job of a batch waits while the batch is paused, while its host has as many captures
   * running as the batch allows, and for the batch's delay after the last start on that host.
   */
  claim(at: string): JobRecord | null;
  /** Whether a queued job is held back by time alone, so that it is worth asking again. */
  waitsForTime(): boolean;
  /** running -> queued, not before the given time, with one failed attempt more. */
  postpone(id: string, attempt: EarlierAttempt, notBefore: string): void;
  /** Only a job that still runs or waits is changed; false where it had ended already. */
  end(id: string, end: JobEnd): boolean;
  /** failed or cancelled -> queued; false for any other. */
  requeue(id: string): boolean;
  /** running -> queued without counting an interruption (an orderly stop). */
  release(id: string): void;
  /**
   * At start: jobs found 'running' wait again, with one interruption more; after `limit` interruptions they fail with
   * capture/interrupted and keep when they were last begun. Returns both.
   */
  recover(
    at: string,
    limit: number,
  ): { readonly requeued: readonly JobRecord[]; readonly failed: readonly JobRecord[] };
  /** Captures that failed with capture/interrupted and have no item yet. */
  interrupted(): readonly JobRecord[];
}

export interface JobContext {
  /** Aborted by cancel and by the queue's stop; `signal.reason` is an AppError capture/cancelled or capture/interrupted. */
  readonly signal: AbortSignal;
  /** Empty folder of this attempt; removed afterwards. */
  readonly workDir: string;
  readonly onStep: (step: string, progress: number | null, bytes?: JobBytes) => void;
  readonly onFrame: (jpeg: Uint8Array) => void;
  /**
   * True: this failed attempt is kept with the job and another one follows later; the runner seals nothing and returns.
   * False: it was the last one allowed.
   */
  readonly postpone: (attempt: EarlierAttempt) => boolean;
}

/**
 * Does one job. A capture ends its own row by Store.commitSealed; where the row still runs when the function returns,
 * the queue ends it as done. An AppError ends it as failed with its code, anything else as failed with 'internal'.
 */
export type JobRunner = (job: JobRecord, context: JobContext) => Promise<void>;
