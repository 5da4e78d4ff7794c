// Evidence platforms (of the kind of 至信链 or BTOE) reached over https, described by configuration, and what the store
// keeps of a submission. Table platform_submission: one row per (evidence, platform), written before anything is sent.

import type {
  PlatformExchange,
  PlatformField,
  PlatformReceipt,
} from '../../../shared/chain/platform-receipt.ts';

/** A request with placeholders {digest}, {clientRef}, {handle}, {evidenceId}, {timestamp}. */
export interface PlatformCall {
  readonly method: 'GET' | 'POST';
  /** Behind the base address, starts with '/'. */
  readonly path: string;
  /** JSON text; null: no body. */
  readonly body: string | null;
}

export interface PlatformProfile {
  /** [a-z0-9-]{1,32} */
  readonly name: string;
  readonly title: string;
  /** https, or http on this computer's loopback. */
  readonly baseUrl: string;
  readonly simulated: boolean;
  readonly digest: 'sha256' | 'sm3';
  /** Values may hold {secret:NAME}, {hmac:NAME} (hex HMAC-SHA256 of timestamp, newline, body) and {timestamp} (ms). */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly submit: PlatformCall;
  readonly poll: PlatformCall | null;
  readonly lookup: PlatformCall | null;
  /** Where the platform's certificate is had as a PDF once it has confirmed; null: none is asked for. */
  readonly certificate: PlatformCall | null;
  /** Does the platform take the same clientRef twice for one submission? */
  readonly idempotent: boolean;
  /** Requests a second that it takes, questions included; null: it names no limit. */
  readonly ratePerSec: number | null;
  /** Bytes that a submission may hold besides the digest (body and query); null: it names no limit. */
  readonly maxMetaBytes: number | null;
  /** Nothing is submitted where the operator is not verified (未认证). */
  readonly needsRealName: boolean;
  /** JSON pointers. */
  readonly pointers: Readonly<Record<PlatformField, string | null>> & {
    readonly handle: string | null;
    readonly state: string | null;
    /** The digest as the platform has it: where given, it must be ours. */
    readonly digest: string | null;
  };
  readonly states: { readonly confirmed: readonly string[]; readonly pending: readonly string[] };
}

/**
 * prepared: written, nothing sent. sent: about to be sent or sent, the answer is not known. submitted: the platform has it.
 * confirmed: the platform says that it is done.
 */
export type SubmissionState = 'prepared' | 'sent' | 'submitted' | 'confirmed';

export interface PlatformSubmission {
  readonly evidenceId: string;
  readonly platform: string;
  readonly clientRef: string;
  readonly digestHex: string;
  readonly state: SubmissionState;
  readonly handle: string | null;
  readonly exchanges: readonly PlatformExchange[];
  readonly updatedAt: string;
}

/** Synchronous; every write is durable when it returns. */
export interface PlatformStore {
  get(evidenceId: string, platform: string): PlatformSubmission | null;
  /** The new row, or the one that is there. */
  insert(row: PlatformSubmission): PlatformSubmission;
  update(row: PlatformSubmission): void;
}

export interface PlatformSubject {
  readonly evidenceId: string;
  readonly digests: { readonly sha256: string; readonly sm3: string };
  /** As the statement says it. */
  readonly operatorVerified: boolean;
}

export interface PlatformAdapter {
  readonly profile: PlatformProfile;
  /**
   * One step; the receipt once the platform confirms. Null: not yet. Throws platform/…; safe to call again after any
   * interruption: what may have been sent is looked for before it is sent again.
   */
  step(subject: PlatformSubject, signal?: AbortSignal): Promise<PlatformReceipt | null>;
  /**
   * The platform's certificate of what it confirmed, a PDF as it came; null where none is described or nothing is confirmed.
   * Throws platform/….
   */
  certificate(evidenceId: string, signal?: AbortSignal): Promise<Uint8Array | null>;
  /**
   * The HTTP status of the platform's answer to a look-up of a digest that nobody submitted: 2xx or 404. Submits and keeps
   * nothing. Null where the profile has no look-up. Throws platform/….
   */
  probe(signal?: AbortSignal): Promise<number | null>;
}
