// data/deposit.json: what was deposited, file by file, and what became of each. Canonical JSON; the closed shape stands
// in deposit-shape.ts. Facts that the file system states (times of change) are its word and prove nothing.

import type { CaptureState, Reason } from './states.ts';

export const DEPOSIT_FORMAT = 'cunan-deposit/1';
export const DEPOSIT_RECORD_PATH = 'data/deposit.json';
/** Where byte-identical copies stand. */
export const DEPOSIT_FILES = 'data/files/';
/** Copies whose own names cannot stand in a package: numbered, with their ending. */
export const DEPOSIT_RENAMED = 'data/renamed/';

export const DEPOSIT_LIMITS = {
  files: 50_000,
  pathChars: 4_096,
  textChars: 4_000,
  reasonsListed: 200,
} as const;

/** copy: byte-identical files in the package. digest-only: their digests alone; the originals stay where they are. */
export type DepositMode = 'copy' | 'digest-only';

/** kept: read whole, its size and times the same before and after. The others are reasons why a deposit is not whole. */
export const DEPOSIT_OUTCOMES = ['kept', 'changed', 'unreadable', 'vanished'] as const;
export type DepositOutcome = (typeof DEPOSIT_OUTCOMES)[number];

/** What cannot be deposited as a file: never followed, opened or read. */
export const DEPOSIT_REFUSALS = ['symlink', 'special', 'name'] as const;
export type DepositRefusal = (typeof DEPOSIT_REFUSALS)[number];

export interface DepositRecord {
  readonly format: typeof DEPOSIT_FORMAT;
  readonly mode: DepositMode;
  /** Of the catalogue (shared/deposit); a slug that a reader does not know is shown as it stands. */
  readonly category: string;
  /** What the depositor says of it, by the category's template; their word. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same as in the statement: */
  readonly title: string;
  readonly state: CaptureState;
  readonly reasons: readonly Reason[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly source: DepositSource;
  /** Sorted by the bytes of the path. */
  readonly files: readonly DepositedFile[];
  /** Folders in which nothing stood. */
  readonly emptyFolders: readonly string[];
  readonly refused: readonly { readonly path: string; readonly kind: DepositRefusal }[];
}

export interface DepositSource {
  /** path: read where they stood. upload: sent by the browser of this computer. */
  readonly via: 'path' | 'upload';
  /** What was chosen: names of files and folders without where they stood. */
  readonly roots: readonly string[];
  /** Folder in which they stood; null unless the depositor wished it to be told. */
  readonly location: string | null;
}

export interface DepositedFile {
  /** Within what was chosen, '/'-separated, beginning with a root; NFC. */
  readonly path: string;
  readonly outcome: DepositOutcome;
  /** The system's word for why it was not read; null where it was. */
  readonly error: string | null;
  /** Bytes that were read; digests are of exactly these. Null where none were. */
  readonly size: number | null;
  readonly sha256: string | null;
  readonly sm3: string | null;
  /** As the file system (or browser) says, ISO 8601 UTC; unproven. Null where it says nothing. */
  readonly modifiedAt: string | null;
  /** When reading ended, by the statement's clock; null where it was not read. */
  readonly readAt: string | null;
  /** Path of the copy in the package; null in digest-only deposits and where nothing was read. */
  readonly stored: string | null;
}

/** The state that follows from what became of the files. */
export function depositState(record: Pick<DepositRecord, 'files' | 'refused'>): CaptureState {
  if (!record.files.some(({ sha256 }) => sha256 !== null)) return 'FAILED';
  const whole = record.refused.length === 0 && record.files.every(({ outcome }) => outcome === 'kept');
  return whole ? 'COMPLETE' : 'PARTIAL';
}
