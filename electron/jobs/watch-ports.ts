// What the clock of watches needs of the store.

import type { RunChanges, WatchRunView, WatchView } from '../../shared/api/watches.ts';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { Page } from '../../shared/api/views.ts';

export interface NewWatch {
  readonly caseId: string;
  readonly url: string;
  readonly options: CaptureOptions;
  readonly everyMinutes: number;
}

export interface DueWatch extends NewWatch {
  readonly id: string;
  readonly nextAt: string;
}

export interface WatchStore {
  /** Due for the first time at once. */
  create(watch: NewWatch): WatchView;
  /** Throws input/not-found, also for one that was removed. */
  require(id: string): WatchView;
  list(): readonly WatchView[];
  runs(id: string, offset: number, limit: number): Page<WatchRunView>;
  due(at: string): readonly DueWatch[];
  /** One run with its job, and the due times before it that passed unseen. */
  addRun(
    id: string,
    run: { readonly dueAt: string; readonly jobId: string },
    missed: { readonly from: string; readonly until: string; readonly count: number } | null,
    nextAt: string,
  ): void;
  /** Removed watches keep their runs; they are only shown no more. */
  setControl(id: string, control: 'active' | 'paused' | 'removed', nextAt: string | null): void;
  /** Runs whose job has ended with an item and that were not compared, with the item of the run before. */
  uncompared(): readonly { readonly run: number; readonly before: string; readonly after: string }[];
  setChanges(run: number, changes: RunChanges): void;
}
