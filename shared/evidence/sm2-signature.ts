// The SM2 signature beside the device's (docs/evidence-package.md 7.1): a DSSE envelope of its own over the statement, and
// its public key as SubjectPublicKeyInfo (GM/T 0009, RFC 5480) in PEM, in one form only.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { sha256Of } from '../bytes/digest.ts';
import type { Hashers } from '../bytes/hashers.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import { concatBytes, equalBytes, fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';

export const SM2_DSSE_PATH = 'attest/sm2/statement.dsse.json';
export const SM2_PEM_PATH = 'attest/sm2/signer.pub.pem';

/** SEQUENCE { SEQUENCE { id-ecPublicKey, 1.2.156.10197.1.301 }, BIT STRING of 65 bytes } */
const SPKI_PREFIX = fromHex('3059301306072a8648ce3d020106082a811ccf5501822d034200')!;
const HEADER = '-----BEGIN PUBLIC KEY-----';
const FOOTER = '-----END PUBLIC KEY-----';

/** SHA-256 hex of the SubjectPublicKeyInfo. @param publicKey 65 bytes, uncompressed */
export function sm2KeyIdOf(publicKey: Uint8Array, hashers: Hashers): string {
  return toHex(sha256Of(hashers, concatBytes(SPKI_PREFIX, publicKey)));
}

/** Lines of 64 base64 characters, as openssl writes them. */
export function buildSm2Pem(publicKey: Uint8Array): Uint8Array {
  const base64 = toBase64(concatBytes(SPKI_PREFIX, publicKey));
  return toUtf8(`${HEADER}\n${base64.slice(0, 64)}\n${base64.slice(64)}\n${FOOTER}\n`);
}

/** The 65 bytes of the key. Throws format/bad-package for anything but what buildSm2Pem writes. */
export function parseSm2Pem(pem: Uint8Array): Uint8Array {
  const lines = pem.length > 512 ? null : fromUtf8(pem)?.split('\n');
  const spki = fromBase64(`${lines?.[1] ?? '-'}${lines?.[2] ?? '-'}`);
  const key = spki?.slice(SPKI_PREFIX.length);
  if (key?.length !== 65 || key[0] !== 4 || !equalBytes(buildSm2Pem(key), pem))
    throw new AppError('format/bad-package', { problem: 'not an SM2 public key in PEM' });
  return key;
}
