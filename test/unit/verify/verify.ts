// Verifying bytes in memory, with this platform's WebCrypto.

import type { VerificationReport } from '../../../shared/verify/report.ts';
import {
  DEFAULT_REQUIREMENTS,
  EMPTY_TRUST,
  type Requirements,
  type TrustPolicy,
} from '../../../shared/verify/trust-policy.ts';
import { verifyPackage, type VerifierOptions } from '../../../shared/verify/verifier.ts';
import { hashers, memory } from './package.ts';

export function verifyBytes(
  zip: Uint8Array,
  trust: TrustPolicy = EMPTY_TRUST,
  requirements: Requirements = DEFAULT_REQUIREMENTS,
  options: VerifierOptions = {},
): Promise<VerificationReport> {
  return verifyPackage(memory(zip), { hashers, subtle: crypto.subtle }, trust, requirements, options);
}

/** Ids and codes of what failed. */
export function failures(report: VerificationReport): readonly string[] {
  return report.checks.filter((check) => check.status === 'fail').map((check) => `${check.id} ${check.code}`);
}

export function statusOf(report: VerificationReport, id: string): readonly string[] {
  return report.checks.filter((check) => check.id === id).map((check) => `${check.status} ${check.code}`);
}
