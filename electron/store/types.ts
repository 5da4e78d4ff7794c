// The store as the pipeline, the handlers and the shells see it. Reads and commits are synchronous (SQLite in this
// process); only the vault's files are asynchronous. Every time is ISO 8601 UTC. Errors: store/… and input/not-found.

import type { AnchorStore } from '../attest/chain/ports.ts';
import type { PlatformStore } from '../attest/platform/ports.ts';
import type { LedgerStore } from '../attest/ledger/ports.ts';
import type { WitnessRows } from '../attest/witness/ports.ts';
import type { AuditAction } from './audit-actions.ts';
import type { AttestationStore, NewAttestation } from './attestation-types.ts';
import type { ApplicationStore } from './application-types.ts';
import type { RenewalStore } from './renewal-types.ts';
import type { BatchStore } from './batch-types.ts';
import type { WorkStore } from './work-types.ts';
import type { ExportRunStore } from './export-run-types.ts';
import type { JobStore } from '../jobs/ports.ts';
import type { WatchStore } from '../jobs/watch-ports.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts';
import type { ListEvidenceInput, Settings, SettingsPatch } from '../../shared/api/inputs.ts';
import type {
  CaseView,
  EvidenceDetail,
  EvidenceView,
  ExportView,
  FileView,
  Page,
} from '../../shared/api/views.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import type { FileDigest } from '../../shared/evidence/index-line.ts';
import type { SealedFiles } from '../../shared/evidence/sealed-files.ts';
import type { Digests, EvidenceFacts } from '../../shared/evidence/statement.ts';
import type { LedgerEntry } from '../../shared/ledger/types.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';

export type * from './application-types.ts';
export type * from './attestation-types.ts';
export type * from './batch-types.ts';
export type * from './export-run-types.ts';
export type * from './renewal-types.ts';
export type * from './work-types.ts';

export interface Store {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** Schema version after migration. */
  readonly version: number;
  readonly cases: CaseStore;
  readonly works: WorkStore;
  readonly evidence: EvidenceStore;
  readonly attestations: AttestationStore;
  readonly renewals: RenewalStore;
  readonly exports: ExportStore;
  readonly exportRuns: ExportRunStore;
  readonly settings: SettingsStore;
  readonly audit: AuditLog;
  readonly jobs: JobStore;
  readonly batches: BatchStore;
  readonly watches: WatchStore;
  /** The rows of one origin (shared/ledger originOf of the ledger key). */
  ledger(origin: string): LedgerStore;
  /** What the witnesses of one origin have said. */
  witnesses(origin: string): WitnessRows;
  readonly anchors: AnchorStore;
  readonly platforms: PlatformStore;
  readonly applications: ApplicationStore;
  readonly vault: Vault;
  /** Small facts about this installation (ledger key id, salts): text by name. */
  readonly facts: { get(name: string): string | null; set(name: string, value: string): void };
  /** What opening removed: half-made things that an interrupted run had left. */
  readonly swept: { readonly blobs: number; readonly temporary: number };
  /** Runs body in one transaction; nests. */
  transaction<T>(body: () => T): T;
  /** Gives the folder free. Idempotent. */
  close(): void;
}

export interface CaseRecord {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly createdAt: string;
  /** SHA-256 hex of the case's random salt and its id, as it stands in statements and in the ledger. */
  readonly digest: string;
}

export interface CaseStore {
  /** Most recent activity first. */
  list(): readonly CaseView[];
  get(id: string): CaseRecord | null;
  /** Like get, throws input/not-found. */
  require(id: string): CaseRecord;
  view(id: string): CaseView;
  findByName(name: string): CaseRecord | null;
  create(input: { readonly name: string; readonly note?: string | undefined }): CaseView;
  /** The case of that name, made where there is none. */
  ensure(name: string): CaseRecord;
  /** Throws input/not-found. */
  update(input: { readonly id: string; readonly name: string; readonly note: string }): CaseView;
  /** 1, 2, 3 …: the number the next sealed item gets. Ask for it and commit under one mutex per case. */
  nextSequence(caseId: string): number;
}

/** One payload file of an item. */
export interface PayloadFile extends FileDigest {
  readonly mediaType: string;
}

export interface SealedItem {
  readonly caseId: string;
  /** facts.id must be new, facts.case.sequence must be nextSequence(caseId). */
  readonly facts: EvidenceFacts;
  readonly sealedAt: string;
  readonly statementDigests: Digests;
  readonly sealed: SealedFiles;
  /** Every one already in the vault of this case. */
  readonly files: readonly PayloadFile[];
  /** One of files[].path. */
  readonly thumbnailPath: string | null;
  /** Of the statement: signature (obtained), one per TSA, ledger. */
  readonly attestations: readonly NewAttestation[];
  /** Waits for the ledger in the same transaction; null where no ledger is wanted. */
  readonly ledgerEntry: LedgerEntry | null;
  /** The job that made it ends in the same transaction, as 'done' unless told otherwise. */
  readonly job: {
    readonly id: string;
    readonly state?: 'done' | 'failed' | 'cancelled';
    readonly error?: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
    /** What kind of page it met, for whoever sorts many (shared/evidence page-labels). */
    readonly labels?: readonly string[];
  } | null;
}

export interface EvidenceStore {
  /**
   * Makes an item exist: rows, sealed bytes, attestations, ledger queue, audit entry and the job's end, all or nothing.
   * Blobs must have been put before. Throws store/disk-full, store/read-only, store/write-failed.
   */
  commitSealed(item: SealedItem): EvidenceView;
  has(id: string): boolean;
  list(query: ListEvidenceInput): Page<EvidenceView>;
  get(id: string): EvidenceView | null;
  /** Like get, throws input/not-found. */
  require(id: string): EvidenceView;
  /** Throws input/not-found. */
  detail(id: string): EvidenceDetail;
  /** Throw input/not-found. */
  facts(id: string): EvidenceFacts;
  statementDigests(id: string): Digests;
  sealedBytes(id: string): SealedFiles;
  files(id: string): readonly FileView[];
  /** Null where the item has no such payload file. */
  file(id: string, path: string): FileView | null;
}

export interface ExportStore {
  add(evidenceId: string, made: ExportView): void;
  list(evidenceId: string): readonly ExportView[];
  /** A half-written file will stand at this path until end(). */
  begin(path: string, at: string): void;
  end(path: string): void;
  /** What a run that was killed had begun and not ended. */
  unfinished(): readonly string[];
}

export interface SettingsProblem {
  readonly field: string;
  readonly problem: string;
}

export interface SettingsStore {
  /** A field that is missing or unreadable has its default; unreadable ones are named and kept until they are changed. */
  read(): { readonly settings: Settings; readonly problems: readonly SettingsProblem[] };
  get(): Settings;
  /** Throws input/invalid {field, problem}; changes nothing then. Audited by field names. */
  change(patch: SettingsPatch): Settings;
}

export interface AuditEntry {
  readonly sequence: number;
  readonly at: string;
  readonly action: AuditAction;
  /** Evidence id, case id, key id …; null where the action has no single subject. */
  readonly subject: string | null;
  readonly details: Json;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditReport {
  readonly intact: boolean;
  readonly entries: number;
  /** Sequence of the first entry that does not fit; null where intact. */
  readonly firstBroken: number | null;
  readonly problem: 'hash' | 'chain' | 'sequence' | 'unreadable' | null;
}

export interface AuditLog {
  /** Joins the running transaction where there is one. Details are facts, never secrets. */
  append(action: AuditAction, subject: string | null, details?: Json): void;
  /** Newest first. */
  list(offset: number, limit: number): Page<AuditEntry>;
  verify(): AuditReport;
}

export interface StoredBlob extends Digests {
  readonly size: number;
}

/** An open blob; close() it. */
export interface BlobReader extends RandomAccess {
  /** From offset to the end (or length bytes), in pieces of at most 1 MiB. */
  stream(offset?: number, length?: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Fills the buffer from its start; 0: the end. */
export type ReadNext = (buffer: Uint8Array) => Promise<number>;

export interface Vault {
  /**
   * Copies a file into the vault of a case and digests it, in one pass with flat memory; durable when it resolves.
   * The source stays where it is. Throws input/file-unreadable, store/disk-full, store/read-only, store/write-failed.
   */
  putFile(caseId: string, sourcePath: string, signal?: AbortSignal): Promise<StoredBlob>;
  /** The same of what is read piece by piece; what readNext rejects with is passed on. */
  putRead(
    caseId: string,
    readNext: ReadNext,
    expectedBytes: number,
    signal?: AbortSignal,
  ): Promise<StoredBlob>;
  putBytes(caseId: string, bytes: Uint8Array): Promise<StoredBlob>;
  /** Throws store/damaged {sha256} where the blob is missing or its header is not ours. */
  open(caseId: string, sha256: string): Promise<BlobReader>;
  has(caseId: string, sha256: string): Promise<boolean>;
  /** Whole content at once, for small files. */
  readAll(caseId: string, sha256: string): Promise<Uint8Array>;
}

/** openStore(options): Store, in open-store.ts. */
export interface OpenStoreOptions {
  /** Data folder; made where it is missing. */
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashers: Hashers;
  readonly log: Log;
  /** Written to owner.json, so that a second program can say who owns the folder. */
  readonly shell: 'desktop' | 'browser' | 'cli';
}
