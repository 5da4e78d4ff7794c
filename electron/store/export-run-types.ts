// Batch exports as the pipeline sees them.

import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type {
  ExportDisc,
  ExportedFile,
  ExportExclusion,
  ExportItemView,
  ExportOptions,
  ExportRunState,
  ExportRunView,
  ListExportItemsInput,
} from '../../shared/api/exports.ts';
import type { Page } from '../../shared/api/views.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';

type Trouble = { readonly code: ErrorCode; readonly details: ErrorDetails };

export interface NewExportItem {
  readonly evidenceId: string | null;
  readonly label: string;
  readonly captureState: CaptureState | null;
  readonly excluded: ExportExclusion | null;
}

export interface ExportedItem {
  readonly disc: number;
  readonly folder: string;
  readonly files: readonly ExportedFile[];
  /** What the tables print of it, as it was when its package was made. */
  readonly facts: Json;
}

/** Everything but what only the running program knows. */
export type StoredExportRun = Omit<ExportRunView, 'current' | 'remainingMs'>;

export interface ExportRunStore {
  create(run: {
    readonly folder: string;
    readonly options: ExportOptions;
    readonly items: readonly NewExportItem[];
  }): StoredExportRun;
  list(): readonly StoredExportRun[];
  /** Throws input/not-found. */
  require(id: string): StoredExportRun;
  items(query: ListExportItemsInput): Page<ExportItemView>;
  /** All of a run, in order, with the facts for the tables (null unless done). */
  all(id: string): readonly (ExportItemView & { readonly facts: Json | null })[];
  itemDone(id: string, number: number, made: ExportedItem): void;
  itemFailed(id: string, number: number, error: Trouble): void;
  /** Its files are not what was written: it waits again. */
  itemLost(id: string, number: number): void;
  /** Failed ones wait again. */
  retryFailed(id: string): void;
  setState(id: string, state: ExportRunState, error?: Trouble | null, discs?: readonly ExportDisc[]): void;
  /** What an earlier program left running is interrupted. */
  interruptRunning(): void;
}
