// RFC 3161 as the rest of the program sees it.

import type { DigestName } from './algorithms.ts';
import type { TimestampCode } from './refusal.ts';
import type { RevocationReport } from './revocation.ts';

/** A configured Time-Stamping Authority. */
export interface TsaConfig {
  /** Short name, also in file names: [a-z0-9-]{1,32} */
  readonly name: string;
  readonly url: string;
  /** Requested policy OID, null: the authority's default. */
  readonly policy: string | null;
  /** PEM of the root(s) by which its tokens are checked before they are stored. Empty: token is kept, root untrusted. */
  readonly rootsPem: string;
  /** A demonstration authority proves nothing and is marked as such everywhere. */
  readonly demonstration: boolean;
}

/** What a verified token says. */
export interface TimestampInfo {
  /** ISO 8601 UTC with the token's own precision. */
  readonly genTime: string;
  readonly accuracyMs: number | null;
  readonly serialHex: string;
  readonly policy: string;
  readonly imprintAlgorithm: DigestName;
  readonly imprintHex: string;
  readonly nonceHex: string | null;
  readonly signatureAlgorithm: string;
  /** RFC 4514-like text; hostile. */
  readonly signerSubject: string;
  readonly signerIssuer: string;
  readonly signerSha256: string;
  readonly signerValidFrom: string;
  readonly signerValidTo: string;
  /** SHA-256 hex of the trusted root the chain ended at, null where none of the given roots did. */
  readonly rootSha256: string | null;
  readonly rootSubject: string | null;
}

/**
 * Outcome of shared/timestamp/verify.ts, which never throws for bad input.
 * pass: good and its root is among those given. untrusted: everything good but the root. fail: anything wrong.
 * unsupported: an algorithm or a platform gap prevented the check; never counts as passed.
 */
export interface TimestampReport {
  readonly status: 'pass' | 'untrusted' | 'fail' | 'unsupported';
  readonly code: TimestampCode;
  readonly detail: string | null;
  /** Null where the token could not be read. */
  readonly info: TimestampInfo | null;
  /** Null where no path to a given root stands, so that nothing was asked. */
  readonly revocation: RevocationReport | null;
  /** When the first certificate of the path ends, ISO 8601 UTC; null where no path to a given root stands. */
  readonly validTo: string | null;
}
