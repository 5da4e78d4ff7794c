// Rows of applications as the store keeps them.

import type { ApplicationDetail, ApplicationState, UploadReceipt } from '../../shared/api/applications.ts';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';

/** What is no secret: stands in the database as it is. */
export interface ApplicationFacts {
  readonly evidenceIds: readonly string[];
  readonly package: ApplicationDetail['package'];
  /** tus: where the package goes; url once the recipient has named one. */
  readonly upload: { readonly endpoint: string; readonly url: string | null; readonly offset: number } | null;
  readonly receipt: UploadReceipt | null;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

export interface ApplicationRow {
  readonly id: string;
  readonly caseId: string;
  readonly state: ApplicationState;
  /** Sealed by its owner; the store does not look into it. */
  readonly sealed: Uint8Array;
  readonly facts: ApplicationFacts;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ApplicationStore {
  /** Newest first, at most 500. */
  list(): readonly ApplicationRow[];
  /** Throws input/not-found. */
  require(id: string): ApplicationRow;
  insert(row: ApplicationRow): void;
  update(row: ApplicationRow): void;
  remove(id: string): void;
}
