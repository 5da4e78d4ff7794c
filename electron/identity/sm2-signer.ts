// Who signs statements with SM2: an interface, and the adapter for a key of this installation (made at first use, kept
// by the platform's secrets). command-signer.ts is the adapter for a UKey or a CA's service.

import { sm2Digest } from '../../shared/bytes/sm2.ts';
import { isSm2PrivateKey, signSm2, sm2PublicKey } from '../../shared/bytes/sm2-sign.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { integer, sequence } from '../../shared/der/writer.ts';
import { AppError } from '../../shared/errors.ts';
import type { Random, Secrets } from '../platform/ports.ts';

export interface Sm2Signer {
  /** 65 bytes, uncompressed. Throws key/…. */
  publicKey(signal: AbortSignal): Promise<Uint8Array>;
  /** SM2 with SM3 over the message, Z_A with the default id, DER. The caller checks it. Throws key/…. */
  sign(message: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
}

export const SM2_KEY = 'sm2-key';

/** @param known whether a key was made here before: one that is gone is never replaced silently. */
export async function loadSm2FileSigner(
  secrets: Secrets,
  random: Random,
  hashers: Hashers,
  known: boolean,
): Promise<Sm2Signer> {
  const stored = await secrets.read(SM2_KEY);
  if (stored === null && known) throw new AppError('key/unreadable', { problem: `${SM2_KEY} is missing` });
  if (stored !== null && !isSm2PrivateKey(stored))
    throw new AppError('key/unreadable', { problem: 'not an SM2 key' });
  const key = stored ?? drawn(random, isSm2PrivateKey);
  if (stored === null) await secrets.write(SM2_KEY, key);
  const publicKey = sm2PublicKey(key);
  return {
    publicKey: () => Promise.resolve(publicKey),
    sign(message) {
      const e = sm2Digest(() => hashers.createSm3(), publicKey, message);
      for (;;) {
        const pair = signSm2(key, e, random.bytes(32));
        if (pair) return Promise.resolve(sequence(integer(pair.r), integer(pair.s)));
      }
    },
  };
}

function drawn(random: Random, fits: (bytes: Uint8Array) => boolean): Uint8Array {
  for (;;) {
    const bytes = random.bytes(32);
    if (fits(bytes)) return bytes;
  }
}
