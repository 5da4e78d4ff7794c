// What goes into a capture and what comes out. Stages exchange this plain data; see ARCHITECTURE.md.

import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { SessionInput } from '../../shared/api/session-input.ts';
import type {
  BrowserFacts,
  CaptureRecord,
  ClockFacts,
  Note,
  TlsFacts,
} from '../../shared/evidence/capture-record.ts';
import type { EnvironmentItemCode, EnvironmentRecord } from '../../shared/evidence/environment.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import type { DiskLimits } from './disk-watch.ts';

export interface CaptureRequest {
  /** Checked absolute http(s) URL. */
  readonly url: string;
  readonly options: CaptureOptions;
  /** Cookies and a password of a person; left out or null: none. */
  readonly session?: SessionInput | null;
  /** Empty folder of this capture alone; everything is written below it, nothing elsewhere. */
  readonly workDir: string;
  /** What is known before the start, e.g. attempts that failed before this one; stands first in notes and process log. */
  readonly notes?: readonly Note[];
}

/** A browser that was found; see electron/capture/browser/discover.ts. */
export interface BrowserBinary {
  readonly path: string;
  readonly origin: 'configured' | 'installed' | 'npm' | 'downloaded';
  /** Extra launch arguments this build needs. */
  readonly args: readonly string[];
}

export interface CaptureDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly browser: BrowserBinary;
  readonly softwareVersion: string;
  /** Loopback ports of our own that no page may reach, whatever is allowed. */
  readonly ownPorts: readonly number[];
  /** How much a capture may put on the disk; DISK_LIMITS where it is left out. */
  readonly diskLimits?: DiskLimits;
  /** How much memory its browser may take; the rule of browser/memory.ts where it is left out. */
  readonly memoryLimitBytes?: number;
  /** Checks this computer and its network before and after; left out: no check is made, and none is claimed. */
  readonly environment?: (target: EnvironmentTarget) => EnvironmentCheck;
  /** Addresses of a host name; the system's resolver where it is left out. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

export interface EnvironmentTarget {
  /** Without brackets, lower case. */
  readonly host: string;
  /** What the system's resolver answered. */
  readonly addresses: readonly string[];
  readonly error: string | null;
  /** An address of this machine or its network. */
  readonly isPrivate: boolean;
  /** The proxy that the user named for this capture; left out or null: none. */
  readonly proxy?: string | null;
  /** An interactive capture, which is filmed; left out: it is not. */
  readonly recording?: boolean;
}

/** The browser before it is sent anywhere. */
export interface ProfileFacts {
  readonly cookies: number;
  readonly extensions: number;
  /** Cookies or a session were put there because the user asked for it. */
  readonly session: boolean;
}

export interface CacheUse {
  readonly answers: number;
  readonly fromCache: number;
  readonly fromServiceWorker: number;
}

export interface EnvironmentReport {
  readonly record: EnvironmentRecord;
  /** Interface and address of the default route. */
  readonly network: string | null;
  /** data/environment.json and data/environment/raw.jsonl. */
  readonly json: string;
  readonly rawJsonl: string;
}

/** The cleanliness check of one capture; its probes run from the moment it is made. Implemented by electron/environment. */
export interface EnvironmentCheck {
  /** Why to go on in spite of what blocks; null: nobody said. */
  readonly reason: string | null;
  /** What is known now, after a short wait for what is slow. */
  before(profile: ProfileFacts | null): Promise<{
    readonly blocking: readonly EnvironmentItemCode[];
    readonly clock: Omit<ClockFacts, 'timeZone'>;
  }>;
  /** The main document's connection. */
  connection(facts: {
    readonly tls: TlsFacts | null;
    readonly https: boolean;
    readonly serverIp: string | null;
  }): Promise<{ readonly blocking: readonly EnvironmentItemCode[] }>;
  /** Checks again and waits for everything. @param endedMs monotonic, when the page's work was done. */
  after(facts: {
    readonly browser: BrowserFacts | null;
    readonly cache: CacheUse | null;
    readonly endedMs: number;
    /** Of a recording: whether a film was made. */
    readonly filmed?: boolean;
  }): Promise<EnvironmentReport>;
  /** A check without a capture: what was found before; only these items where they are named. */
  alone(only?: readonly EnvironmentItemCode[]): Promise<EnvironmentReport>;
  /** Must be called once it is no longer needed. */
  end(): void;
}

export interface CaptureHooks {
  readonly signal: AbortSignal;
  /** A step begins; progress is 0..1. */
  onStep(step: string, progress: number): void;
  /** A small JPEG of what the page looks like now, at most twice a second. */
  onFrame(jpeg: Uint8Array): void;
}

export interface CaptureResult {
  readonly record: CaptureRecord;
  /** Every file to seal, capture.json and events.jsonl included: path in the package and where it lies now. */
  readonly files: readonly { readonly path: string; readonly source: string }[];
  /** Null where no check was made. */
  readonly environment: EnvironmentReport | null;
}
