// What the core shows of itself: plain data that crosses IPC, HTTP and the command line unchanged.

import type { AdapterCapabilities } from '../chain/capabilities.ts';
import type { ErrorCode, ErrorDetails } from '../errors.ts';
import type { CaptureState, EvidenceKind, ProofState, Reason } from '../evidence/states.ts';
import type { GapKind, RecordedMark, RecordedNavigation } from '../evidence/recording.ts';
import type { OperatorFacts } from '../evidence/statement.ts';
import type { TimeBound } from '../verify/report.ts';

export type Language = 'zh-CN' | 'en';

export interface AppInfo {
  readonly version: string;
  readonly shell: 'desktop' | 'browser' | 'cli';
  readonly dataFolder: string;
  readonly deviceKeyId: string;
  readonly keyProtection: 'safe-storage' | 'passphrase' | 'key-file-0600';
  readonly ledgerOrigin: string;
  readonly ledgerSize: number;
  readonly demonstration: boolean;
}

export interface CaseView {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly createdAt: string;
  readonly evidenceCount: number;
  readonly lastActivityAt: string;
}

export interface EvidenceView {
  readonly id: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly sequence: number;
  readonly kind: EvidenceKind;
  /** A capture with a film of what a person did (过程取证). */
  readonly recorded?: boolean;
  readonly requestedUrl: string | null;
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly httpStatus: number | null;
  readonly state: CaptureState;
  readonly reasons: readonly Reason[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly sealedAt: string;
  readonly payloadBytes: number;
  readonly fileCount: number;
  /** Every step already taken; 'pending' beside them while one is still to come. */
  readonly proofs: readonly ProofState[];
  readonly demonstration: boolean;
  /** Path to give to fetchFile, null where there is no picture. */
  readonly thumbnailPath: string | null;
}

export interface EvidenceDetail extends EvidenceView {
  readonly statementSha256: string;
  readonly statementSm3: string;
  readonly operator: OperatorFacts;
  readonly files: readonly FileView[];
  readonly attestations: readonly AttestationView[];
  readonly notBefore: TimeBound | null;
  /** Why the statement has no beacon, as it stands there; null where it has one. */
  readonly beaconAbsentReason: string | null;
  readonly notAfter: TimeBound | null;
  readonly exports: readonly ExportView[];
  readonly renewal: RenewalView;
}

/** How long the proofs of an item last, and the time-stamps that made them last longer. */
export interface RenewalView {
  /** When they are to be renewed; null where there are no time-stamps. */
  readonly dueAt: string | null;
  /** When the first certificate under the newest of them ends. */
  readonly endsAt: string | null;
  readonly lastError: AttestationView['lastError'];
  /** In the order in which they were made. */
  readonly done: readonly {
    readonly number: number;
    readonly at: string;
    readonly authorities: readonly string[];
  }[];
}

/** What a round of renewing came to. */
export interface RenewalReport {
  readonly renewed: readonly string[];
  readonly failed: readonly string[];
  /** Why the failed ones did; null where none did. */
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  /** When the next item comes due; null where none does. */
  readonly nextDueAt: string | null;
}

export interface FileView {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly mediaType: string;
}

/** platform: an evidence platform's word about one item, never a proof that was checked offline. */
export type AttestationKind = 'signature' | 'timestamp' | 'ledger' | 'witness' | 'chain' | 'platform';

export interface AttestationView {
  readonly id: string;
  readonly kind: AttestationKind;
  /** TSA name, ledger origin, chain name, key id. */
  readonly provider: string;
  /** What it speaks about: the statement, or the checkpoint that covers it. */
  readonly subject: 'statement' | 'checkpoint';
  readonly state: 'pending' | 'obtained' | 'not-configured';
  /** genTime, block time, signing time; null while pending. */
  readonly at: string | null;
  readonly demonstration: boolean;
  readonly attempts: number;
  readonly lastError: {
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
    readonly at: string;
  } | null;
  readonly nextAttemptAt: string | null;
  /** Facts to show: label key and value, e.g. serial, policy, index, size, txHash, blockNumber. */
  readonly facts: readonly { readonly key: string; readonly value: string }[];
  /** Files of the proof inside the package. */
  readonly files: readonly string[];
}

/** One checkpoint on its way to a chain. */
export interface AnchorView {
  readonly id: number;
  readonly chainName: string;
  readonly chainId: number;
  readonly contract: string;
  readonly origin: string;
  readonly size: number;
  readonly rootHex: string;
  readonly state: 'queued' | 'submitted' | 'included' | 'final';
  readonly txHash: string | null;
  readonly blockNumber: number | null;
  /** Items under the checkpoint. */
  readonly items: number;
  /** Null before it is included, and where somebody else registered the root. */
  readonly cost: {
    readonly gasUsed: number;
    readonly gasPriceWei: string;
    readonly totalWei: string;
    readonly perItemWei: string;
  } | null;
  readonly errorCode: ErrorCode | null;
  readonly nextAttemptAt: string | null;
  /** Every transaction that was ever signed for it. */
  readonly transactions: readonly {
    readonly txHash: string;
    readonly nonce: number;
    readonly gasPriceWei: string;
    readonly sends: number;
    readonly lastSentAt: string | null;
  }[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ChainStatusView {
  /** Null: no chain is configured. */
  readonly chain: {
    readonly name: string;
    readonly kind: string;
    /** What the kind was tried with; null: 未实测. */
    readonly tested: string | null;
    readonly transport: 'verified-tls' | 'loopback' | 'plain';
    readonly contract: string;
    readonly simulated: boolean;
    readonly capabilities: AdapterCapabilities;
    readonly health: {
      readonly blockNumber: number;
      readonly blockTime: string;
      readonly gasPriceWei: string;
      readonly balanceWei: string;
      readonly sender: string;
    } | null;
    /** Why there is no health. */
    readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  } | null;
  /** Items that wait for the next checkpoint. */
  readonly waiting: number;
  /** When the schedule makes it; null: nothing waits, or no schedule. */
  readonly nextCheckpointAt: string | null;
  readonly anchors: Readonly<Record<AnchorView['state'], number>>;
  readonly platforms: readonly {
    readonly name: string;
    readonly title: string;
    readonly simulated: boolean;
    readonly capabilities: AdapterCapabilities;
    /** Names of the credentials that are set; their values leave the key store for requests alone. */
    readonly secrets: readonly string[];
  }[];
}

/** What a platform said to a question that submits nothing. */
export interface PlatformCheckView {
  /** answered: it takes our credentials. not-askable: nothing is described that could be asked without submitting. */
  readonly status: 'answered' | 'not-askable';
  /** Of the answer; null where nothing was asked. */
  readonly httpStatus: number | null;
}

export interface Sm2StateView {
  /** Of keys that signed statements here. */
  readonly keyIds: readonly string[];
  /** Whether a key of this installation was made. */
  readonly fileKeyMade: boolean;
  /** The file that names the program, absolute; it may not be there. */
  readonly commandFile: string;
}

export interface DeploymentView {
  readonly contract: string;
  readonly txHash: string;
  readonly gasUsed: number;
  readonly gasPriceWei: string;
}

export interface ExportView {
  readonly path: string;
  readonly at: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobBytes {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface JobView {
  readonly id: string;
  readonly kind: 'capture' | 'deposit';
  readonly state: JobState;
  readonly caseId: string | null;
  readonly url: string | null;
  /** Step under way, a key of shared/text steps; null before the start. */
  readonly step: string | null;
  /** 0..1, null where it cannot be known. */
  readonly progress: number | null;
  /** Of a deposit under way. */
  readonly bytes?: JobBytes;
  /** Of a deposit: what it is called. */
  readonly title?: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Set when a capture was sealed, whatever its state. */
  readonly evidenceId: string | null;
  readonly captureState: CaptureState | null;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
  readonly attempts: number;
  /** The batch it belongs to; its queue is shown there. */
  readonly batchId: string | null;
}

/** An interactive capture (过程取证) under way, or how it ended. */
export interface RecordingView {
  readonly id: string;
  readonly caseId: string;
  readonly url: string;
  /** What it was begun with, to begin it once more. */
  readonly asked: {
    readonly maxMinutes: number;
    readonly allowPrivateHosts: readonly string[];
    readonly allowBadCertificateHosts: readonly string[];
    readonly proxy: string | null;
  };
  readonly state: 'starting' | 'recording' | 'sealing' | 'done' | 'failed' | 'cancelled';
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** First frame of the film; null before it. */
  readonly startedAt: string | null;
  readonly elapsedMs: number;
  readonly address: string | null;
  /** The newest ones, at most so many as the counts beside them say there are. */
  readonly navigations: readonly RecordedNavigation[];
  readonly navigationCount: number;
  readonly marks: readonly RecordedMark[];
  readonly requests: number;
  readonly videoBytes: number;
  readonly bodyBytes: number;
  readonly filming: boolean;
  readonly gaps: number;
  /** Why the film shows nothing new at this moment; empty where it does. */
  readonly notShown: readonly GapKind[];
  /** Keys that set a mark in the browser. */
  readonly markKey: string;
  readonly evidenceId: string | null;
  readonly captureState: CaptureState | null;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

export interface DoctorItem {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'missing';
  /** Key of shared/text doctor sentences. */
  readonly code: string;
  readonly details: ErrorDetails;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export type AppEvent =
  | { readonly type: 'job'; readonly job: JobView }
  | { readonly type: 'frame'; readonly jobId: string; readonly jpegBase64: string }
  | { readonly type: 'evidence'; readonly id: string }
  | { readonly type: 'recording'; readonly recording: RecordingView }
  | { readonly type: 'cases' }
  /** Something changed in a batch; told at most once per job's start and end. */
  | { readonly type: 'batch'; readonly id: string }
  /** A batch export started, went on by an item or ended. */
  | { readonly type: 'export'; readonly id: string }
  | { readonly type: 'watches' }
  | { readonly type: 'application'; readonly id: string }
  /** A browser is being downloaded; totalBytes is 0 where it is not known. */
  | { readonly type: 'download'; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly type: 'settings' };
