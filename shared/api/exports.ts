// Batch export (批量出证): what may be asked, and what a run shows of itself.

import { z } from 'zod';
import type { CaptureState } from '../evidence/states.ts';
import type { ErrorCode, ErrorDetails } from '../errors.ts';

/** 4.37 GiB: what a single-layer DVD holds. */
export const DISC_BYTES = Math.floor(4.37 * 1024 ** 3);

export const startExportInput = z
  .object({
    source: z.discriminatedUnion('kind', [
      z
        .object({ kind: z.literal('ids'), ids: z.array(z.string().min(1).max(64)).min(1).max(10_000) })
        .strict(),
      z.object({ kind: z.literal('case'), caseId: z.string().min(1).max(64) }).strict(),
      z.object({ kind: z.literal('batch'), batchId: z.string().min(1).max(64) }).strict(),
    ]),
    /** The run makes a folder of its own in it. Null: the setting, else the system's Downloads. */
    folder: z.string().min(1).max(4_096).nullable().default(null),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    /** 证据目录 (证据规定 art 19). */
    court: z.boolean().default(false),
    /** 委托司法鉴定. */
    appraiser: z.boolean().default(false),
    /** A: 公证处自行取证; B: 自行取证后申请; null: no drafts for a notary. */
    path: z.enum(['A', 'B']).nullable().default(null),
    /** Certificates once more as one reading copy. */
    merged: z.boolean().default(true),
    /** Failed attempts as well. */
    includeFailed: z.boolean().default(false),
    /** 证明对象, the same for all; empty: a blank. */
    purpose: z.string().trim().max(500).default(''),
    /** Put to the appraiser. */
    questions: z.array(z.string().trim().min(1).max(1_000)).max(20).default([]),
    discBytes: z
      .int()
      .min(1024 ** 2)
      .default(DISC_BYTES),
  })
  .strict();
export type StartExportInput = z.input<typeof startExportInput>;
export type ExportOptions = Omit<z.output<typeof startExportInput>, 'folder'>;

export const controlExportInput = z
  .object({ id: z.string().min(1).max(64), action: z.enum(['cancel', 'resume']) })
  .strict();
export type ControlExportInput = z.input<typeof controlExportInput>;

export const EXPORT_FILTERS = ['all', 'waiting', 'done', 'failed', 'excluded'] as const;
export type ExportFilter = (typeof EXPORT_FILTERS)[number];

export const listExportItemsInput = z
  .object({
    id: z.string().min(1).max(64),
    filter: z.enum(EXPORT_FILTERS).default('all'),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(100),
  })
  .strict();
export type ListExportItemsInput = z.input<typeof listExportItemsInput>;

/** interrupted: the program ended; cancelled: a person stopped it; failed: it could not go on. All three can be resumed. */
export type ExportRunState = 'running' | 'interrupted' | 'cancelled' | 'failed' | 'done';

export type ExportItemState = 'waiting' | 'done' | 'failed' | 'excluded';

/** Why an item is not in the export. */
export type ExportExclusion =
  | 'repeated'
  | 'capture-failed'
  /** Rows of a batch without evidence. */
  | 'row-failed'
  | 'row-excluded'
  | 'row-waiting';

export interface ExportedFile {
  /** Below the item's folder. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

export interface ExportItemView {
  readonly number: number;
  /** Null: a row of a batch that has none. */
  readonly evidenceId: string | null;
  /** What was asked for: an address or a title. */
  readonly label: string;
  readonly state: ExportItemState;
  readonly excluded: ExportExclusion | null;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  readonly captureState: CaptureState | null;
  readonly disc: number | null;
  /** Name of its folder on the disc. */
  readonly folder: string | null;
  readonly files: readonly ExportedFile[];
  /** A file was there that was not what had been written: it was written anew. */
  readonly rewritten: boolean;
}

export interface ExportDisc {
  readonly number: number;
  readonly name: string;
  readonly files: number;
  readonly sizeBytes: number;
  /** Of the disc's list in SHA-256: stands for the whole disc. */
  readonly sha256: string;
  /** Of its list in SM3. */
  readonly sm3: string;
}

export interface ExportRunView {
  readonly id: string;
  readonly state: ExportRunState;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** The run's own folder. */
  readonly folder: string;
  readonly options: ExportOptions;
  readonly counts: Readonly<Record<'requested' | ExportItemState | 'rewritten', number>>;
  /** requested = done + failed + excluded + waiting, counted one by one. */
  readonly balanced: boolean;
  /** Evidence id under way, 'papers' for what comes at the end; null where nothing runs. */
  readonly current: string | null;
  readonly remainingMs: number | null;
  readonly sizeBytes: number;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  /** Empty until it is done. */
  readonly discs: readonly ExportDisc[];
}
