// The first lines of a report: who signed, how time is known, what the statement says of itself.

import type { PackageIndex } from '../evidence/index-file.ts';
import type { SigningKey } from './checks/signature.ts';
import type { ReadStatement } from './checks/statement.ts';
import type { EvidenceSummaryInReport, SignerSummary, TimeBound, TimeSummary } from './report.ts';
import type { TrustedKey, Window } from './trust-policy.ts';

/** Known: in the trust policy, and trusted at the moment of signing as far as that moment is known. */
export function summariseSigner(
  key: SigningKey | null,
  signers: readonly TrustedKey[],
  signedAt: string | null,
): SignerSummary {
  if (key === null) return { status: 'none', keyId: null, name: null };
  const known = signers.find((signer) => signer.keyId === key.keyId && isTrustedAt(signedAt, signer));
  return known === undefined
    ? { status: 'unknown', keyId: key.keyId, name: null }
    : { status: 'known', keyId: key.keyId, name: known.name };
}

export function summariseTime(
  notBefore: TimeBound | null,
  after: readonly TimeBound[],
  deviceTime: string | null,
): TimeSummary {
  const notAfter = bestBound(after);
  // A beacon alone bounds the time from one side only: when the evidence existed is still the device's word.
  return { source: notAfter?.trusted === true ? 'trusted' : 'device', notBefore, notAfter, deviceTime };
}

function rank(bound: TimeBound): number {
  if (bound.demonstration) return 3;
  if (bound.trusted) return 0;
  return bound.doubt === undefined ? 2 : 1;
}

/** The earliest trusted bound; else the earliest of a known source that does not count; then of an unknown one; else the earliest demonstration. */
export function bestBound(bounds: readonly TimeBound[]): TimeBound | null {
  const sorted = [...bounds].sort((a, b) => rank(a) - rank(b) || Date.parse(a.at) - Date.parse(b.at));
  return sorted[0] ?? null;
}

export function summariseEvidence(
  read: ReadStatement | null,
  index: PackageIndex | null,
): EvidenceSummaryInReport | null {
  if (read === null) return null;
  const facts = read.statement.predicate;
  return {
    id: facts.id,
    kind: facts.kind,
    state: facts.state,
    reasons: facts.reasons,
    requestedUrl: facts.requestedUrl,
    finalUrl: facts.finalUrl,
    title: facts.title,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    operator:
      [facts.operator.name, facts.operator.organisation].filter((part) => part !== null).join(', ') || null,
    operatorVerified: facts.operator.verification === 'verified',
    demonstration: facts.demonstration,
    statementSha256: read.digests.sha256,
    statementSm3: read.digests.sm3,
    files: index?.lines.length ?? facts.tree.size,
    payloadBytes: index?.lines.reduce((sum, line) => sum + line.size, 0) ?? 0,
  };
}

export function isWithin(at: string, window: Window): boolean {
  const time = Date.parse(at);
  const from = window.from === null ? -Infinity : Date.parse(window.from);
  const to = window.to === null ? Infinity : Date.parse(window.to);
  // A malformed bound gives NaN: every comparison is false, nothing is trusted by mistake.
  return from <= time && time <= to;
}

/** Without a moment to judge by, only an open window holds: the device's own clock could be set back by a thief. */
function isTrustedAt(at: string | null, window: Window): boolean {
  return at === null ? window.from === null && window.to === null : isWithin(at, window);
}
