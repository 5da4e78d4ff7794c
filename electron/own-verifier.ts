// The verifier with this installation's own trust and the present: for files on disk, and for packages inside others.

import { crc32 } from 'node:zlib';
import type { Hashers } from '../shared/bytes/hashers.ts';
import type { KnownVerifierPages } from '../shared/verify/checks/verifier-page.ts';
import type { VerificationReport } from '../shared/verify/report.ts';
import { DEFAULT_REQUIREMENTS, type Requirements, type TrustPolicy } from '../shared/verify/trust-policy.ts';
import { verifyPackage } from '../shared/verify/verifier.ts';
import type { RandomAccess } from '../shared/zip/random-access.ts';
import type { Clock } from './platform/ports.ts';
import { verifyPath } from './verify-path.ts';

export interface OwnVerifier {
  /** Throws input/not-found, input/file-unreadable. */
  path(path: string, requirements: Requirements): Promise<VerificationReport>;
  access(file: RandomAccess): Promise<VerificationReport>;
}

export interface OwnVerifierDeps {
  readonly hashers: Hashers;
  readonly clock: Clock;
  readonly trust: () => TrustPolicy;
  readonly verifierPages: () => Promise<KnownVerifierPages>;
}

export function createOwnVerifier({ hashers, clock, trust, verifierPages }: OwnVerifierDeps): OwnVerifier {
  const now = (): string => clock.now().toISOString();
  return {
    path: async (path, requirements) =>
      verifyPath(path, hashers, trust(), requirements, now(), await verifierPages()),
    access: async (file) =>
      verifyPackage(file, { hashers, subtle: crypto.subtle, crc32 }, trust(), DEFAULT_REQUIREMENTS, {
        knownVerifierPages: await verifierPages(),
        now: now(),
      }),
  };
}
