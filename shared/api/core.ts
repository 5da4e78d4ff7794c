// The verbs every shell offers. electron/api implements them once; IPC, HTTP and the command line carry them.

import type { CreateWorkInput, LinkWorkInput, ListWorksInput, UpdateWorkInput, WorkView } from './works.ts';
import type { EnvironmentRecord } from '../evidence/environment.ts';
import type { DepositRecord } from '../evidence/deposit-record.ts';
import type { CaptureRecord } from '../evidence/capture-record.ts';
import type { Requirements, TrustPolicy } from '../verify/trust-policy.ts';
import type { VerificationReport } from '../verify/report.ts';
import type {
  BatchRowView,
  BatchView,
  ControlBatchInput,
  ExcludeRowsInput,
  ExportBatchInput,
  ImportBatchInput,
  ListBatchRowsInput,
  RetryRowsInput,
  StartBatchInput,
  TextFile,
} from './batches.ts';
import type {
  ApplicationDetail,
  ApplicationView,
  AttachInput,
  CreateApplicationInput,
  DetachInput,
  PackApplicationInput,
  SaveApplicationInput,
  UploadApplicationInput,
} from './applications.ts';
import type { BeginUploadInput, StartDepositInput } from './deposits.ts';
import type {
  ControlExportInput,
  ExportItemView,
  ExportRunView,
  ListExportItemsInput,
  StartExportInput,
} from './exports.ts';
import type { ListPendingProofsInput, PendingProofView, ProofsState } from './proofs.ts';
import type {
  ChangeWatchInput,
  CreateWatchInput,
  ListWatchRunsInput,
  WatchRunView,
  WatchView,
} from './watches.ts';
import type {
  ExportLedgerInput,
  LedgerExportView,
  LedgerStateView,
  LedgerVerification,
  RestartLedgerInput,
  VerifyLedgerInput,
} from './ledger.ts';
import type {
  CertifiedView,
  CertifyInput,
  ImportSigningCertificateInput,
  SigningCertificateView,
} from './signing.ts';
import type {
  ImportSm2KeyInput,
  ListEvidenceInput,
  RenewProofsInput,
  Settings,
  SettingsPatch,
  MarkRecordingInput,
  StartCaptureInput,
  StartRecordingInput,
  DeployInput,
  PlatformSecretInput,
} from './inputs.ts';
import type {
  AppEvent,
  AppInfo,
  CaseView,
  DoctorItem,
  EvidenceDetail,
  RenewalReport,
  EvidenceView,
  ExportView,
  JobView,
  RecordingView,
  Page,
  AnchorView,
  ChainStatusView,
  DeploymentView,
  PlatformCheckView,
  Sm2StateView,
} from './views.ts';

export interface CoreApi {
  info(): Promise<AppInfo>;
  doctor(): Promise<readonly DoctorItem[]>;

  listCases(): Promise<readonly CaseView[]>;
  createCase(input: { name: string; note?: string | undefined }): Promise<CaseView>;
  updateCase(input: { id: string; name: string; note: string }): Promise<CaseView>;
  listWorks(input: ListWorksInput): Promise<readonly WorkView[]>;
  createWork(input: CreateWorkInput): Promise<WorkView>;
  updateWork(input: UpdateWorkInput): Promise<WorkView>;
  removeWork(input: { id: string }): Promise<void>;
  linkWork(input: LinkWorkInput): Promise<WorkView>;

  /** Checks every URL first and changes nothing where one is bad. One job per URL. */
  startCapture(input: StartCaptureInput): Promise<readonly JobView[]>;
  listJobs(): Promise<readonly JobView[]>;
  cancelJob(input: { id: string }): Promise<void>;
  /** environmentReason: why to go on where the environment check held the capture back; makes it a job of its own. */
  retryJob(input: { id: string; environmentReason?: string | undefined }): Promise<JobView>;
  /** The environment check without a capture; with a url, its host's hosts entry and DNS too. Nothing is kept. */
  checkEnvironment(input: { url: string | null }): Promise<EnvironmentRecord>;

  /** Reads a sheet into a draft: nothing is captured yet. Throws input/sheet-…, input/no-addresses. */
  importBatch(input: ImportBatchInput): Promise<BatchView>;
  listBatches(input: { offset: number; limit: number }): Promise<Page<BatchView>>;
  getBatch(input: { id: string }): Promise<BatchView>;
  listBatchRows(input: ListBatchRowsInput): Promise<Page<BatchRowView>>;
  /** Throws input/batch-state where it was started before. */
  startBatch(input: StartBatchInput): Promise<BatchView>;
  /** pause: what runs is finished, nothing more starts. cancel: what is done is kept. Null after discard. */
  controlBatch(input: ControlBatchInput): Promise<BatchView | null>;
  excludeBatchRows(input: ExcludeRowsInput): Promise<BatchView>;
  /** Failed rows are captured again, as items of their own; what was sealed before stays. */
  retryBatchRows(input: RetryRowsInput): Promise<BatchView>;
  exportBatch(input: ExportBatchInput): Promise<TextFile>;

  /** Opens a browser for the person on this computer. Throws capture/no-display, capture/recording-active, input/…. */
  startRecording(input: StartRecordingInput): Promise<RecordingView>;
  /** Those under way, and those that ended since the program started. Newest first. */
  listRecordings(): Promise<readonly RecordingView[]>;
  /** Resolves when picture and page are kept. Throws capture/not-recording. */
  markRecording(input: MarkRecordingInput): Promise<RecordingView>;
  /** What was recorded is sealed; news come as events. Throws capture/not-recording. */
  stopRecording(input: { id: string }): Promise<RecordingView>;
  /** Nothing is kept. Throws capture/not-recording. */
  discardRecording(input: { id: string }): Promise<void>;
  /** Each is captured at once and then every so many minutes while the app is open. */
  createWatches(input: CreateWatchInput): Promise<readonly WatchView[]>;
  listWatches(): Promise<readonly WatchView[]>;
  /** resume and run: due at once. remove: its items and runs stay. */
  changeWatch(input: ChangeWatchInput): Promise<void>;
  listWatchRuns(input: ListWatchRunsInput): Promise<Page<WatchRunView>>;

  /** Checks names and fields first. One job, one item. Throws input/…. */
  startDeposit(input: StartDepositInput): Promise<JobView>;
  /** Announces files that a browser of this computer will send. Throws input/invalid, input/upload-too-large. */
  beginUpload(input: BeginUploadInput): Promise<{ readonly id: string }>;
  uploadOffset(input: { id: string; index: number }): Promise<number>;
  /** The next piece of a file, at exactly its offset; the new offset. Throws input/upload-state. */
  appendUpload(input: {
    id: string;
    index: number;
    offset: number;
    bytes: AsyncIterable<Uint8Array>;
  }): Promise<number>;
  discardUpload(input: { id: string }): Promise<void>;

  /** Applications for notarisation, newest first. */
  listApplications(): Promise<readonly ApplicationView[]>;
  getApplication(input: { id: string }): Promise<ApplicationDetail>;
  createApplication(input: CreateApplicationInput): Promise<ApplicationDetail>;
  /** Whatever was typed so far. Throws application/state unless it is a draft. */
  saveApplication(input: SaveApplicationInput): Promise<ApplicationDetail>;
  /** Papers are copied. Throws application/state, input/…, store/…. */
  attachToApplication(input: AttachInput): Promise<ApplicationDetail>;
  detachFromApplication(input: DetachInput): Promise<ApplicationDetail>;
  /** Starts making the package; news come as 'application' events. Throws application/…. */
  packApplication(input: PackApplicationInput): Promise<ApplicationDetail>;
  /** Starts or goes on sending it. Throws application/state, input/invalid. */
  uploadApplication(input: UploadApplicationInput): Promise<ApplicationDetail>;
  /** What is under way ends; nothing that was done is lost. */
  cancelApplication(input: { id: string }): Promise<void>;
  /** Back to a draft; the package that was made stays where it is. */
  reopenApplication(input: { id: string }): Promise<ApplicationDetail>;
  /** Draft and copies of papers; a package that was made stays where it is. */
  removeApplication(input: { id: string }): Promise<void>;
  /** The age recipient of this installation as a notary office; null where none was made. */
  notaryKey(input: { create: boolean }): Promise<{ readonly recipient: string } | null>;

  listEvidence(input: ListEvidenceInput): Promise<Page<EvidenceView>>;
  getEvidence(input: { id: string }): Promise<EvidenceDetail>;
  /** Null for a file deposit. */
  getCaptureRecord(input: { id: string }): Promise<CaptureRecord | null>;
  /** Null for a capture. */
  getDepositRecord(input: { id: string }): Promise<DepositRecord | null>;
  /** Null where no environment check was made. */
  getEnvironment(input: { id: string }): Promise<EnvironmentRecord | null>;
  /** Writes one ZIP per id into the folder (default: settings, then Downloads) and says where. */
  exportEvidence(input: {
    ids: readonly string[];
    folder?: string | null | undefined;
  }): Promise<readonly ExportView[]>;
  /** Packages, certificates and papers of many into a folder of its own. Throws input/invalid, input/not-found. */
  startExport(input: StartExportInput): Promise<ExportRunView>;
  /** Newest first. */
  listExportRuns(): Promise<readonly ExportRunView[]>;
  getExportRun(input: { id: string }): Promise<ExportRunView>;
  listExportItems(input: ListExportItemsInput): Promise<Page<ExportItemView>>;
  /** cancel: what is done is kept. resume: what is done is checked, the rest is made; failed items are tried again. */
  controlExport(input: ControlExportInput): Promise<ExportRunView>;
  /** Tries pending attestations now; returns what stands afterwards. */
  retryAttestations(input: { id: string }): Promise<EvidenceDetail>;
  /** Renews proofs (docs/evidence-package.md 8.3): those named, else those that are due. */
  renewProofs(input: RenewProofsInput): Promise<RenewalReport>;
  /** Of all items. Those that failed come first. */
  listPendingProofs(input: ListPendingProofsInput): Promise<Page<PendingProofView>>;
  proofsState(): Promise<ProofsState>;
  /** Tries everything that is pending now; returns what stands afterwards. */
  retryAllProofs(): Promise<ProofsState>;

  /** The configured chain and its node as it answers now, what waits, and the platforms. */
  chainStatus(): Promise<ChainStatusView>;
  /** Newest first. */
  listAnchors(input: { offset: number; limit: number }): Promise<Page<AnchorView>>;
  /** Makes the checkpoint that waits, and tries every anchor that is not final, now. */
  anchorNow(): Promise<ChainStatusView>;
  /** Puts the registry on a chain and into the settings. Throws chain/…, key/…. */
  deployContract(input: DeployInput): Promise<DeploymentView>;
  /** Throws input/not-found where no platform of the name is configured. */
  setPlatformSecret(input: PlatformSecretInput): Promise<void>;
  /** Looks a digest up that nobody submitted; submits nothing. Throws input/not-found, platform/…, key/…. */
  checkPlatform(input: { platform: string }): Promise<PlatformCheckView>;

  sm2State(): Promise<Sm2StateView>;
  /** Asks the configured SM2 signer for its key (a file key is made at the first time); null where it is off. Throws key/…. */
  checkSm2(): Promise<{ readonly keyId: string | null }>;
  /** An SM2 key in PEM, made elsewhere, becomes this installation's own. Throws key/import, key/…. */
  importSm2Key(input: ImportSm2KeyInput): Promise<{ readonly keyId: string }>;

  /** Writes the certificate or the report into a folder, signed as asked. Throws certificate/…, key/…, input/output-unwritable. */
  certify(input: CertifyInput): Promise<CertifiedView>;
  /** Null where none was imported. */
  signingCertificate(): Promise<SigningCertificateView | null>;
  /** In place of the one before. Throws key/p12-password, key/p12-unreadable, key/type-unsupported, key/certificate-unusable. */
  importSigningCertificate(input: ImportSigningCertificateInput): Promise<SigningCertificateView>;
  removeSigningCertificate(): Promise<void>;

  /** For files that the core can read by path (desktop, command line). */
  verifyFile(input: {
    path: string;
    requirements?: Partial<Requirements> | undefined;
  }): Promise<VerificationReport>;
  /** Whom this installation trusts: own keys and ledger, configured TSA roots, chain blocks it saw itself. */
  trustPolicy(): Promise<TrustPolicy>;

  /** Looks at what is known outside the data folder first (its copy, the witnesses). */
  ledgerState(): Promise<LedgerStateView>;
  /** Reads and recomputes everything; against: a checkpoint file or a tlog-tiles folder. Throws input/file-unreadable. */
  verifyLedger(input: VerifyLedgerInput): Promise<LedgerVerification>;
  /** As tlog-tiles into a folder; later runs add what grew. Throws input/not-found, input/output-unwritable, ledger/…. */
  exportLedger(input: ExportLedgerInput): Promise<LedgerExportView>;
  /** After a halt: a new ledger with a new key, whose first entry names the last known checkpoint. Throws input/invalid. */
  restartLedger(input: RestartLedgerInput): Promise<LedgerStateView>;

  /** Chrome for Testing into the data folder, with 'download' events; resolves with what doctor says afterwards. */
  downloadBrowser(): Promise<readonly DoctorItem[]>;

  getSettings(): Promise<Settings>;
  changeSettings(patch: SettingsPatch): Promise<Settings>;

  /** Everything that happens, from now on. */
  events(signal: AbortSignal): AsyncIterable<AppEvent>;
  /** A payload or proof file of an item, for screens; throws input/not-found. */
  openFile(input: { id: string; path: string }): Promise<OpenedFile>;
}

export interface OpenedFile {
  readonly sizeBytes: number;
  readonly mediaType: string;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Must be called once the bytes are no longer needed; it frees a file handle. */
  close(): Promise<void>;
}
