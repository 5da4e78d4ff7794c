// File deposits as callers ask for them: what is deposited, how, and what the depositor says of it.

import { z } from 'zod';
import { DEPOSIT_CATEGORIES } from '../deposit/categories.ts';

/** Half a character cannot be sealed. */
const isText = (text: string): boolean => text.isWellFormed();

const depositSource = z.discriminatedUnion('kind', [
  /** Absolute paths on this computer, read where they stand. */
  z
    .object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(4_096)).min(1).max(10_000) })
    .strict(),
  /** A set of files that were sent before. */
  z.object({ kind: z.literal('upload'), id: z.string().regex(/^U-[0-9a-f]{16}$/) }).strict(),
]);

const described = {
  mode: z.enum(['copy', 'digest-only']).default('copy'),
  category: z.enum(DEPOSIT_CATEGORIES).default('other'),
  /** By the category's template; empty ones are left out. */
  fields: z.record(z.string().min(1).max(64), z.string().max(8_000).refine(isText)).default({}),
  /** Whether the folder in which the files stood is told in the record; else their names alone are. */
  tellLocation: z.boolean().default(false),
};

export const startDepositInput = z
  .object({
    source: depositSource,
    ...described,
    /** Null: named after the files. */
    title: z.string().trim().min(1).max(300).refine(isText).nullable().default(null),
    caseId: z.string().nullable(),
    /** Where caseId is null: the case of this name. */
    caseName: z.string().trim().min(1).max(200).optional(),
  })
  .strict();
export type StartDepositInput = z.input<typeof startDepositInput>;

/** What the queue keeps of it. */
export const depositJobInput = z.object({ source: depositSource, ...described, title: z.string() }).strict();
export type DepositJobInput = z.infer<typeof depositJobInput>;

export const UPLOAD_LIMITS = { files: 5_000, chunkBytes: 8 * 1024 * 1024 } as const;

export const beginUploadInput = z
  .object({
    files: z
      .array(
        z
          .object({
            path: z.string().min(1).max(4_096),
            sizeBytes: z.int().min(0),
            modifiedAt: z.iso.datetime().nullable(),
          })
          .strict(),
      )
      .min(1)
      .max(UPLOAD_LIMITS.files),
  })
  .strict();
export type BeginUploadInput = z.input<typeof beginUploadInput>;
