// timestamp: every RFC 3161 token under attest/, over the statement or over a checkpoint that covers it.

import { sha256Of } from '../../bytes/digest.ts';
import type { Hashers } from '../../bytes/hashers.ts';
import { toHex } from '../../bytes/hex.ts';
import { toUtf8 } from '../../bytes/utf8.ts';
import type { SubtleVerifier } from '../../timestamp/algorithms.ts';
import { certificatesOfPem } from '../../timestamp/pem.ts';
import type { RevocationReport } from '../../timestamp/revocation.ts';
import type { TimestampInfo, TimestampReport } from '../../timestamp/types.ts';
import { verifyTimestamp } from '../../timestamp/verify.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import type { TimeBound } from '../report.ts';
import { isWithin } from '../summary.ts';
import type { TrustedRoot } from '../trust-policy.ts';
import type { ProvenCheckpoint } from './ledger.ts';
import type { ReadStatement } from './statement.ts';

/** Tokens looked at; a package with more is reported, so that checking stays bounded. */
const MAX_TOKENS = 64;
/** A device clock this far ahead of the authority is worth no remark. */
const CLOCK_TOLERANCE_MS = 2_000;

export interface TimestampInput {
  readonly contents: Contents;
  readonly read: ReadStatement | null;
  readonly checkpoints: readonly ProvenCheckpoint[];
  readonly roots: readonly TrustedRoot[];
  readonly hashers: Hashers;
  readonly subtle: SubtleVerifier | null;
}

export interface TimestampFindings {
  readonly bounds: readonly TimeBound[];
  /** Different authorities whose trusted, real tokens were found. */
  readonly authorities: number;
}

export async function checkTimestamps(list: Checklist, input: TimestampInput): Promise<TimestampFindings> {
  const paths = [...input.contents.files.keys()].filter((path) =>
    /^attest\/(?:tsa|tlog|renewal\/[0-9]{3})\/[^/]+\.tsr$/.test(path),
  );
  if (paths.length === 0) list.add('timestamp', absent('timestamp-absent'));
  const bounds: TimeBound[] = [];
  const trusted: Counted[] = [];
  for (const [at, path] of paths.entries()) {
    if (at >= MAX_TOKENS) {
      list.add('timestamp', indeterminate('timestamp-too-many', { count: paths.length - MAX_TOKENS }));
      break;
    }
    const answer = await checkToken(input, path);
    list.add('timestamp', answer.outcome, path);
    if (answer.bound !== null) bounds.push(answer.bound);
    if (answer.bound?.trusted === true && answer.info !== null)
      trusted.push({ ...answer.info, authority: answer.root?.authority ?? null });
    remarkRevocation(list, answer);
    remarkClock(list, input.read, answer.info);
  }
  return { bounds, authorities: countAuthorities(trusted) };
}

interface Answer {
  readonly outcome: Outcome;
  readonly bound: TimeBound | null;
  readonly info: TimestampInfo | null;
  readonly root: TrustedRoot | null;
  readonly revocation: RevocationReport | null;
}

async function checkToken(input: TimestampInput, path: string): Promise<Answer> {
  const nothing = { bound: null, info: null, root: null, revocation: null };
  const tsr = input.contents.bytes(path);
  if (tsr === null) return { outcome: indeterminate('file-too-large', { path }), ...nothing };
  if (input.read === null)
    return { outcome: indeterminate('needs-other-check', { check: 'statement' }), ...nothing };
  const report = await verifyOver(input, tsr, crlsBeside(input.contents, path), [
    input.read.bytes,
    ...input.checkpoints.map(({ note }) => toUtf8(note)),
  ]);
  const { info, revocation } = report;
  const failed = { reason: report.code, detail: report.detail };
  if (report.status === 'fail') return { outcome: fail('timestamp-bad', failed), ...nothing };
  if (report.status === 'unsupported' && revocation?.status === 'doubtful') {
    const { subject, revokedAt } = revocation;
    return { outcome: indeterminate('timestamp-revocation-doubtful', { subject, revokedAt }), ...nothing };
  }
  if (report.status === 'unsupported' || info === null) {
    return { outcome: indeterminate('timestamp-unsupported', failed), ...nothing };
  }
  const { genTime } = info;
  if (report.status === 'untrusted') {
    const outcome = indeterminate('timestamp-untrusted', { genTime, signer: info.signerSubject });
    return {
      outcome,
      info,
      root: null,
      revocation,
      bound: { at: genTime, source: info.signerSubject, trusted: false, demonstration: false },
    };
  }
  const root = trustedRoot(input, info);
  if (root === null || !isWithin(genTime, root)) {
    const outcome = indeterminate('timestamp-outside-window', {
      genTime,
      name: root?.name ?? info.rootSubject,
    });
    return {
      outcome,
      info,
      root,
      revocation,
      bound: { at: genTime, source: info.signerSubject, trusted: false, demonstration: false },
    };
  }
  const { name, demonstration } = root;
  const outcome = demonstration
    ? indeterminate('timestamp-demonstration', { genTime, name })
    : pass('timestamp-ok', { genTime, name });
  const bound = { at: genTime, source: name, trusted: !demonstration, demonstration };
  return { outcome, info, root, revocation, bound };
}

/** The report over the first data whose imprint fits; where none fits, that of the statement. */
async function verifyOver(
  input: TimestampInput,
  tsr: Uint8Array,
  crls: readonly Uint8Array[],
  candidates: readonly Uint8Array[],
): Promise<TimestampReport> {
  let first: TimestampReport | null = null;
  for (const data of candidates) {
    const report = await verifyTimestamp({
      tsr,
      data,
      roots: input.roots,
      crls,
      hashers: input.hashers,
      subtle: input.subtle,
    });
    first ??= report;
    if (report.code !== 'tst-imprint') return report;
  }
  return first!;
}

/** The policy's entry for the root the chain ended at: one whose window holds the time, before one whose does not. */
function trustedRoot(input: TimestampInput, info: TimestampInfo): TrustedRoot | null {
  const same = input.roots.filter((root) =>
    certificatesOfPem(root.pem).certificates.some(
      ({ raw }) => toHex(sha256Of(input.hashers, raw)) === info.rootSha256,
    ),
  );
  return same.find((root) => isWithin(info.genTime, root)) ?? same[0] ?? null;
}

type Counted = TimestampInfo & { readonly authority: string | null };

/**
 * The same authority twice counts once: by the name that the policy gives it, else by its root; and by its signing
 * certificate under whatever root.
 */
function countAuthorities(tokens: readonly Counted[]): number {
  const seen = new Set<string>();
  let authorities = 0;
  for (const { authority, rootSha256, signerSha256 } of tokens) {
    const signs = [`root ${rootSha256}`, `signer ${signerSha256}`];
    if (authority !== null) signs.push(`authority ${authority}`);
    if (!signs.some((sign) => seen.has(sign))) authorities += 1;
    for (const sign of signs) seen.add(sign);
  }
  return authorities;
}

const MAX_LISTS = 16;

/** attest/tsa/1-name.tsr has its revocation lists in attest/tsa/1-name.<n>.crl. */
function crlsBeside(contents: Contents, path: string): readonly Uint8Array[] {
  const stem = path.slice(0, -'.tsr'.length);
  return [...contents.files.keys()]
    .filter((other) => other.startsWith(`${stem}.`) && /^\.[0-9]{1,3}\.crl$/.test(other.slice(stem.length)))
    .slice(0, MAX_LISTS)
    .flatMap((other) => contents.bytes(other) ?? []);
}

function remarkRevocation(list: Checklist, { outcome, revocation, root }: Answer): void {
  if (revocation === null || root === null || outcome.status === 'fail') return;
  const { status, subject, revokedAt, covered, certificates } = revocation;
  if (status === 'good') list.remark('timestamp-not-revoked', { name: root.name });
  if (status === 'partly') {
    list.remark('timestamp-revocation-partly', { name: root.name, covered, certificates });
  }
  if (status === 'revoked-later') {
    list.remark('timestamp-revoked-later', { name: root.name, subject, revokedAt });
  }
}

function remarkClock(list: Checklist, read: ReadStatement | null, info: TimestampInfo | null): void {
  if (read === null || info === null) return;
  const { endedAt } = read.statement.predicate;
  const behind = Date.parse(endedAt) - Date.parse(info.genTime);
  if (behind > CLOCK_TOLERANCE_MS + (info.accuracyMs ?? 0)) {
    list.remark('timestamp-before-end', { genTime: info.genTime, endedAt });
  }
}
