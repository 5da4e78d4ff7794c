// Ed25519 public keys as files of a package: SubjectPublicKeyInfo (RFC 8410) in PEM (RFC 7468), in one form only.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { sha256Of } from '../bytes/digest.ts';
import type { Hashers } from '../bytes/hashers.ts';
import { toHex } from '../bytes/hex.ts';
import { concatBytes, equalBytes, fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';

export const SIGNER_PEM_PATH = 'attest/signer.pub.pem';
export const EXPORTER_PEM_PATH = 'attest/exporter.pub.pem';

/** SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }, RFC 8410 section 4. */
const SPKI_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
const HEADER = '-----BEGIN PUBLIC KEY-----';
const FOOTER = '-----END PUBLIC KEY-----';

export function ed25519Spki(publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== 32) throw new AppError('format/bad-package', { problem: 'public key length' });
  return concatBytes(SPKI_PREFIX, publicKey);
}

/** SHA-256 hex of the SubjectPublicKeyInfo. */
export function keyIdOf(publicKey: Uint8Array, hashers: Hashers): string {
  return toHex(sha256Of(hashers, ed25519Spki(publicKey)));
}

/** Header, 60 base64 characters on one line, footer, each ended by '\n'. */
export function buildPublicKeyPem(publicKey: Uint8Array): Uint8Array {
  return toUtf8(`${HEADER}\n${toBase64(ed25519Spki(publicKey))}\n${FOOTER}\n`);
}

/** The 32 bytes of the key. Throws format/bad-package for anything but what buildPublicKeyPem writes. */
export function parsePublicKeyPem(pem: Uint8Array): Uint8Array {
  const lines = pem.length > 512 ? null : fromUtf8(pem)?.split('\n');
  const spki = fromBase64(lines?.[1] ?? '-');
  const key = spki?.slice(SPKI_PREFIX.length);
  if (!key || key.length !== 32 || !equalBytes(buildPublicKeyPem(key), pem)) {
    throw new AppError('format/bad-package', { problem: 'not an Ed25519 public key in PEM' });
  }
  return key;
}
