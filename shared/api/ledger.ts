// The ledger as screens and the command line see it.

import { z } from 'zod';
import type { ErrorCode, ErrorDetails } from '../errors.ts';

export interface LedgerProblem {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** Compared with a checkpoint of this ledger that is kept outside the data folder. */
export interface OutsideFinding {
  readonly source: 'copy' | 'witness' | 'chain';
  /** Path of the copy, or name of the witness or chain. */
  readonly name: string;
  /**
   * agrees: the ledger continues it. rolled-back: it is larger than the ledger. differs: another tree of that size.
   * claimed: somebody says that it is larger and does not prove it. absent: nothing is there yet.
   * inside: the copy lies in the data folder itself. unchecked: could not be read, `problem` says why.
   */
  readonly status: 'agrees' | 'rolled-back' | 'differs' | 'claimed' | 'absent' | 'inside' | 'unchecked';
  /** Of the checkpoint outside; null where it is not known. */
  readonly size: number | null;
  readonly at: string;
  readonly problem: LedgerProblem | null;
}

export interface WitnessView {
  readonly name: string;
  readonly url: string;
  readonly vkey: string;
  /** How its last cosignature travelled; null where it gave none. */
  readonly transport: 'tls-verified' | 'tls-unverified' | 'http' | null;
  /** Whether it cosigned the newest checkpoint. */
  readonly current: boolean;
  readonly cosignedSize: number | null;
  /** By the witness' clock, ISO 8601 UTC. */
  readonly cosignedAt: string | null;
  readonly attempts: number;
  readonly lastError: (LedgerProblem & { readonly at: string }) | null;
  readonly nextAttemptAt: string | null;
}

export interface LedgerStateView {
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  /** Hex; of all entries, also of those that no checkpoint covers yet. Null where the stored hashes do not give one. */
  readonly rootHex: string | null;
  readonly lastCheckpoint: { readonly size: number; readonly at: string } | null;
  /** Items that wait to be entered. */
  readonly pending: number;
  /** The check when the program started. 'quick': the newest checkpoints so far, the rest is being read. */
  readonly start: {
    readonly status: 'quick' | 'whole' | 'inconsistent';
    readonly checkedSize: number;
    readonly durationMs: number;
    readonly at: string;
    readonly problem: LedgerProblem | null;
  };
  /** Empty: nothing outside was looked at; a rollback of the whole folder cannot be told. */
  readonly outside: readonly OutsideFinding[];
  /** Not null: nothing is appended or signed until the person decides (restartLedger). */
  readonly halted: LedgerProblem | null;
  readonly witnesses: readonly WitnessView[];
  /** Cosignatures wanted; found on the newest checkpoint. */
  readonly threshold: number;
  readonly cosigned: number;
  /** Ledgers of this installation that came before, oldest first. */
  readonly predecessors: readonly LedgerPredecessor[];
}

export interface LedgerPredecessor {
  readonly origin: string;
  readonly vkey: string;
  /** The last checkpoint known of it. */
  readonly size: number;
  readonly rootHex: string;
  /** Why it was not continued, in the person's words. */
  readonly reason: string;
  readonly at: string;
}

export interface LedgerVerification {
  readonly size: number;
  readonly rootHex: string | null;
  readonly checkpoints: number;
  readonly durationMs: number;
  /** Null: leaves, stored hashes and checkpoints belong together. */
  readonly problem: LedgerProblem | null;
  readonly against: {
    readonly path: string;
    readonly kind: 'checkpoint' | 'tiles';
    readonly size: number | null;
    readonly status: 'agrees' | 'rolled-back' | 'differs' | 'unchecked';
    readonly problem: LedgerProblem | null;
  } | null;
}

export interface LedgerExportView {
  readonly folder: string;
  readonly size: number;
  /** Files written by this run; what was there already stays. */
  readonly written: number;
}

const path = z.string().min(1).max(4_096);
export const verifyLedgerInput = z.object({ against: path.nullable().default(null) }).strict();
export type VerifyLedgerInput = z.input<typeof verifyLedgerInput>;
export const exportLedgerInput = z.object({ folder: path }).strict();
export type ExportLedgerInput = z.input<typeof exportLedgerInput>;
export const restartLedgerInput = z.object({ reason: z.string().trim().min(1).max(1_000) }).strict();
export type RestartLedgerInput = z.input<typeof restartLedgerInput>;
