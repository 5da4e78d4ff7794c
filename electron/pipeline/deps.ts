// Everything the flow needs, made in app.ts and handed in: the stages themselves and the platform.

import type { RandomAccess } from '../../shared/zip/random-access.ts';
import type { VerificationReport } from '../../shared/verify/report.ts';
import type { SignerKind } from '../../shared/api/signing.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import type { captureUrl } from '../capture/capture.ts';
import type { startRecording } from '../capture/interactive/recording.ts';
import type { salvageRecording } from '../capture/interactive/salvage.ts';
import type { BrowserBinary } from '../capture/types.ts';
import type { Ledger } from '../attest/ledger/ledger.ts';
import type { Beacon } from '../../shared/evidence/statement.ts';
import type { ChainAdapter } from '../attest/chain/ports.ts';
import type { PlatformAdapter } from '../attest/platform/ports.ts';
import type { requestTimestamp } from '../attest/timestamp/client.ts';
import type { depositFiles } from '../deposit/deposit-files.ts';
import type { listSources } from '../deposit/list-sources.ts';
import type { Uploads } from '../deposit/uploads.ts';
import type { fetchRevocationMaterial } from '../attest/timestamp/revocation-material.ts';
import type { Environment } from '../environment/environment.ts';
import type { sealEvidence } from '../evidence/seal.ts';
import type { exportPackage } from '../export/export-package.ts';
import type { SealedText } from '../identity/sealed-text.ts';
import type { Sm2Signer } from '../identity/sm2-signer.ts';
import type { HeldSessions } from '../jobs/held-sessions.ts';
import type { CertificateFonts } from '../certificate/fonts.ts';
import type { Clock, DocumentSigner, Http, Log, Random, Signer } from '../platform/ports.ts';
import type { Store } from '../store/types.ts';

/** What an anchor and a beacon both say of their block. */
export type SeenBlock = Pick<Beacon, 'chainName' | 'chainId' | 'blockNumber' | 'blockHash' | 'simulated'>;

/** What stands beside the ledger (electron/ledger-watch.ts). */
export interface LedgerWatch {
  /** Looks at what is known outside before the first entry of this run; halts the ledger where it must. */
  beforeAppending(signal: AbortSignal): Promise<void>;
  /** A new checkpoint is committed: its copy outside the data folder. */
  published(): Promise<void>;
  /** Asks the witnesses whose time has come; true where a cosignature came. */
  askDue(signal: AbortSignal): Promise<boolean>;
  /** ISO 8601; null where no witness is to be asked. */
  nextDueAt(): string | null;
  /** Every witness is due at once. */
  retryNow(): void;
}

export interface PipelineDeps {
  readonly store: Store;
  /** The one in use. */
  readonly ledger: Ledger;
  /** The one of an origin, former ones for reading; null where it is not ours. */
  readonly ledgerOf: (origin: string) => Ledger | null;
  readonly ledgerWatch: LedgerWatch;
  /** Signs statements and exports. */
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashers: Hashers;
  readonly http: Http;
  readonly log: Log;
  readonly softwareVersion: string;
  /** Everything made in this data folder is a demonstration, and says so. */
  readonly demonstration: boolean;
  readonly ownPorts: () => readonly number[];
  readonly sessions: HeldSessions;
  /** Stages. */
  readonly findBrowser: () => Promise<BrowserBinary>;
  readonly environment: Environment;
  readonly capture: typeof captureUrl;
  readonly listSources: typeof listSources;
  readonly depositFiles: typeof depositFiles;
  readonly uploads: Uploads;
  readonly seal: typeof sealEvidence;
  readonly startRecording: typeof startRecording;
  readonly salvageRecording: typeof salvageRecording;
  /** Path of the script that encodes recordings. */
  readonly encoderScript: string;
  /** Folders of recordings under way. */
  readonly recordingsFolder: string;
  /** 'hidden' for tests alone. */
  readonly recordingWindow: 'visible' | 'hidden';
  readonly requestTimestamp: typeof requestTimestamp;
  readonly fetchRevocationMaterial: typeof fetchRevocationMaterial;
  /** SM2 signatures beside the device's, where they are wanted. */
  readonly sm2: {
    signer(): Promise<Sm2Signer | null>;
    remember(keyId: string): void;
  };
  /** Throws certificate/no-signer, key/…. */
  readonly documentSigner: (by: SignerKind) => Promise<DocumentSigner>;
  /** The configured chain; null where there is none. */
  readonly chain: () => Promise<ChainAdapter | null>;
  /** A configured evidence platform; null where it is configured no longer. */
  readonly platform: (name: string) => PlatformAdapter | null;
  /** Keeps a block this installation saw itself, for its own trust policy. */
  readonly rememberBlock: (block: SeenBlock) => void;
  readonly exportPackage: typeof exportPackage;
  /** One package through our own verifier, with this installation's trust. */
  readonly verifyAccess: (file: RandomAccess) => Promise<VerificationReport>;
  readonly sealedText: SealedText;
  /** Papers of applications and work under way. */
  readonly applicationsFolder: string;
  readonly fonts: () => Promise<CertificateFonts>;
  /** The offline verifier page that goes into packages; null where it was not built. */
  readonly verifierPage: () => Promise<Uint8Array | null>;
}
