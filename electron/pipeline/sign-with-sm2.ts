// The SM2 signature of a statement, beside the device's own: asked for like a time-stamp, so that a UKey that is not
// plugged in delays nothing. What does not hold is not kept.

import { sm2Digest, verifySm2 } from '../../shared/bytes/sm2.ts';
import { AppError } from '../../shared/errors.ts';
import { buildDsse, pae } from '../../shared/evidence/dsse.ts';
import { buildSm2Pem, SM2_DSSE_PATH, SM2_PEM_PATH, sm2KeyIdOf } from '../../shared/evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../shared/evidence/statement.ts';
import { signaturePair } from '../../shared/timestamp/signature-pair.ts';
import type { ObtainedProof } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';

/** Null where no SM2 signature is wanted (any more). Throws key/…. */
export async function signWithSm2(
  deps: Pick<PipelineDeps, 'sm2' | 'store' | 'hashers' | 'clock'>,
  evidenceId: string,
  signal: AbortSignal,
): Promise<ObtainedProof | null> {
  const { sm2, store, hashers, clock } = deps;
  const signer = await sm2.signer();
  if (!signer) return null;
  const { statement } = store.evidence.sealedBytes(evidenceId);
  const message = pae(STATEMENT_PAYLOAD_TYPE, statement);
  const publicKey = await signer.publicKey(signal);
  const sig = await signer.sign(message, signal);
  const pair = signaturePair(sig);
  if (
    !pair ||
    !verifySm2(
      pair,
      sm2Digest(() => hashers.createSm3(), publicKey, message),
      publicKey,
    )
  )
    throw new AppError('key/external-signer', { problem: 'the signature does not hold' });
  const keyId = sm2KeyIdOf(publicKey, hashers);
  sm2.remember(keyId);
  return {
    at: clock.now().toISOString(),
    trusted: false,
    facts: [
      { key: 'signatureAlgorithm', value: 'SM2 · SM3' },
      { key: 'keyId', value: keyId },
    ],
    files: [
      { path: SM2_DSSE_PATH, bytes: buildDsse(STATEMENT_PAYLOAD_TYPE, statement, [{ keyid: keyId, sig }]) },
      { path: SM2_PEM_PATH, bytes: buildSm2Pem(publicKey) },
    ],
  };
}
