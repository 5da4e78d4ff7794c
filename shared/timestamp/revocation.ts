// Were the certificates of a path revoked when the token was made? Answered from revocation lists and OCSP responses kept
// beside it, each held against the key that may speak for the issuer. What is of another issuer, had run out before
// genTime, or is from after the certificate's own end, when issuers may leave entries out, says nothing.

import { isAppError } from '../errors.ts';
import { toHex } from '../bytes/hex.ts';
import type { Platform } from './algorithms.ts';
import { parseRevocationList, type RevocationList, type RevokedEntry } from './crl.ts';
import { isAbout as answers, parseOcspResponse, type OcspResponse } from './ocsp.ts';
import { maySpeakFor } from './ocsp-responder.ts';
import { Refusal } from './refusal.ts';
import { verifySignature } from './signature.ts';
import { KEY_USAGE, type Certificate } from './x509.ts';

export interface RevocationReport {
  /**
   * none: nothing was given. good: every certificate below the root is covered and none revoked by genTime.
   * partly: what is covered is good. revoked: one was revoked at or before genTime. revoked-later: after it, for a
   * reason that leaves earlier tokens good, or when the token is proven to have existed. doubtful: after it, for a
   * compromise or without a reason (RFC 3161 4).
   */
  readonly status: 'none' | 'good' | 'partly' | 'revoked' | 'revoked-later' | 'doubtful';
  /** Of the certificate that was revoked. */
  readonly subject: string | null;
  /** ISO 8601 UTC. */
  readonly revokedAt: string | null;
  /** Certificates below the root of which something usable speaks, and how many there are. */
  readonly covered: number;
  readonly certificates: number;
}

export interface RevocationInput {
  /** Signer first, root last. */
  readonly path: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** genTime, milliseconds since 1970. */
  readonly atMs: number;
  /** By when a later time-stamp proves that the token existed; Infinity: by none. */
  readonly provenMs: number;
}

const MAX_LISTS = 16;
const RANKS = ['revoked-later', 'doubtful', 'revoked'] as const;
/** unspecified, affiliationChanged, superseded, cessationOfOperation: RFC 3161 section 4, item 1. */
const HARMLESS: ReadonlySet<number | null> = new Set([0, 3, 4, 5]);

export async function checkRevocation(
  { path, crls, ocsps, atMs, provenMs }: RevocationInput,
  platform: Platform,
): Promise<RevocationReport> {
  const below = path.slice(0, -1);
  const lists = crls.slice(0, MAX_LISTS).flatMap((bytes) => readable(bytes, parseRevocationList));
  const responses = ocsps.slice(0, MAX_LISTS).flatMap((bytes) => readable(bytes, parseOcspResponse));
  const found: { entry: RevokedEntry; subject: string }[] = [];
  let covered = 0;
  for (const [at, certificate] of below.entries()) {
    const issuer = path[at + 1]!;
    const said = [
      ...(await byLists(certificate, issuer, lists, atMs, platform)),
      ...(await byResponses(certificate, issuer, responses, atMs, platform)),
    ];
    if (said.length > 0) covered += 1;
    for (const entry of said) if (entry) found.push({ entry, subject: certificate.subject.text });
  }
  const rank = (entry: RevokedEntry): 0 | 1 | 2 => rankOf(entry, atMs, provenMs);
  const worst = found.sort((a, b) => rank(b.entry) - rank(a.entry))[0] ?? null;
  const counts = { covered, certificates: below.length };
  if (worst !== null) {
    const status = RANKS[rank(worst.entry)];
    return { status, subject: worst.subject, revokedAt: worst.entry.at.iso, ...counts };
  }
  const complete = covered === below.length ? 'good' : 'partly';
  const nothing = crls.length === 0 && ocsps.length === 0;
  return { status: nothing ? 'none' : complete, subject: null, revokedAt: null, ...counts };
}

function rankOf({ at, reason }: RevokedEntry, atMs: number, provenMs: number): 0 | 1 | 2 {
  if (at.ms <= atMs) return 2;
  return HARMLESS.has(reason) || at.ms > provenMs ? 0 : 1;
}

/** What each usable list says of the certificate: its entry, or null for "not on it". */
async function byLists(
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

function isAbout(list: RevocationList, certificate: Certificate, issuer: Certificate, atMs: number): boolean {
  const { keyUsage } = issuer.extensions;
  const { only } = list;
  return (
    list.issuer.key === issuer.subject.key &&
    (keyUsage === null || (keyUsage & KEY_USAGE.crlSign) !== 0) &&
    (only === null || (only === 'authorities') === certificate.extensions.ca) &&
    isInTime(list, certificate, atMs)
  );
}

/** Still in force at genTime or from after it, and not from after the certificate's own end. */
function isInTime(
  { thisUpdate, nextUpdate }: Pick<RevocationList, 'thisUpdate' | 'nextUpdate'>,
  { notAfter }: Certificate,
  atMs: number,
): boolean {
  return (
    (thisUpdate.ms >= atMs || (nextUpdate !== null && nextUpdate.ms >= atMs)) && thisUpdate.ms <= notAfter.ms
  );
}

/** The same of OCSP responses; an answer 'unknown' says nothing. */
async function byResponses(
  certificate: Certificate,
  issuer: Certificate,
  responses: readonly OcspResponse[],
  atMs: number,
  platform: Platform,
): Promise<(RevokedEntry | null)[]> {
  const said: (RevokedEntry | null)[] = [];
  for (const response of responses) {
    for (const answer of response.answers) {
      if (answer.status === 'unknown' || !isInTime(answer, certificate, atMs)) continue;
      // 4.2.2.1: what is said was known by thisUpdate, and signed at producedAt.
      if (answer.thisUpdate.ms > response.producedAt.ms) continue;
      if (!(await couldCheck(() => answers(answer, certificate, issuer, platform)))) continue;
      if (await couldCheck(() => maySpeakFor(response, issuer, platform))) said.push(answer.revoked);
    }
  }
  return said;
}

async function isBy(list: RevocationList, issuer: Certificate, platform: Platform): Promise<boolean> {
  const { signatureAlgorithm: algorithm, signature, tbs: data } = list;
  return couldCheck(() =>
    verifySignature({ key: issuer.publicKey, algorithm, signature, data, digest: null }, platform),
  );
}

/** What cannot be checked here (an algorithm, a platform) makes the list or response say nothing. */
async function couldCheck(check: () => Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Refusal || isAppError(error)) return false;
    throw error;
  }
}

function readable<T>(bytes: Uint8Array, parse: (bytes: Uint8Array) => T): T[] {
  try {
    return [parse(bytes)];
  } catch (error) {
    // An OID of an unsupported algorithm is a Refusal already while parsing.
    if (isAppError(error) || error instanceof Refusal) return [];
    throw error;
  }
}
