// Proofs that are still to come, of the whole installation: who gives them, how far they are, why they wait.

import { z } from 'zod';
import type { AttestationKind, AttestationView } from './views.ts';

export const listPendingProofsInput = z
  .object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) })
  .strict();
export type ListPendingProofsInput = z.input<typeof listPendingProofsInput>;

export interface PendingProofView {
  readonly id: string;
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly demonstration: boolean;
  readonly subject: AttestationView['subject'];
  /** The item it speaks about; the first one under the checkpoint. */
  readonly evidenceId: string | null;
  /** Entries under the checkpoint; null for a statement. */
  readonly checkpointSize: number | null;
  /** How many items wait for it. */
  readonly items: number;
  readonly attempts: number;
  readonly lastError: AttestationView['lastError'];
  readonly nextAttemptAt: string | null;
}

/** All proofs of one giver: a time-stamping authority, a ledger, a chain, a device key. */
export interface ProofProviderView {
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly demonstration: boolean;
  readonly obtained: number;
  readonly pending: number;
  /** Of the pending ones: tried at least once. */
  readonly failing: number;
  /** Time of the newest proof, by the giver's own clock; null where there is none. */
  readonly lastAt: string | null;
  readonly nextAttemptAt: string | null;
}

export interface ProofsState {
  readonly pending: number;
  readonly nextAttemptAt: string | null;
  /** By kind, in the order in which an item gets them. */
  readonly providers: readonly ProofProviderView[];
}
