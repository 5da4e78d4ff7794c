// Batches as the store keeps them. What a row has become is never stored twice: it follows from its job and from
// whether it is excluded.

import type {
  BatchPace,
  BatchRowView,
  BatchSource,
  BatchView,
  Exclusion,
  RowFilter,
} from '../../shared/api/batches.ts';
import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { Page } from '../../shared/api/views.ts';
import type { ReadRow } from '../../shared/batch/rows.ts';

export interface NewBatch {
  readonly title: string;
  readonly caseId: string | null;
  readonly caseName: string | null;
  readonly source: BatchSource;
  readonly rows: readonly ReadRow[];
}

/** What a started batch gives to each of its jobs. */
export interface BatchRules {
  readonly caseId: string;
  readonly options: CaptureOptions;
  readonly pace: BatchPace;
  /** Why to go on where the environment check does not pass. */
  readonly environmentReason: string | null;
}

export interface BatchStore {
  create(batch: NewBatch): BatchView;
  get(id: string): BatchView | null;
  /** Like get, throws input/not-found. */
  require(id: string): BatchView;
  /** Newest first. */
  list(offset: number, limit: number): Page<BatchView>;
  rows(id: string, filter: RowFilter, offset: number, limit: number): Page<BatchRowView>;
  /** Those of the given numbers that exist. */
  rowsByNumber(id: string, numbers: readonly number[]): readonly BatchRowView[];
  /** Null for a draft. */
  rules(id: string): BatchRules | null;
  /** Items of a case that hold a page (COMPLETE or PARTIAL): requested address and id, oldest first. */
  capturedIn(caseId: string): readonly { readonly url: string; readonly id: string }[];
  /** draft -> active. */
  begin(id: string, rules: BatchRules): void;
  /** active or paused -> active, paused or cancelled. */
  setControl(id: string, control: 'active' | 'paused' | 'cancelled'): void;
  exclude(id: string, numbers: readonly number[], kind: Exclusion, reason: string | null): void;
  include(id: string, numbers: readonly number[]): void;
  setJob(id: string, number: number, jobId: string): void;
  /** Jobs of the batch that have not ended. */
  openJobs(id: string): readonly string[];
  /** A draft alone may go: nothing was done for it. */
  discard(id: string): void;
}
