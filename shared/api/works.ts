// Works (权利作品) of a case: what its right holder says is infringed, each linked to deposits that keep it. All of it is
// the user's statement; nothing here is sealed.

import { z } from 'zod';
import type { CaptureState } from '../evidence/states.ts';

export const WORK_KINDS = ['artistic', 'literary', 'music', 'video', 'software', 'photo', 'other'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** What the date of a work is of. */
export const WORK_DATES = ['published', 'completed'] as const;
export type WorkDateKind = (typeof WORK_DATES)[number];

const text = (max: number) => z.string().trim().max(max);
const id = z.string().min(1).max(64);

const said = {
  title: text(300).min(1),
  kind: z.enum(WORK_KINDS),
  rightHolder: text(300).min(1),
  /** Null: not registered (未登记). */
  registrationNo: text(100).min(1).nullable().default(null),
  /** YYYY-MM-DD; null where it is not known. */
  date: z.iso.date().nullable().default(null),
  dateKind: z.enum(WORK_DATES).default('published'),
  note: text(2_000).default(''),
};

export const createWorkInput = z.object({ caseId: id, ...said }).strict();
export type CreateWorkInput = z.input<typeof createWorkInput>;

export const updateWorkInput = z.object({ id, ...said }).strict();
export type UpdateWorkInput = z.input<typeof updateWorkInput>;

export const linkWorkInput = z.object({ id, evidenceId: id, linked: z.boolean() }).strict();
export type LinkWorkInput = z.infer<typeof linkWorkInput>;

/** Works of a case, or those to which a deposit belongs. */
export const listWorksInput = z.union([
  z.object({ caseId: id }).strict(),
  z.object({ evidenceId: id }).strict(),
]);
export type ListWorksInput = z.infer<typeof listWorksInput>;

export interface WorkView {
  readonly id: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly title: string;
  readonly kind: WorkKind;
  readonly rightHolder: string;
  readonly registrationNo: string | null;
  readonly date: string | null;
  readonly dateKind: WorkDateKind;
  readonly note: string;
  /** Deposits that keep it, the oldest first. */
  readonly deposits: readonly WorkDeposit[];
}

export interface WorkDeposit {
  readonly evidenceId: string;
  readonly title: string | null;
  readonly state: CaptureState;
  /** ISO 8601 UTC, device clock. */
  readonly sealedAt: string;
}
