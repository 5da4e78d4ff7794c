// timestamp: every RFC 3161 token under attest/, over the statement, over a checkpoint that covers it, or over the head of
// a renewal. Newest renewals first: what covers an older token is judged before it.

import type { TimestampInfo } from '../../timestamp/types.ts';
import { absent, indeterminate, type Checklist } from '../checklist.ts';
import { RENEWAL_PATH } from '../../evidence/renewal.ts';
import type { TimeBound } from '../report.ts';
import type { ReadStatement } from './statement.ts';
import { checkToken, type TimestampInput, type TokenAnswer } from './timestamp-token.ts';

/** Tokens looked at; a package with more is reported, so that checking stays bounded. */
const MAX_TOKENS = 64;
/** A device clock this far ahead of the authority is worth no remark. */
const CLOCK_TOLERANCE_MS = 2_000;

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
  const answers: TokenAnswer[] = [];
  const looked = paths.slice(0, MAX_TOKENS);
  for (const path of looked.toSorted((a, b) => renewalOf(b) - renewalOf(a))) {
    const newer = answers.filter((each) => renewalOf(each.path) > renewalOf(path));
    answers.push(await checkToken(input, path, newer));
  }
  const inOrder = looked.map((path) => answers.find((each) => each.path === path)!);
  for (const answer of inOrder) {
    list.add('timestamp', answer.outcome, answer.path);
    remarkRevocation(list, answer);
    remarkClock(list, input.read, answer.info);
  }
  if (paths.length > MAX_TOKENS)
    list.add('timestamp', indeterminate('timestamp-too-many', { count: paths.length - MAX_TOKENS }));
  const trusted = inOrder.flatMap(({ bound, info, root }) =>
    bound?.trusted === true && info !== null ? { ...info, authority: root?.authority ?? null } : [],
  );
  return {
    bounds: inOrder.flatMap(({ bound }) => bound ?? []),
    authorities: countAuthorities(trusted),
  };
}

/** 0 for a token that is of no renewal. */
function renewalOf(path: string): number {
  return Number(RENEWAL_PATH.exec(path)?.[1] ?? 0);
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

function remarkRevocation(list: Checklist, { outcome, revocation, root }: TokenAnswer): void {
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
