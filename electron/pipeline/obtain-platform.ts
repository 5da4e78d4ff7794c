// One item's receipt from an evidence platform: the platform's word, kept as it came.

import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../shared/bytes/hex.ts';
import { encodePlatformReceipt } from '../../shared/chain/platform-receipt.ts';
import { AppError, isAppError, type ErrorCode } from '../../shared/errors.ts';
import type { PlatformAdapter } from '../attest/platform/ports.ts';
import type { AttestationRecord, ObtainedProof } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';

const POLL_MS = 15_000;
const QUICK_POLLS = 20;

/** Platforms answer within minutes as a rule: asked often at first. Null: as seldom as after any failure. */
export function pollMs(code: ErrorCode, attempts: number): number | null {
  return code === 'platform/pending' && attempts < QUICK_POLLS ? POLL_MS : null;
}

/** Null where the platform is configured no longer. Throws platform/…. */
export async function obtainPlatformReceipt(
  deps: PipelineDeps,
  { target, provider }: AttestationRecord,
  signal: AbortSignal,
): Promise<ObtainedProof | null> {
  if (target.subject !== 'statement') throw new Error('platforms take statements only');
  const platform = deps.platform(provider);
  if (!platform) return null;
  const { evidenceId } = target;
  const digests = deps.store.evidence.statementDigests(evidenceId);
  const operatorVerified = deps.store.evidence.facts(evidenceId).operator.verification === 'verified';
  const receipt = await platform.step({ evidenceId, digests, operatorVerified }, signal);
  if (!receipt) throw new AppError('platform/pending', { platform: provider });
  const certificate = await certificateOf(platform, evidenceId, signal);
  const { fields, digest, exchanges, transport, title } = receipt;
  return {
    // When it was answered, by this device's clock: the platform's own time is its word, among the facts.
    at: exchanges.at(-1)!.at,
    trusted: false,
    facts: [
      { key: 'platform', value: title },
      { key: 'algorithm', value: digest.algorithm },
      ...Object.entries(fields).flatMap(([key, value]) =>
        value === null ? [] : [{ key: key === 'time' ? 'claimedTime' : key, value }],
      ),
      { key: 'transport', value: transport },
      ...certificate.facts,
      { key: 'proof', value: '平台的说法，需向平台核验 the platform’s word, to be checked there' },
    ],
    files: [
      { path: `attest/platform/${provider}.json`, bytes: encodePlatformReceipt(receipt) },
      ...certificate.files,
    ],
  };
}

/** One that cannot be had is said and holds up nothing: the receipt stands without it. */
async function certificateOf(
  platform: PlatformAdapter,
  evidenceId: string,
  signal: AbortSignal,
): Promise<Pick<ObtainedProof, 'facts' | 'files'>> {
  const key = 'platformCertificate';
  try {
    const bytes = await platform.certificate(evidenceId, signal);
    if (bytes === null) return { facts: [], files: [] };
    return {
      facts: [{ key, value: `SHA-256 ${toHex(sha256(bytes))}` }],
      files: [{ path: `attest/platform/${platform.profile.name}.pdf`, bytes }],
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!isAppError(error)) throw error;
    const { problem } = error.details;
    const why = problem === undefined ? error.code : `${error.code}: ${problem}`;
    return { facts: [{ key, value: `未能取得 could not be fetched (${why})` }], files: [] };
  }
}
