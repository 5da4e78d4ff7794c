// Applications for notarisation (一键申请公证) as callers ask for them and as they stand.

import { z } from 'zod';
import { FORM_KEYS } from '../application/form.ts';
import { APPLICATION_LIMITS } from '../application/application.ts';
import { ATTACHMENT_KINDS, type AttachmentKind } from '../application/paths.ts';
import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { Verdict } from '../verify/report.ts';

export type ApplicationState = 'draft' | 'packaging' | 'packaged' | 'uploading' | 'uploaded';

export interface AttachmentView {
  readonly kind: AttachmentKind;
  readonly originalName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What the recipient answered when the last byte had come. */
export interface UploadReceipt {
  readonly url: string;
  readonly status: number;
  /** ISO 8601 UTC, the device's clock. */
  readonly receivedAt: string;
  /** The reply's body as it came, and its digest. */
  readonly bodyBase64: string;
  readonly bodySha256: string;
}

export interface ApplicationView {
  readonly id: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly state: ApplicationState;
  /** Name of the applicant, for the list; empty where it is not filled in yet. */
  readonly applicant: string;
  readonly evidenceCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Why the last step ended early; null where it did not. */
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  /** While it is being packed or sent; null otherwise. */
  readonly progress: {
    readonly step: 'export' | 'verify' | 'pack' | 'encrypt' | 'check' | 'upload';
    /** 0 to 1 within the step; null where it cannot be told. */
    readonly done: number | null;
  } | null;
}

/** What became of one piece of evidence when the application was packed. */
export interface PackedEvidence {
  readonly id: string;
  readonly verdict: Verdict;
}

export interface ApplicationDetail extends ApplicationView {
  readonly form: Readonly<Record<string, string>>;
  readonly evidenceIds: readonly string[];
  readonly attachments: readonly AttachmentView[];
  readonly package: {
    readonly path: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    /** Name of the office it is encrypted to; null: not encrypted. */
    readonly encryptedTo: string | null;
    readonly evidence: readonly PackedEvidence[];
  } | null;
  readonly upload: { readonly endpoint: string; readonly offset: number } | null;
  readonly receipt: UploadReceipt | null;
}

const applicationId = z.string().min(1).max(64);
const evidenceIds = z.array(z.string().max(64)).max(APPLICATION_LIMITS.evidence);

export const createApplicationInput = z
  .object({ caseId: z.string(), evidenceIds: evidenceIds.default([]) })
  .strict();
export type CreateApplicationInput = z.input<typeof createApplicationInput>;

/** A draft holds whatever was typed; only its size is bounded. */
export const saveApplicationInput = z
  .object({
    id: applicationId,
    form: z
      .record(z.string().max(64), z.string().max(200_000))
      .refine((form) => Object.keys(form).every((key) => FORM_KEYS.includes(key)), 'unknown field'),
    evidenceIds,
  })
  .strict();
export type SaveApplicationInput = z.input<typeof saveApplicationInput>;

export const attachInput = z
  .object({
    id: applicationId,
    kind: z.enum(ATTACHMENT_KINDS),
    source: z.discriminatedUnion('kind', [
      z
        .object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(4_096)).min(1).max(100) })
        .strict(),
      z.object({ kind: z.literal('upload'), id: z.string().regex(/^U-[0-9a-f]{16}$/) }).strict(),
    ]),
  })
  .strict();
export type AttachInput = z.input<typeof attachInput>;

export const detachInput = z.object({ id: applicationId, index: z.int().min(0).max(1_000) }).strict();
export type DetachInput = z.input<typeof detachInput>;

export const packApplicationInput = z
  .object({
    id: applicationId,
    /** Null: as the settings say (exports, else Downloads). */
    folder: z.string().max(4_096).nullable().default(null),
    /** age1…; null: not encrypted. */
    recipient: z
      .object({ name: z.string().trim().min(1).max(200), key: z.string().max(200) })
      .strict()
      .nullable(),
  })
  .strict();
export type PackApplicationInput = z.input<typeof packApplicationInput>;

export const uploadApplicationInput = z
  .object({
    id: applicationId,
    /** Null: as the settings say. */ endpoint: z.string().max(2_048).nullable().default(null),
  })
  .strict();
export type UploadApplicationInput = z.input<typeof uploadApplicationInput>;
