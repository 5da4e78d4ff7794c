// From findings to one word: any fail is invalid; every required check passed is valid; otherwise incomplete.

import { ALWAYS_REQUIRED, CHECK_IDS, MAY_BE_ABSENT, type CheckId } from './check-ids.ts';
import type { Finding } from './checklist.ts';
import type { CheckResult, Verdict } from './report.ts';
import type { Requirements } from './trust-policy.ts';

/** In the order of CHECK_IDS; a required check that nobody made stands as 'could not check'. */
export function judgeFindings(
  findings: readonly Finding[],
  requirements: Requirements,
): { readonly verdict: Verdict; readonly checks: readonly CheckResult[] } {
  const required = requiredIds(requirements);
  const rank = new Map(CHECK_IDS.map((id, at) => [id, at]));
  const missing = [...required].filter((id) => !findings.some((finding) => finding.id === id));
  const checks: CheckResult[] = [
    ...findings,
    ...missing.map((id): Finding => ({
      id,
      subject: null,
      status: 'indeterminate',
      code: 'not-reached',
      details: {},
    })),
  ]
    .map((finding, at) => ({ finding, at }))
    .sort((a, b) => rank.get(a.finding.id)! - rank.get(b.finding.id)! || a.at - b.at)
    .map(({ finding }) => ({
      ...finding,
      required: required.has(finding.id) && !(finding.status === 'absent' && MAY_BE_ABSENT.has(finding.id)),
    }));
  if (checks.some((check) => check.status === 'fail')) return { verdict: 'invalid', checks };
  const complete = checks.every((check) => !check.required || check.status === 'pass');
  return { verdict: complete ? 'valid' : 'incomplete', checks };
}

function requiredIds(requirements: Requirements): ReadonlySet<CheckId> {
  const ids = new Set(ALWAYS_REQUIRED);
  if (requirements.at !== null) ids.add('policy.at');
  if (requirements.tsa > 0) ids.add('policy.tsa');
  if (requirements.chain) ids.add('policy.chain');
  if ((requirements.witness ?? 0) > 0) ids.add('policy.witness');
  return ids;
}
