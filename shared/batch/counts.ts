// Reconciliation: every row of a batch is in exactly one place, and the places add up to N.

export const ROW_STATUSES = ['waiting', 'running', 'done', 'failed', 'excluded'] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

export interface BatchCounts {
  /** N: rows of the sheet, counted by themselves and not as a sum. */
  readonly total: number;
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
  readonly excluded: number;
}

/** N = done + failed + excluded + waiting + running. */
export function balances(counts: BatchCounts): boolean {
  return counts.total === ROW_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
