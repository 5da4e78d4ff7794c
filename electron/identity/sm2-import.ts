// An SM2 private key from a PEM file as openssl writes it: PKCS#8 (RFC 5208), SEC1 (RFC 5915), or PKCS#8 encrypted by
// PBES2 (RFC 8018) with PBKDF2 and AES-CBC. Everything else is named and refused.

import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { fromBase64 } from '../../shared/bytes/base64.ts';
import { isSm2PrivateKey, sm2PublicKey } from '../../shared/bytes/sm2-sign.ts';
import { equalBytes } from '../../shared/bytes/utf8.ts';
import { fieldsOf, oidText, onlyChild, smallInteger, wholeBits } from '../../shared/der/fields.ts';
import { OID } from '../../shared/der/oids.ts';
import { parseDer, TAG, type DerNode } from '../../shared/der/reader.ts';
import { AppError, isAppError } from '../../shared/errors.ts';

/** id-PBES2, id-PBKDF2, and the ciphers and pseudo-random functions of RFC 8018 that are read. */
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
};
const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
/** A hostile file must not make us count for minutes. */
const MAX_ITERATIONS = 10_000_000;

const BLOCK = /-----BEGIN ((?:ENCRYPTED |EC |SM2 )?PRIVATE KEY)-----([^]*?)-----END \1-----/;

/** The 32 bytes of the key. Throws key/import. */
export function readSm2Key(pem: string, passphrase: string | null): Uint8Array {
  const [, label, text] = BLOCK.exec(pem) ?? [];
  if (label === undefined || text === undefined) throw refused('no private key in PEM');
  if (text.includes(':')) throw refused('encryption of this kind is not supported: use openssl pkcs8 -topk8');
  const der = fromBase64(text.replaceAll(/\s/g, ''));
  if (der === null) throw refused('not a PEM file');
  if (label === 'ENCRYPTED PRIVATE KEY')
    return reading(() => fromPkcs8(parseDer(decrypted(der, passphrase))));
  return reading(() => (label === 'PRIVATE KEY' ? fromPkcs8(parseDer(der)) : fromSec1(parseDer(der), false)));
}

function fromPkcs8(node: DerNode): Uint8Array {
  const fields = fieldsOf(node, 'PrivateKeyInfo');
  smallInteger(fields.next(TAG.integer, 'version'), 'version');
  const algorithm = fieldsOf(fields.next(TAG.sequence, 'algorithm'), 'algorithm');
  if (oidText(algorithm.next(TAG.oid, 'algorithm'), 'algorithm') !== OID.ecPublicKey)
    throw refused('not an SM2 key');
  requireCurve(algorithm.any('curve'));
  return fromSec1(parseDer(fields.next(TAG.octetString, 'privateKey').body), true);
}

/** @param known whether the curve was named outside. */
function fromSec1(node: DerNode, known: boolean): Uint8Array {
  const fields = fieldsOf(node, 'ECPrivateKey');
  if (smallInteger(fields.next(TAG.integer, 'version'), 'version') !== 1) throw refused('not an SM2 key');
  const key = fields.next(TAG.octetString, 'privateKey').body.slice();
  const curve = fields.optional(0xa0);
  if (curve !== null) requireCurve(onlyChild(curve, 'parameters'));
  else if (!known) throw refused('the curve is not named');
  if (!isSm2PrivateKey(key)) throw refused('not an SM2 key');
  const stated = fields.optional(0xa1);
  if (
    stated !== null &&
    !equalBytes(wholeBits(onlyChild(stated, 'publicKey'), 'publicKey'), sm2PublicKey(key))
  )
    throw refused('the public key in it is another one');
  return key;
}

function requireCurve(node: DerNode): void {
  if (oidText(node, 'curve') !== OID.sm2Curve) throw refused('not an SM2 key');
}

function decrypted(der: Uint8Array, passphrase: string | null): Uint8Array {
  if (passphrase === null) throw refused('a passphrase is needed');
  const fields = fieldsOf(parseDer(der), 'EncryptedPrivateKeyInfo');
  const scheme = fieldsOf(fields.next(TAG.sequence, 'encryptionAlgorithm'), 'encryptionAlgorithm');
  const unknown = (): AppError =>
    refused('encryption of this kind is not supported: use openssl pkcs8 -topk8');
  if (oidText(scheme.next(TAG.oid, 'scheme'), 'scheme') !== PBES2) throw unknown();
  const parameters = fieldsOf(scheme.next(TAG.sequence, 'PBES2'), 'PBES2');
  const kdf = fieldsOf(parameters.next(TAG.sequence, 'kdf'), 'kdf');
  const encryption = fieldsOf(parameters.next(TAG.sequence, 'cipher'), 'cipher');
  if (oidText(kdf.next(TAG.oid, 'kdf'), 'kdf') !== PBKDF2) throw unknown();
  const cipher = CIPHERS[oidText(encryption.next(TAG.oid, 'cipher'), 'cipher')];
  const iv = encryption.next(TAG.octetString, 'iv').body;
  const derivation = fieldsOf(kdf.next(TAG.sequence, 'PBKDF2'), 'PBKDF2');
  const salt = derivation.next(TAG.octetString, 'salt').body;
  const iterations = smallInteger(derivation.next(TAG.integer, 'iterations'), 'iterations');
  derivation.optional(TAG.integer);
  const prf = derivation.optional(TAG.sequence);
  // RFC 8018 A.2: HMAC with SHA-1 where none is named.
  const hash = prf === null ? 'sha1' : HMACS[oidText(prf.children[0] ?? prf, 'prf')];
  const data = fields.next(TAG.octetString, 'encryptedData').body;
  if (cipher === undefined || hash === undefined || iterations < 1 || iterations > MAX_ITERATIONS)
    throw unknown();
  if (iv.length !== 16) throw unknown();
  const key = pbkdf2Sync(passphrase, salt, iterations, cipher.keyBytes, hash);
  try {
    const decipher = createDecipheriv(cipher.name, key, iv);
    const plain = new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
    parseDer(plain);
    return plain;
  } catch (cause) {
    // CBC tells a wrong passphrase and a damaged file apart by nothing.
    throw refused('the passphrase is wrong', cause);
  }
}

function reading(read: () => Uint8Array): Uint8Array {
  try {
    return read();
  } catch (error) {
    if (isAppError(error) && error.code === 'format/bad-der') throw refused('not a private key', error);
    throw error;
  }
}

function refused(problem: string, cause?: unknown): AppError {
  return new AppError('key/import', { problem }, { cause });
}
