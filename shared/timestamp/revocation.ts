// Were the certificates of a path revoked when the token was made? Answered from revocation lists kept beside it, each
// held against its issuer's key. A list says nothing where it is of another issuer, had run out before genTime, or is
// from after the certificate's own end, when issuers may leave entries out.

import { isAppError } from '../errors.ts';
import { toHex } from '../bytes/hex.ts';
import type { Platform } from './algorithms.ts';
import { parseRevocationList, type RevocationList, type RevokedEntry } from './crl.ts';
import { Refusal } from './refusal.ts';
import { verifySignature } from './signature.ts';
import { KEY_USAGE, type Certificate } from './x509.ts';

export interface RevocationReport {
  /**
   * none: no list was given. good: every certificate below the root is covered and none revoked by genTime.
   * partly: what is covered is good. revoked: one was revoked at or before genTime. revoked-later: after it, for a
   * reason that leaves earlier tokens good. doubtful: after it, for a compromise or without a reason (RFC 3161 4).
   */
  readonly status: 'none' | 'good' | 'partly' | 'revoked' | 'revoked-later' | 'doubtful';
  /** Of the certificate that was revoked. */
  readonly subject: string | null;
  /** ISO 8601 UTC. */
  readonly revokedAt: string | null;
  /** Certificates below the root that a usable list covers, and how many there are. */
  readonly covered: number;
  readonly certificates: number;
}

export interface RevocationInput {
  /** Signer first, root last. */
  readonly path: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
  /** genTime, milliseconds since 1970. */
  readonly atMs: number;
}

const MAX_LISTS = 16;
const RANKS = ['revoked-later', 'doubtful', 'revoked'] as const;
/** unspecified, affiliationChanged, superseded, cessationOfOperation: RFC 3161 section 4, item 1. */
const HARMLESS: ReadonlySet<number | null> = new Set([0, 3, 4, 5]);

export async function checkRevocation(
  { path, crls, atMs }: RevocationInput,
  platform: Platform,
): Promise<RevocationReport> {
  const below = path.slice(0, -1);
  const lists = crls.slice(0, MAX_LISTS).flatMap(readable);
  const found: { entry: RevokedEntry; subject: string }[] = [];
  let covered = 0;
  for (const [at, certificate] of below.entries()) {
    const entries = await answers(certificate, path[at + 1]!, lists, atMs, platform);
    if (entries.length > 0) covered += 1;
    for (const entry of entries) if (entry) found.push({ entry, subject: certificate.subject.text });
  }
  const worst = found.sort((a, b) => rank(b.entry, atMs) - rank(a.entry, atMs))[0] ?? null;
  const counts = { covered, certificates: below.length };
  if (worst !== null) {
    const status = RANKS[rank(worst.entry, atMs)];
    return { status, subject: worst.subject, revokedAt: worst.entry.at.iso, ...counts };
  }
  const complete = covered === below.length ? 'good' : 'partly';
  return { status: crls.length === 0 ? 'none' : complete, subject: null, revokedAt: null, ...counts };
}

function rank({ at, reason }: RevokedEntry, atMs: number): 0 | 1 | 2 {
  if (at.ms <= atMs) return 2;
  return HARMLESS.has(reason) ? 0 : 1;
}

/** What each usable list says of the certificate: its entry, or null for "not on it". */
async function answers(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  atMs: number,
  platform: Platform,
): Promise<(RevokedEntry | null)[]> {
  const said: (RevokedEntry | null)[] = [];
  for (const list of lists) {
    if (!isAbout(list, certificate, issuer, atMs) || !(await isBy(list, issuer, platform))) continue;
    said.push(list.revoked.get(toHex(certificate.serial)) ?? null);
  }
  return said;
}

function isAbout(
  { issuer: by, only, thisUpdate, nextUpdate }: RevocationList,
  { extensions, notAfter }: Certificate,
  issuer: Certificate,
  atMs: number,
): boolean {
  const { keyUsage } = issuer.extensions;
  return (
    by.key === issuer.subject.key &&
    (keyUsage === null || (keyUsage & KEY_USAGE.crlSign) !== 0) &&
    (only === null || (only === 'authorities') === extensions.ca) &&
    (thisUpdate.ms >= atMs || (nextUpdate !== null && nextUpdate.ms >= atMs)) &&
    thisUpdate.ms <= notAfter.ms
  );
}

async function isBy(list: RevocationList, issuer: Certificate, platform: Platform): Promise<boolean> {
  const { signatureAlgorithm: algorithm, signature, tbs: data } = list;
  try {
    return await verifySignature(
      { key: issuer.publicKey, algorithm, signature, data, digest: null },
      platform,
    );
  } catch (error) {
    // A signature that cannot be checked here makes the list say nothing.
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function readable(bytes: Uint8Array): RevocationList[] {
  try {
    return [parseRevocationList(bytes)];
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}
