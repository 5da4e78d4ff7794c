// Collects what the checks find, in the order in which they were made. A check that breaks is 'could not check':
// never passed, never silence.

import type { CheckId } from './check-ids.ts';
import type { CheckCode } from './check-codes.ts';
import type { CheckResult, CheckStatus } from './report.ts';

/** One answer of one check; whether it is required is the policy's business (verdict.ts). */
export interface Finding {
  readonly id: CheckId;
  readonly subject: string | null;
  readonly status: CheckStatus;
  readonly code: CheckCode;
  readonly details: CheckResult['details'];
}

type Details = CheckResult['details'];

export interface Outcome {
  readonly status: CheckStatus;
  readonly code: CheckCode;
  readonly details: Details;
}

export function pass(code: CheckCode, details: Details = {}): Outcome {
  return { status: 'pass', code, details };
}

export function fail(code: CheckCode, details: Details = {}): Outcome {
  return { status: 'fail', code, details };
}

/** Could not be told: a root that is not trusted, an algorithm that is not known, an earlier check in the way. */
export function indeterminate(code: CheckCode, details: Details = {}): Outcome {
  return { status: 'indeterminate', code, details };
}

export function absent(code: CheckCode, details: Details = {}): Outcome {
  return { status: 'absent', code, details };
}

export interface Remark {
  readonly code: CheckCode;
  readonly details: Details;
}

export interface Checklist {
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
  add(id: CheckId, outcome: Outcome, subject?: string | null): Outcome;
  remark(code: CheckCode, details?: Details): void;
  /** Runs a check; a defect in it becomes 'indeterminate check-broken'. Cancelling passes through. */
  run<T>(id: CheckId, fallback: T, check: () => T | Promise<T>): Promise<T>;
}

export function createChecklist(signal?: AbortSignal): Checklist {
  const findings: Finding[] = [];
  const remarks: Remark[] = [];
  const add = (id: CheckId, outcome: Outcome, subject: string | null = null): Outcome => {
    findings.push({ id, subject, ...outcome });
    return outcome;
  };
  return {
    findings,
    remarks,
    add,
    remark(code, details = {}) {
      remarks.push({ code, details });
    },
    async run(id, fallback, check) {
      signal?.throwIfAborted();
      try {
        return await check();
      } catch (error) {
        signal?.throwIfAborted();
        add(id, indeterminate('check-broken', { error: error instanceof Error ? error.name : 'error' }));
        return fallback;
      }
    },
  };
}
