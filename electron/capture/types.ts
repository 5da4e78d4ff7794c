// What goes into a capture and what comes out. Stages exchange this plain data; see ARCHITECTURE.md.

import type { CaptureOptions } from '../../shared/api/inputs.ts';
import type { SessionInput } from '../../shared/api/session-input.ts';
import type { CaptureRecord, Note } from '../../shared/evidence/capture-record.ts';
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
  /** Addresses of a host name; the system's resolver where it is left out. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
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
}
