// AlgorithmIdentifiers of digests and signatures, and the digests themselves.
// Names that are not known are kept as OIDs and end in 'unsupported', never in a verdict.

import { digestOf, type Hashers } from '../bytes/hashers.ts';
import { concatBytes } from '../bytes/utf8.ts';
import { fieldsOf, oidText, onlyChild, smallInteger } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, TAG, type DerNode } from '../der/reader.ts';
import { unsupported } from './refusal.ts';

/** What this module needs of WebCrypto; globalThis.crypto.subtle is one. */
export interface SubtleVerifier {
  digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: 'spki',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: { name: string; hash?: string; namedCurve?: string },
    extractable: boolean,
    keyUsages: 'verify'[],
  ): Promise<unknown>;
  verify(
    algorithm: { name: string; hash?: string; saltLength?: number },
    key: unknown,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

export interface Platform {
  readonly hashers: Hashers;
  /** Null where the page or runtime has none: signatures cannot be checked then. */
  readonly subtle: SubtleVerifier | null;
}

export type DigestName = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sm3';

const DIGESTS: ReadonlyMap<string, DigestName> = new Map([
  [OID.sha1, 'sha1'],
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
  [OID.sm3, 'sm3'],
]);

export const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  sm3: 32,
};

export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: DerNode | null;
  readonly raw: Uint8Array;
}

/** RFC 5280 4.1.1.2 */
export function algorithmIdentifier(node: DerNode, what: string): AlgorithmIdentifier {
  const fields = fieldsOf(node, what);
  const oid = oidText(fields.next(TAG.oid, what), what);
  const parameters = node.children.length > 1 ? fields.any(what) : null;
  fields.end(what);
  return { oid, parameters, raw: node.raw };
}

/** RFC 5754 2: parameters absent or NULL. Null where the algorithm is not known. */
export function digestName(algorithm: AlgorithmIdentifier): DigestName | null {
  const name = DIGESTS.get(algorithm.oid) ?? null;
  if (name !== null) nullOrAbsent(algorithm);
  return name;
}

function nullOrAbsent({ parameters }: AlgorithmIdentifier): void {
  if (parameters !== null && parameters.tag !== TAG.null) throw badDer('algorithm parameters');
}

export type SignatureAlgorithm =
  | { readonly kind: 'rsa'; readonly digest: DigestName | null }
  | { readonly kind: 'rsa-pss'; readonly digest: DigestName; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly digest: DigestName }
  | { readonly kind: 'sm2'; readonly digest: 'sm3' };

const RSA: ReadonlyMap<string, DigestName | null> = new Map([
  [OID.rsaEncryption, null],
  [OID.sha256WithRsa, 'sha256'],
  [OID.sha384WithRsa, 'sha384'],
  [OID.sha512WithRsa, 'sha512'],
]);

const ECDSA: ReadonlyMap<string, DigestName> = new Map([
  [OID.ecdsaWithSha256, 'sha256'],
  [OID.ecdsaWithSha384, 'sha384'],
  [OID.ecdsaWithSha512, 'sha512'],
]);

/** Throws Refusal tst-algorithm where it is none of RSA PKCS#1, RSA-PSS, ECDSA with SHA-2, SM2 with SM3. */
export function signatureAlgorithm(algorithm: AlgorithmIdentifier): SignatureAlgorithm {
  const rsa = RSA.get(algorithm.oid);
  if (rsa !== undefined) {
    nullOrAbsent(algorithm);
    return { kind: 'rsa', digest: rsa };
  }
  const ecdsa = ECDSA.get(algorithm.oid);
  if (ecdsa !== undefined) {
    // RFC 5758 3.2: parameters are absent.
    if (algorithm.parameters !== null) throw badDer('ecdsa parameters');
    return { kind: 'ecdsa', digest: ecdsa };
  }
  if (algorithm.oid === OID.sm2WithSm3 || algorithm.oid === OID.sm2Signature) {
    // GM/T 0015 leaves the parameters out, certificates in use write NULL as well.
    nullOrAbsent(algorithm);
    return { kind: 'sm2', digest: 'sm3' };
  }
  if (algorithm.oid === OID.rsassaPss) return pssParameters(algorithm);
  throw unsupported(`signature algorithm ${algorithm.oid}`);
}

/** RFC 4055 3.1: hash, MGF1 with the same hash, salt length; the defaults are SHA-1, which is not accepted. */
function pssParameters({ parameters }: AlgorithmIdentifier): SignatureAlgorithm {
  if (parameters === null) throw unsupported('RSA-PSS with SHA-1');
  const fields = fieldsOf(parameters, 'RSASSA-PSS-params');
  const hash = fields.optional(0xa0);
  const mask = fields.optional(0xa1);
  const salt = fields.optional(0xa2);
  const trailer = fields.optional(0xa3);
  fields.end('RSASSA-PSS-params');
  if (hash === null || mask === null) throw unsupported('RSA-PSS with SHA-1');
  const digest = digestName(algorithmIdentifier(onlyChild(hash, 'hashAlgorithm'), 'hashAlgorithm'));
  const generator = algorithmIdentifier(onlyChild(mask, 'maskGenAlgorithm'), 'maskGenAlgorithm');
  if (generator.oid !== OID.mgf1 || generator.parameters === null || trailer !== null)
    throw unsupported('RSA-PSS parameters');
  const maskDigest = digestName(algorithmIdentifier(generator.parameters, 'MGF1 hash'));
  if (digest === null || digest !== maskDigest) throw unsupported('RSA-PSS parameters');
  // Default salt length: 20 octets.
  const saltLength = salt === null ? 20 : pssSalt(onlyChild(salt, 'saltLength'));
  return { kind: 'rsa-pss', digest, saltLength };
}

function pssSalt(node: DerNode): number {
  if (node.tag !== TAG.integer) throw badDer('saltLength');
  return smallInteger(node, 'saltLength');
}

const SUBTLE_DIGESTS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

/** WebCrypto's name; SM3 and SHA-1 signatures are not checked here. */
export function subtleHash(digest: DigestName): string {
  if (digest === 'sm3' || digest === 'sha1') throw unsupported(`signature over ${digest}`);
  return SUBTLE_DIGESTS[digest];
}

/** Throws Refusal tst-algorithm where the platform cannot compute it. */
export async function digestBytes(
  name: DigestName,
  platform: Platform,
  data: Uint8Array,
): Promise<Uint8Array> {
  if (name === 'sha256') return digestOf(platform.hashers.createSha256(), data);
  if (name === 'sm3') return digestOf(platform.hashers.createSm3(), data);
  if (platform.subtle === null) throw unsupported(`${name} without WebCrypto`);
  return new Uint8Array(await platform.subtle.digest(SUBTLE_DIGESTS[name], ownBuffer(data)));
}

/** WebCrypto takes views of ArrayBuffers only. */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(bytes) as Uint8Array<ArrayBuffer>;
}
