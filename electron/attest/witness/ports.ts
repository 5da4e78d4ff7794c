// What the app keeps of its witnesses. Implemented in electron/store; cosignatures are only ever added.

import type { ErrorCode, ErrorDetails } from '../../../shared/errors.ts';

export interface WitnessConfig {
  readonly name: string;
  /** Prefix of the protocol's paths. */
  readonly url: string;
  readonly vkey: string;
  /** PEM of the authority that its HTTPS certificate leads to; absent: the system's. */
  readonly caPem?: string | undefined;
}

/**
 * How an answer travelled. A cosignature proves itself, so plain http may carry it; what cannot be proved (that a witness
 * knows a larger ledger) is believed over verified TLS only.
 */
export type Transport = 'tls-verified' | 'tls-unverified' | 'http';

export interface StoredCosignature {
  readonly size: number;
  /** vkey */
  readonly witness: string;
  /** Signature line with its newline. */
  readonly line: string;
  /** POSIX seconds, by the witness' clock. */
  readonly time: number;
  readonly transport: Transport;
  readonly receivedAt: string;
}

export interface WitnessProgress {
  /** Largest size that the witness is known to have cosigned. */
  readonly cosignedSize: number;
  readonly attempts: number;
  readonly lastError: {
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
    readonly at: string;
  } | null;
  /** Null: nothing to ask. */
  readonly nextAttemptAt: string | null;
}

export interface WitnessRows {
  cosignaturesAt(size: number): readonly StoredCosignature[];
  latest(witness: string): StoredCosignature | null;
  /** The cosigned size above a leaf that most witnesses signed, the smallest of several; null where none is. */
  bestSizeAbove(index: number): number | null;
  /** The first of a witness for a size stays. */
  add(cosignature: StoredCosignature): void;
  progress(witness: string): WitnessProgress | null;
  setProgress(witness: string, progress: WitnessProgress): void;
}
