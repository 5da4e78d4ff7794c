// Batches as they cross between the core and its shells: what callers may send, and what they are shown.

import { z } from 'zod';
import type { BatchCounts, RowStatus } from '../batch/counts.ts';
import type { Duplicate, RowProblem } from '../batch/rows.ts';
import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { CaptureState } from '../evidence/states.ts';
import { captureOptionsInput, environmentReasonInput } from './inputs.ts';

const batchId = z.string().min(1).max(64);
const MAX_TEXT = 7 * 1024 * 1024;

export const importBatchInput = z
  .object({
    source: z.discriminatedUnion('kind', [
      /** One address per line. */
      z.object({ kind: z.literal('text'), text: z.string().max(MAX_TEXT) }).strict(),
      /** XLSX or CSV, told by its bytes. */
      z
        .object({
          kind: z.literal('file'),
          name: z.string().min(1).max(255),
          dataBase64: z.base64().max(10_000_000),
        })
        .strict(),
    ]),
    caseId: z.string().nullable(),
    /** Where caseId is null: the case of this name, made when the batch starts. */
    caseName: z.string().trim().min(1).max(200).optional(),
  })
  .strict();
export type ImportBatchInput = z.input<typeof importBatchInput>;

/** How hard a batch may press on the servers of others, and how often it tries again. */
export const batchPaceInput = z
  .object({
    /** Captures of one host at once. */
    perHost: z.int().min(1).max(16).default(2),
    /** Between two starts on one host. */
    delayMs: z.int().min(0).max(600_000).default(1_000),
    /** Attempts in all where the network fails. */
    tries: z.int().min(1).max(5).default(3),
    /** Wait before the second attempt; four times as long before each further one. */
    backoffMs: z.int().min(100).max(3_600_000).default(30_000),
  })
  .strict();
export type BatchPace = z.output<typeof batchPaceInput>;

export const startBatchInput = z
  .object({
    id: batchId,
    duplicates: z.enum(['exclude', 'include']),
    options: captureOptionsInput.partial().default({}),
    pace: batchPaceInput.partial().default({}),
    /** Why to go on where the environment check does not pass: sealed in every item that it holds back otherwise. */
    environmentReason: environmentReasonInput.nullable().default(null),
  })
  .strict();
export type StartBatchInput = z.input<typeof startBatchInput>;

export const controlBatchInput = z
  .object({ id: batchId, action: z.enum(['pause', 'resume', 'cancel', 'discard']) })
  .strict();
export type ControlBatchInput = z.input<typeof controlBatchInput>;

const rowNumbers = z.array(z.int().min(1)).min(1).max(10_000);

export const excludeRowsInput = z
  .object({
    id: batchId,
    numbers: rowNumbers,
    /** Null: they are taken in again. */
    reason: z.string().trim().min(1).max(500).nullable(),
  })
  .strict();
export type ExcludeRowsInput = z.input<typeof excludeRowsInput>;

/** Null: every failed row. */
export const retryRowsInput = z
  .object({
    id: batchId,
    numbers: rowNumbers.nullable(),
    /** For these rows; null: the reason that the batch was started with. */
    environmentReason: environmentReasonInput.nullable().default(null),
  })
  .strict();
export type RetryRowsInput = z.input<typeof retryRowsInput>;

export const ROW_FILTERS = [
  'all',
  'good',
  'problem',
  'duplicate',
  'exception',
  'waiting',
  'done',
  'failed',
  'excluded',
] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

export const listBatchRowsInput = z
  .object({
    id: batchId,
    filter: z.enum(ROW_FILTERS).default('all'),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(10_000).default(100),
  })
  .strict();
export type ListBatchRowsInput = z.input<typeof listBatchRowsInput>;

export const exportBatchInput = z
  .object({
    id: batchId,
    what: z.enum(['rows', 'errors', 'exceptions', 'reconciliation']),
    language: z.enum(['zh-CN', 'en']),
  })
  .strict();
export type ExportBatchInput = z.input<typeof exportBatchInput>;

export type BatchState = 'draft' | 'running' | 'paused' | 'cancelled' | 'finished';

/** Why a row is not captured: a trouble of its own, a repetition, the batch was stopped, or a person's reason. */
export type Exclusion = 'problem' | 'duplicate' | 'cancelled' | 'person';

export interface BatchSource {
  readonly kind: 'text' | 'csv' | 'xlsx';
  /** Name of the file; null for pasted text. */
  readonly file: string | null;
  readonly sheet: string | null;
  readonly otherSheets: number;
  readonly encoding: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface BatchView {
  readonly id: string;
  readonly title: string;
  readonly state: BatchState;
  readonly caseId: string | null;
  readonly caseName: string;
  readonly source: BatchSource;
  readonly pace: BatchPace;
  /** Why its captures go on where the environment check does not pass; null: they are held back. */
  readonly environmentReason: string | null;
  readonly counts: BatchCounts & {
    readonly complete: number;
    readonly partial: number;
    /** Rows of the sheet without a usable address. */
    readonly problems: number;
    /** Rows that repeat another or an item of the case. */
    readonly duplicates: number;
    /** Rows that a person should look at: labelled, partial or failed. */
    readonly exceptions: number;
  };
  /** N = done + failed + excluded + waiting + running, counted row by row. */
  readonly balanced: boolean;
  readonly createdAt: string;
  readonly startedAt: string | null;
  /** When the last row ended; null while rows wait. */
  readonly endedAt: string | null;
  /** How long still, at the pace of the last captures; null where it cannot be known. */
  readonly remainingMs: number | null;
}

export interface BatchRowView {
  readonly number: number;
  readonly line: number;
  readonly address: string;
  readonly url: string | null;
  readonly serial: string;
  readonly work: string;
  readonly party: string;
  readonly note: string;
  readonly problem: RowProblem | null;
  readonly duplicate: Duplicate | null;
  readonly status: RowStatus;
  readonly excluded: { readonly kind: Exclusion; readonly reason: string | null } | null;
  readonly jobId: string | null;
  readonly evidenceId: string | null;
  readonly captureState: CaptureState | null;
  readonly labels: readonly string[];
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  /** Failed attempts before the present one. */
  readonly earlierAttempts: number;
  /** Waits until then for its next attempt. */
  readonly notBefore: string | null;
  /** Items of the environment check that held it back, comma-separated; null where it did not. */
  readonly heldBack: string | null;
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly httpStatus: number | null;
  readonly sealedAt: string | null;
  readonly statementSha256: string | null;
}

/** A table as text, ready to be saved. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}
