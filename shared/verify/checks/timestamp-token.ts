// One RFC 3161 token of a package: over what it stands, whether it holds, and whether it still counts at the moment that
// is judged by. A certificate that has ended since counts where a later token that counts itself covers this one and was
// made before that end (the thinking of RFC 4998).

import { sha256Of } from '../../bytes/digest.ts';
import type { Hashers } from '../../bytes/hashers.ts';
import { toHex } from '../../bytes/hex.ts';
import { toUtf8 } from '../../bytes/utf8.ts';
import type { SubtleVerifier } from '../../timestamp/algorithms.ts';
import { certificatesOfPem } from '../../timestamp/pem.ts';
import type { RevocationReport } from '../../timestamp/revocation.ts';
import type { TimestampInfo, TimestampReport } from '../../timestamp/types.ts';
import { verifyTimestamp } from '../../timestamp/verify.ts';
import type { CheckCode } from '../check-codes.ts';
import { fail, indeterminate, pass, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import type { TimeBound } from '../report.ts';
import { isWithin } from '../summary.ts';
import type { TrustedRoot } from '../trust-policy.ts';
import type { ProvenCheckpoint } from './ledger.ts';
import { isLater } from './moment.ts';
import type { Renewal } from './renewal.ts';
import type { ReadStatement } from './statement.ts';

export interface TimestampInput {
  readonly contents: Contents;
  readonly read: ReadStatement | null;
  readonly checkpoints: readonly ProvenCheckpoint[];
  /** Newest first. */
  readonly renewals: readonly Renewal[];
  readonly roots: readonly TrustedRoot[];
  /** The moment to judge by, ISO 8601 UTC; null: nothing is said about what has ended since. */
  readonly at: string | null;
  /** Tokens of later times do not count, ISO 8601 UTC; null: all do. */
  readonly upTo: string | null;
  readonly hashers: Hashers;
  readonly subtle: SubtleVerifier | null;
}

export interface TokenAnswer {
  readonly path: string;
  readonly outcome: Outcome;
  readonly bound: TimeBound | null;
  readonly info: TimestampInfo | null;
  readonly root: TrustedRoot | null;
  readonly revocation: RevocationReport | null;
}

/** @param newer answers about tokens of renewals after this token; only those that passed count. */
export async function checkToken(
  input: TimestampInput,
  path: string,
  newer: readonly TokenAnswer[],
): Promise<TokenAnswer> {
  const nothing = { path, bound: null, info: null, root: null, revocation: null };
  const tsr = input.contents.bytes(path);
  if (tsr === null) return { outcome: indeterminate('file-too-large', { path }), ...nothing };
  if (input.read === null)
    return { outcome: indeterminate('needs-other-check', { check: 'statement' }), ...nothing };
  const covering = input.renewals.filter(({ covers }) => covers.has(path));
  const renewers = newer
    .filter(
      (each) => each.outcome.status === 'pass' && covering.some((by) => each.path.startsWith(by.folder)),
    )
    .sort((a, b) => timeOf(a) - timeOf(b));
  const provenMs = renewers[0] === undefined ? Infinity : timeOf(renewers[0]);
  const own = input.renewals.find(({ folder }) => path.startsWith(folder));
  const report = await verifyOver(
    input,
    { tsr, ...materialOf(input.contents, path, covering), ...(renewers.length > 0 && { provenMs }) },
    own === undefined ? [input.read.bytes, ...input.checkpoints.map(({ note }) => toUtf8(note))] : [own.head],
  );
  const { info, revocation } = report;
  const failed = { reason: report.code, detail: report.detail };
  if (report.status === 'fail') return { outcome: fail('timestamp-bad', failed), ...nothing };
  if (report.status === 'unsupported' && revocation?.status === 'doubtful') {
    const { subject, revokedAt } = revocation;
    return { outcome: indeterminate('timestamp-revocation-doubtful', { subject, revokedAt }), ...nothing };
  }
  if (report.status === 'unsupported' || info === null)
    return { outcome: indeterminate('timestamp-unsupported', failed), ...nothing };
  const { genTime } = info;
  const known = { path, info, revocation };
  const bound = { at: genTime, source: info.signerSubject, trusted: false, demonstration: false };
  if (report.status === 'untrusted') {
    const outcome = indeterminate('timestamp-untrusted', { genTime, signer: info.signerSubject });
    return { ...known, outcome, root: null, bound };
  }
  const root = trustedRoot(input, info);
  if (root === null || !isWithin(genTime, root)) {
    const outcome = indeterminate('timestamp-outside-window', {
      genTime,
      name: root?.name ?? info.rootSubject,
    });
    return { ...known, outcome, root, bound: { ...bound, doubt: 'window' } };
  }
  const { name, demonstration } = root;
  const outcome = demonstration
    ? indeterminate('timestamp-demonstration', { genTime, name })
    : isLater(genTime, input.upTo)
      ? indeterminate('timestamp-later', { genTime, name, at: input.upTo })
      : stillCounts(input.at, genTime, name, report.validTo!, renewers);
  const trusted = outcome.status === 'pass';
  const doubt = DOUBTS[outcome.code];
  return {
    ...known,
    outcome,
    root,
    bound: { at: genTime, source: name, trusted, demonstration, ...(doubt && { doubt }) },
  };
}

const DOUBTS: Partial<Record<CheckCode, 'expired' | 'later'>> = {
  'timestamp-expired': 'expired',
  'timestamp-later': 'later',
};

function timeOf({ info }: TokenAnswer): number {
  return Date.parse(info!.genTime);
}

/** @param renewers tokens that count and cover this one, earliest first. */
function stillCounts(
  at: string | null,
  genTime: string,
  name: string,
  validTo: string,
  renewers: readonly TokenAnswer[],
): Outcome {
  // The last second counts in full.
  const endMs = Date.parse(validTo) + 999;
  if (at === null || Date.parse(at) <= endMs) return pass('timestamp-ok', { genTime, name });
  const [first] = renewers;
  if (first === undefined || timeOf(first) > endMs)
    return indeterminate('timestamp-expired', { genTime, name, validTo });
  const by = first.root?.name ?? null;
  return pass('timestamp-renewed', { genTime, name, validTo, renewedAt: first.info!.genTime, by });
}

interface Token {
  readonly tsr: Uint8Array;
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly provenMs?: number;
}

/** The report over the first data whose imprint fits; where none fits, that of the first. */
async function verifyOver(
  { roots, hashers, subtle }: TimestampInput,
  token: Token,
  candidates: readonly Uint8Array[],
): Promise<TimestampReport> {
  let first: TimestampReport | null = null;
  for (const data of candidates) {
    const report = await verifyTimestamp({ ...token, data, roots, hashers, subtle });
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

const MAX_LISTS = 16;

/**
 * attest/tsa/1-name.tsr has its revocation lists in attest/tsa/1-name.<n>.crl and OCSP responses in ….<n>.ocsp; what a
 * renewal that covers it had fetched anew stands in the renewal's folder and is covered itself.
 */
function materialOf(
  contents: Contents,
  path: string,
  covering: readonly Renewal[],
): Pick<Token, 'crls' | 'ocsps'> {
  const stem = path.slice(0, -'.tsr'.length);
  const beside = [...contents.files.keys()].filter((other) => other.startsWith(`${stem}.`));
  const fetchedAnew = covering.flatMap(({ folder, covers }) =>
    [...covers].filter((other) => other.startsWith(folder)),
  );
  const ending = (pattern: RegExp): readonly Uint8Array[] =>
    [...beside, ...fetchedAnew]
      .filter((other) => pattern.test(other))
      .slice(0, MAX_LISTS)
      .flatMap((other) => contents.bytes(other) ?? []);
  return { crls: ending(/\.[0-9]{1,3}\.crl$/), ocsps: ending(/\.[0-9]{1,3}\.ocsp$/) };
}
