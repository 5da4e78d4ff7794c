// A PKCS#12 file (RFC 7292) and its password -> the private key and the certificates in it. BER and the old schemes
// (3DES, RC2-40) are read with node-forge, as many CAs still hand out such files; AES (PBES2) by node:crypto.

import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import asn1, { type BerNode } from 'node-forge/lib/asn1.js';
import pbe from 'node-forge/lib/pbe.js';
import sha1 from 'node-forge/lib/sha1.js';
import sha256 from 'node-forge/lib/sha256.js';
import sha512 from 'node-forge/lib/sha512.js';
import util from 'node-forge/lib/util.js';
import { AppError, isAppError } from '../../shared/errors.ts';

export interface Pkcs12 {
  /** PrivateKeyInfo, DER. */
  readonly keys: readonly Uint8Array[];
  /** X.509, as they stand in the file. */
  readonly certificates: readonly Uint8Array[];
}

export const MAX_P12_BYTES = 1 << 20;
/** More takes seconds in JavaScript: no file in use has so many, a hostile one might. */
const MAX_ITERATIONS = 2_000_000;

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const PBES2 = '1.2.840.113549.1.5.13';
const PKCS12_PBE: ReadonlySet<string> = new Set(['1.2.840.113549.1.12.1.3', '1.2.840.113549.1.12.1.6']);

const MACS = new Map([
  ['1.3.14.3.2.26', { name: 'sha1', bytes: 20, digest: sha1 }],
  ['2.16.840.1.101.3.4.2.1', { name: 'sha256', bytes: 32, digest: sha256 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'sha512', bytes: 64, digest: sha512 }],
]);
const PRFS = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.11', 'sha512'],
]);
const CIPHERS = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', bytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', bytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', bytes: 32 }],
  ['1.2.840.113549.3.7', { name: 'des-ede3-cbc', bytes: 24 }],
]);

/** Throws key/p12-password, key/p12-unreadable. */
export function readPkcs12(bytes: Uint8Array, password: string): Pkcs12 {
  if (bytes.length > MAX_P12_BYTES) throw unreadable('more than 1 MiB');
  try {
    return read(Buffer.from(bytes).toString('latin1'), password);
  } catch (error) {
    if (isAppError(error)) throw error;
    // Without the cause: a library's message may quote what it read.
    throw unreadable('not a PKCS#12 file');
  }
}

function read(octets: string, password: string): Pkcs12 {
  const [, authSafe, macData] = nodes(asn1.fromDer(octets));
  const [type, content] = nodes(authSafe);
  if (oidOf(type) !== DATA) throw unreadable('signed by a key, not protected by a password');
  const safe = octetsOf(nodes(content)[0]);
  if (macData === undefined) throw unreadable('without a check of the password (MAC)');
  checkMac(macData, safe, password);
  const keys: Uint8Array[] = [];
  const certificates: Uint8Array[] = [];
  for (const info of nodes(asn1.fromDer(safe))) {
    for (const bag of nodes(asn1.fromDer(safeContents(info, password)))) {
      const [id, wrapped] = nodes(bag);
      const value = nodes(wrapped)[0]!;
      const kind = oidOf(id);
      if (kind === KEY_BAG) keys.push(toBytes(asn1.toDer(value).getBytes()));
      if (kind === SHROUDED_KEY_BAG) {
        const [algorithm, encrypted] = nodes(value);
        keys.push(toBytes(decrypt(algorithm!, octetsOf(encrypted), password)));
      }
      if (kind === CERT_BAG) certificates.push(toBytes(octetsOf(nodes(nodes(value)[1])[0])));
    }
  }
  return { keys, certificates };
}

/** RFC 7292 4 and appendix B: HMAC over the contents, keyed by the password. */
function checkMac(macData: BerNode, safe: string, password: string): void {
  const [mac, salt, iterations] = nodes(macData);
  const [algorithm, expected] = nodes(mac);
  const known = MACS.get(oidOf(nodes(algorithm)[0]));
  if (!known) throw unreadable('its password check uses an algorithm not known here');
  const count = iterations === undefined ? 1 : countOf(iterations);
  const want = Buffer.from(octetsOf(expected), 'latin1');
  const key = pbe.generatePkcs12Key(
    password,
    util.createBuffer(octetsOf(salt)),
    3,
    count,
    known.bytes,
    known.digest.create(),
  );
  const hmac = createHmac(known.name, Buffer.from(key.getBytes(), 'latin1'));
  const made = hmac.update(Buffer.from(safe, 'latin1')).digest();
  if (made.length !== want.length || !timingSafeEqual(made, want)) throw new AppError('key/p12-password');
}

function safeContents(info: BerNode, password: string): string {
  const [type, content] = nodes(info);
  if (oidOf(type) === DATA) return octetsOf(nodes(content)[0]);
  if (oidOf(type) !== ENCRYPTED_DATA) throw unreadable('encrypted to a key, not by a password');
  const [, encrypted] = nodes(nodes(content)[0]);
  const [, algorithm, data] = nodes(encrypted);
  return decrypt(algorithm!, octetsOf(data), password);
}

function decrypt(algorithm: BerNode, data: string, password: string): string {
  const [id, parameters] = nodes(algorithm);
  const oid = oidOf(id);
  if (oid === PBES2) return decryptPbes2(parameters!, data, password);
  if (!PKCS12_PBE.has(oid)) throw unreadable(`encrypted by a scheme not known here (${oid})`);
  countOf(nodes(parameters)[1]);
  const cipher = pbe.getCipherForPKCS12PBE(oid, parameters!, password);
  cipher.update(util.createBuffer(data));
  if (!cipher.finish()) throw unreadable('damaged');
  return cipher.output.getBytes();
}

/** RFC 8018 6.2 with PBKDF2. */
function decryptPbes2(parameters: BerNode, data: string, password: string): string {
  const [kdf, encryption] = nodes(parameters);
  const [kdfId, kdfParameters] = nodes(kdf);
  const [cipherId, iv] = nodes(encryption);
  const cipher = CIPHERS.get(oidOf(cipherId));
  if (oidOf(kdfId) !== '1.2.840.113549.1.5.12' || !cipher)
    throw unreadable('encrypted by a scheme not known here');
  const [salt, iterations, ...rest] = nodes(kdfParameters);
  const prfNode = rest.find((node) => node.constructed);
  const prf = prfNode === undefined ? 'sha1' : PRFS.get(oidOf(nodes(prfNode)[0]));
  if (prf === undefined) throw unreadable('encrypted by a scheme not known here');
  const key = pbkdf2Sync(
    Buffer.from(password, 'utf8'),
    Buffer.from(octetsOf(salt), 'latin1'),
    countOf(iterations),
    cipher.bytes,
    prf,
  );
  const decipher = createDecipheriv(cipher.name, key, Buffer.from(octetsOf(iv), 'latin1'));
  return Buffer.concat([decipher.update(Buffer.from(data, 'latin1')), decipher.final()]).toString('latin1');
}

function countOf(node: BerNode | undefined): number {
  const octets = Buffer.from(octetsOf(node), 'latin1');
  const count = octets.length > 4 ? Infinity : octets.readUIntBE(0, octets.length);
  if (count < 1 || count > MAX_ITERATIONS) throw unreadable('its password scheme asks for too much work');
  return count;
}

function nodes(node: BerNode | undefined): readonly BerNode[] {
  if (node === undefined || typeof node.value === 'string') throw unreadable('damaged');
  return node.value;
}

/** BER may hand an OCTET STRING out in pieces (X.690 8.7). */
function octetsOf(node: BerNode | undefined): string {
  if (node === undefined) throw unreadable('damaged');
  return typeof node.value === 'string' ? node.value : node.value.map(octetsOf).join('');
}

function oidOf(node: BerNode | undefined): string {
  return asn1.derToOid(octetsOf(node));
}

function toBytes(octets: string): Uint8Array {
  return new Uint8Array(Buffer.from(octets, 'latin1'));
}

function unreadable(problem: string): AppError {
  return new AppError('key/p12-unreadable', { problem });
}
