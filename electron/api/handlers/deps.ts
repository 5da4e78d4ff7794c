// What the handlers are given by app.ts.

import type { Sheet } from '../../../shared/batch/sheet.ts';
import type { LedgerExportView, LedgerStateView, LedgerVerification } from '../../../shared/api/ledger.ts';
import type {
  CaptureOptions,
  ChainToDeploy,
  ImportSm2KeyInput,
  PlatformSecretInput,
  Settings,
} from '../../../shared/api/inputs.ts';
import type {
  AnchorView,
  AppEvent,
  AppInfo,
  ChainStatusView,
  DeploymentView,
  PlatformCheckView,
  Sm2StateView,
  DoctorItem,
  Page,
} from '../../../shared/api/views.ts';
import type { SigningCertificateView } from '../../../shared/api/signing.ts';
import type { EnvironmentRecord } from '../../../shared/evidence/environment.ts';
import type { DepositRecord } from '../../../shared/evidence/deposit-record.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { VerificationReport } from '../../../shared/verify/report.ts';
import type { Requirements, TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import type { Applications } from '../../pipeline/applications.ts';
import type { Uploads } from '../../deposit/uploads.ts';
import type { HeldSessions } from '../../jobs/held-sessions.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Store } from '../../store/types.ts';

/** The chain and the platforms as app.ts answers for them. */
export interface ChainCalls {
  status(): Promise<ChainStatusView>;
  anchors(range: { readonly offset: number; readonly limit: number }): Page<AnchorView>;
  /** Throws chain/…, key/…. */
  deploy(chain: ChainToDeploy): Promise<DeploymentView>;
  /** Throws key/…, store/…. */
  setSecret(input: PlatformSecretInput): Promise<void>;
  /**
   * Credentials are for one place: they end where a platform is removed, comes anew or goes to another host. Throws key/…,
   * store/….
   */
  clearSecretsOfChanged(before: Settings['platforms'], after: Settings['platforms']): Promise<void>;
  /** Throws input/not-found, platform/…, key/…. */
  checkPlatform(name: string): Promise<PlatformCheckView>;
}

/** The SM2 signer (electron/sm2-access.ts). */
export interface Sm2Calls {
  state(): Sm2StateView;
  /** The id of the configured signer's key, null where SM2 is off. Throws key/…. */
  check(): Promise<string | null>;
  /** Throws key/import, key/…. */
  importKey(input: ImportSm2KeyInput): Promise<string>;
}

/** The certificate that signs PDFs (electron/document-signing.ts). */
export interface SigningCalls {
  certificate(): SigningCertificateView | null;
  /** Throws key/…. */
  import(file: { readonly bytes: Uint8Array; readonly password: string }): Promise<SigningCertificateView>;
  remove(): Promise<void>;
}

/** Where captures go that were started without naming a case. */
export const DEFAULT_CASE = '未分类 Unsorted';

/** The ledger's own verbs (electron/ledger-calls.ts). */
export interface LedgerCalls {
  state(): LedgerStateView;
  /** Looks at copy and witnesses again. */
  lookOutside(): Promise<void>;
  /** Throws input/file-unreadable. */
  verify(against: string | null): Promise<LedgerVerification>;
  /** Throws input/not-found, input/output-unwritable, ledger/…, store/…. */
  exportTiles(folder: string): Promise<LedgerExportView>;
  /** Throws input/invalid where the ledger is not halted. */
  restart(reason: string): Promise<void>;
  retryWitnesses(): void;
}

export interface ApiDeps {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly sessions: HeldSessions;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly downloadsFolder: string;
  readonly emit: (event: AppEvent) => void;
  readonly events: (signal: AbortSignal) => AsyncIterable<AppEvent>;
  /** The URL in its normal form; throws input/not-a-url, input/unsupported-scheme, input/private-address. */
  readonly checkTarget: (url: string, options: CaptureOptions) => Promise<string>;
  readonly readCaptureRecord: (id: string) => Promise<CaptureRecord | null>;
  readonly readDepositRecord: (id: string) => Promise<DepositRecord | null>;
  readonly uploads: Uploads;
  readonly applications: Applications;
  /** Throws key/…. */
  readonly notaryKey: (create: boolean) => Promise<{ readonly recipient: string } | null>;
  /** The names of what is to be deposited. Throws input/not-found, input/own-folder, input/invalid. */
  readonly checkSources: (paths: readonly string[]) => Promise<readonly string[]>;
  readonly depositTitle: (roots: readonly string[]) => string;
  readonly readEnvironment: (id: string) => Promise<EnvironmentRecord | null>;
  /** Adds rows for authorities and chains that were configured after the item was sealed. */
  readonly addConfiguredAttestations: (id: string) => void;
  /** Throw input/sheet-unreadable, input/sheet-too-large. */
  readonly readPasted: (text: string) => Sheet;
  readonly readSheet: (bytes: Uint8Array) => Promise<Sheet>;
  readonly verify: (path: string, requirements: Requirements) => Promise<VerificationReport>;
  readonly info: () => AppInfo;
  /** Looks now at what is due and what has ended, where this program looks after watches at all. */
  readonly lookAfterWatches: () => void;
  readonly doctor: () => Promise<readonly DoctorItem[]>;
  /** Throws browser/download-failed. */
  readonly downloadBrowser: (
    onProgress: (progress: { receivedBytes: number; totalBytes: number }) => void,
  ) => Promise<void>;
  readonly trustPolicy: () => TrustPolicy;
  readonly documentSigning: SigningCalls;
  readonly ledger: LedgerCalls;
  readonly chainCalls: ChainCalls;
  readonly sm2: Sm2Calls;
  /** Throws input/not-a-url, input/unsupported-scheme. */
  readonly checkEnvironment: (url: string | null) => Promise<EnvironmentRecord>;
}
