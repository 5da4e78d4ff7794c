// Attestations as the pipeline and the screens see them; part of the store's interface (types.ts).

import type { ProofFile } from '../attest/ports.ts';
import type { PendingProofView, ProofsState } from '../../shared/api/proofs.ts';
import type { AttestationKind, AttestationView, Page } from '../../shared/api/views.ts';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type { LedgerEntry } from '../../shared/ledger/types.ts';

export interface NewAttestation {
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly demonstration: boolean;
  /** Absent: pending and due at once. */
  readonly obtained?: ObtainedProof;
}

export interface ObtainedProof {
  readonly at: string;
  /** Whether its root is one this installation trusts (time bounds say so). */
  readonly trusted: boolean;
  readonly facts: AttestationView['facts'];
  readonly files: readonly ProofFile[];
}

/** What an attestation speaks about. */
export type AttestationTarget =
  | { readonly subject: 'statement'; readonly evidenceId: string }
  | { readonly subject: 'checkpoint'; readonly origin: string; readonly size: number };

export interface AttestationRecord {
  readonly id: string;
  readonly target: AttestationTarget;
  readonly kind: AttestationKind;
  readonly provider: string;
  readonly state: AttestationView['state'];
  readonly at: string | null;
  readonly trusted: boolean;
  readonly demonstration: boolean;
  readonly attempts: number;
  readonly lastError: AttestationView['lastError'];
  /** Null unless pending. */
  readonly nextAttemptAt: string | null;
  readonly facts: AttestationView['facts'];
  /** Paths in the package. */
  readonly files: readonly string[];
}

export interface LoggedItem {
  readonly evidenceId: string;
  /** Leaf index. */
  readonly index: number;
  /** The item's ledger attestation. */
  readonly proof: ObtainedProof;
}

export interface AttestationStore {
  get(id: string): AttestationRecord | null;
  /** Of the statement first, then those of the checkpoint that covers it; in the order they were added. */
  ofEvidence(evidenceId: string): readonly AttestationRecord[];
  ofCheckpoint(origin: string, size: number): readonly AttestationRecord[];
  /** Adds what is not there yet (same target, kind and provider: left as it is). Returns all rows of the target. */
  add(target: AttestationTarget, rows: readonly NewAttestation[]): readonly AttestationRecord[];
  /** Pending ones whose time has come, oldest first; not those of kind 'ledger', which ledgerQueue lists. */
  due(now: string, limit?: number): readonly AttestationRecord[];
  /** When the next pending one comes due; null where nothing is pending. */
  nextDueAt(): string | null;
  /** Throws store/… only. An obtained proof is never replaced: false where it stood already. Audited. */
  obtained(id: string, proof: ObtainedProof & { readonly demonstration?: boolean }): boolean;
  /** Counts the attempt; stays pending. */
  failed(
    id: string,
    failure: {
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly at: string;
      readonly nextAttemptAt: string;
    },
  ): void;
  /** Pending, but its provider stands in no settings any more (or again). */
  setConfigured(id: string, configured: boolean, nextAttemptAt: string): void;
  /** Everything pending of an item and of its checkpoint is due at once. Returns how many. */
  retryNow(evidenceId: string, now: string): number;
  /** The same for everything that is pending anywhere. */
  retryAllNow(now: string): number;
  pending(offset: number, limit: number): Page<PendingProofView>;
  state(): ProofsState;
  /** Every pending anchor and platform receipt is due at once. */
  retryChains(now: string): void;
  /** How many wait for the ledger, and since when. */
  ledgerWaiting(): { readonly count: number; readonly since: string | null };
  /** Items that wait for the ledger, oldest first. */
  ledgerQueue(limit?: number): readonly LedgerEntry[];
  ledgerQueueLength(): number;
  /** Why items wait: shown with each, until one is logged. */
  ledgerHeld(failure: {
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
    readonly at: string;
  }): void;
  /** What waits for one ledger waits for its successor. */
  moveLedger(from: string, to: string): void;
  /** Items are in the ledger under this checkpoint: their ledger proofs, and the checkpoint's own attestations to get. */
  commitLogged(
    checkpoint: { readonly origin: string; readonly size: number },
    items: readonly LoggedItem[],
    checkpointAttestations: readonly NewAttestation[],
  ): void;
  /** The checkpoint that covers an item; null while it waits. */
  checkpointOf(
    evidenceId: string,
  ): { readonly origin: string; readonly size: number; readonly index: number } | null;
  /** Evidence ids under a checkpoint, in leaf order. */
  itemsOf(origin: string, size: number): readonly string[];
  /** Everything obtained so far that belongs into an item's package beside the sealed part, sorted by path. */
  proofFiles(evidenceId: string): readonly ProofFile[];
}
