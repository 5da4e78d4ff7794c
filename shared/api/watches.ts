// Pages that are captured again and again (监测), as they cross between the core and its shells.

import { z } from 'zod';
import type { CaptureState } from '../evidence/states.ts';
import { captureOptionsInput } from './inputs.ts';
import type { JobState } from './views.ts';

/** Every five minutes at most, once a quarter at least. */
const everyMinutes = z
  .int()
  .min(5)
  .max(90 * 24 * 60);

export const createWatchInput = z
  .object({
    urls: z.array(z.string().trim().min(1).max(8_192)).min(1).max(200),
    caseId: z.string().nullable(),
    /** Where caseId is null: the case of this name, made where there is none. */
    caseName: z.string().trim().min(1).max(200).optional(),
    everyMinutes,
    options: captureOptionsInput.partial().default({}),
  })
  .strict();
export type CreateWatchInput = z.input<typeof createWatchInput>;

export const changeWatchInput = z
  .object({
    id: z.string().min(1).max(64),
    action: z.enum(['pause', 'resume', 'remove', 'run']),
  })
  .strict();
export type ChangeWatchInput = z.input<typeof changeWatchInput>;

export const listWatchRunsInput = z
  .object({
    id: z.string().min(1).max(64),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(50),
  })
  .strict();
export type ListWatchRunsInput = z.input<typeof listWatchRunsInput>;

interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * What one run found changed against the run before it. Facts about two sealed items, kept beside them: null where both
 * are the same, 'unknown' where it could not be compared.
 */
export interface RunChanges {
  /** The item it is compared with. */
  readonly against: string;
  readonly state: BeforeAfter<CaptureState> | null;
  readonly title: BeforeAfter<string | null> | null;
  readonly status: BeforeAfter<number | null> | null;
  readonly finalUrl: BeforeAfter<string | null> | null;
  readonly text: TextChange | 'unknown' | null;
  readonly picture: PictureChange | 'unknown' | null;
}

export interface TextChange {
  readonly addedLines: number;
  readonly removedLines: number;
  /** The first few lines that came or went. */
  readonly samples: readonly { readonly sign: '+' | '-'; readonly line: string }[];
}

export interface PictureChange {
  /** Share of the picture's points that differ, 0..1; what only one of the two has counts as different. */
  readonly ratio: number;
  readonly heightBefore: number;
  readonly heightAfter: number;
}

export interface WatchView {
  readonly id: string;
  readonly url: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly everyMinutes: number;
  readonly state: 'active' | 'paused';
  readonly createdAt: string;
  readonly nextAt: string;
  readonly runs: number;
  readonly missed: number;
  /** The newest run that captured something or tried to; null before the first. */
  readonly last: WatchRunView | null;
}

export interface WatchRunView {
  readonly dueAt: string;
  /** How many due times passed while the app was closed; 0 for a run that was made. */
  readonly missed: number;
  readonly missedUntil: string | null;
  readonly jobId: string | null;
  readonly jobState: JobState | null;
  readonly startedAt: string | null;
  readonly evidenceId: string | null;
  readonly captureState: CaptureState | null;
  /** Items of the environment check that held the run back, comma-separated; null where it did not. */
  readonly heldBack: string | null;
  /** Null before it is compared, and for the first run. */
  readonly changes: RunChanges | null;
}
