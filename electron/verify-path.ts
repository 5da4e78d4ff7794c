// A file on disk through the verifier, with this platform's digests and signatures.

import { crc32 } from 'node:zlib';
import type { Hashers } from '../shared/bytes/hashers.ts';
import type { KnownVerifierPages } from '../shared/verify/checks/verifier-page.ts';
import type { VerificationReport } from '../shared/verify/report.ts';
import type { Requirements, TrustPolicy } from '../shared/verify/trust-policy.ts';
import { verifyPackage } from '../shared/verify/verifier.ts';
import { openFileAccess } from './platform/file-access.ts';

/** @param now the present, ISO 8601 UTC. Throws input/not-found, input/file-unreadable; anything wrong inside the file is a verdict. */
export async function verifyPath(
  path: string,
  hashers: Hashers,
  trust: TrustPolicy,
  requirements: Requirements,
  now: string,
  knownVerifierPages: KnownVerifierPages = new Map(),
): Promise<VerificationReport> {
  const file = await openFileAccess(path);
  try {
    return await verifyPackage(file, { hashers, subtle: crypto.subtle, crc32 }, trust, requirements, {
      knownVerifierPages,
      now,
    });
  } finally {
    await file.close();
  }
}
