// Renewals of proofs as the pipeline and the screens see them; part of the store's interface (types.ts).

import type { ProofFile } from '../attest/ports.ts';
import type { RenewalView } from '../../shared/api/views.ts';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';

/** Milliseconds since 1970: when the first certificate under an item's newest proofs ends, since when these exist. */
export interface ProofLife {
  readonly endsMs: number;
  readonly provenMs: number;
}

export interface NewRenewal {
  /** genTime of the latest of its time-stamps, ISO 8601 UTC. */
  readonly at: string;
  readonly authorities: readonly string[];
  /** Digest of each authority's time-stamp, in the same order; for the audit log. */
  readonly imprints: readonly string[];
  readonly life: ProofLife;
  /** Names within the folder of a renewal; shared by all items. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly items: readonly {
    readonly evidenceId: string;
    readonly number: number;
    /** renewal.json, proof.json */
    readonly record: Uint8Array;
    readonly proof: Uint8Array;
  }[];
}

export interface RenewalStore {
  /** Of an item without renewals: what its time-stamps live by. Replaces what stood. */
  setLife(evidenceId: string, life: ProofLife): void;
  /** Items with a time-stamp whose end nobody has reckoned yet. */
  unreckoned(limit: number): readonly string[];
  /** Items due now, the earliest end first; none whose end is past: nothing saves those. */
  due(nowMs: number, withinMs: number, limit: number): readonly string[];
  /** When the next item comes due; null where none does. */
  nextDueMs(withinMs: number): number | null;
  /** Tried in vain: not before the moment again. */
  failed(
    ids: readonly string[],
    failure: { readonly code: ErrorCode; readonly details: ErrorDetails; readonly at: string },
    notBeforeMs: (attempts: number) => number,
  ): void;
  /** All or nothing; audited. */
  add(renewal: NewRenewal): void;
  /** The number that the next renewal of the item has. */
  nextNumber(evidenceId: string): number;
  view(evidenceId: string, withinMs: number): RenewalView;
  /** Everything of all its renewals, by path in the package, sorted. */
  files(evidenceId: string): readonly ProofFile[];
}
