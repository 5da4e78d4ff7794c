// One signature under one public key: by WebCrypto RSA PKCS#1 v1.5, RSA-PSS (RFC 8017), ECDSA on P-256, P-384 and
// P-521 (RFC 5758); SM2 with SM3 (sm2-signature.ts). Everything else is unsupported: neither good nor bad.

import { concatBytes } from '../bytes/utf8.ts';
import { oidText } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { TAG } from '../der/reader.ts';
import {
  ownBuffer,
  signatureAlgorithm,
  subtleHash,
  type AlgorithmIdentifier,
  type DigestName,
  type Platform,
  type SubtleVerifier,
} from './algorithms.ts';
import { unsupported } from './refusal.ts';
import { signaturePair } from './signature-pair.ts';
import { verifySm2Signature } from './sm2-signature.ts';
import { rsaModulusBits, type PublicKeyInfo } from './x509.ts';

const CURVES: ReadonlyMap<string, { readonly name: string; readonly bytes: number }> = new Map([
  [OID.p256, { name: 'P-256', bytes: 32 }],
  [OID.p384, { name: 'P-384', bytes: 48 }],
  [OID.p521, { name: 'P-521', bytes: 66 }],
]);

export interface SignatureInput {
  readonly key: PublicKeyInfo;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly data: Uint8Array;
  /** RFC 5652 5.3: a SignerInfo names its digest apart; null: the signature algorithm must name it itself. */
  readonly digest: DigestName | null;
}

/** Throws Refusal tst-algorithm where it cannot be checked. */
export async function verifySignature(input: SignatureInput, platform: Platform): Promise<boolean> {
  const algorithm = signatureAlgorithm(input.algorithm);
  const digest = algorithm.digest ?? input.digest;
  if (digest === null) throw unsupported('rsaEncryption as a signature algorithm without a digest');
  if (input.digest !== null && input.digest !== digest) {
    if (algorithm.kind === 'sm2') throw unsupported(`SM2 over ${input.digest}`);
    return false;
  }
  if (algorithm.kind === 'sm2') return verifySm2Signature(input, platform.hashers);
  const hash = subtleHash(digest);
  const keyOid = input.key.algorithm.oid;
  if (keyOid !== OID.rsaEncryption && keyOid !== OID.ecPublicKey) throw unsupported(`key of type ${keyOid}`);
  if ((keyOid === OID.ecPublicKey) !== (algorithm.kind === 'ecdsa')) return false;
  const { subtle } = platform;
  if (subtle === null) throw unsupported('signatures without WebCrypto');
  if (algorithm.kind === 'ecdsa') return verifyEcdsa(input, hash, subtle);
  checkRsaKey(input.key);
  const pss = algorithm.kind === 'rsa-pss';
  const name = pss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const key = await importKey(subtle, input.key, { name, hash });
  const parameters = pss ? { name, saltLength: algorithm.saltLength } : { name };
  return key !== null && subtle.verify(parameters, key, ownBuffer(input.signature), ownBuffer(input.data));
}

/** Below 2048 bits a signature proves too little; above 8192 checking it is a burden. */
function checkRsaKey(key: PublicKeyInfo): void {
  const bits = rsaModulusBits(key);
  if (bits === null || bits < 2048 || bits > 8192) throw unsupported(`RSA key of ${bits ?? 'odd'} bits`);
}

async function verifyEcdsa(input: SignatureInput, hash: string, subtle: SubtleVerifier): Promise<boolean> {
  const { parameters } = input.key.algorithm;
  // RFC 5480 2.1.1: namedCurve
  const curve = parameters?.tag === TAG.oid ? CURVES.get(oidText(parameters, 'namedCurve')) : undefined;
  if (!curve) throw unsupported('elliptic curve of the key');
  const raw = rawEcdsa(input.signature, curve.bytes);
  if (raw === null) return false;
  const key = await importKey(subtle, input.key, { name: 'ECDSA', namedCurve: curve.name });
  return key !== null && subtle.verify({ name: 'ECDSA', hash }, key, ownBuffer(raw), ownBuffer(input.data));
}

/** Ecdsa-Sig-Value -> r || s as WebCrypto takes it; null where it is none. */
function rawEcdsa(signature: Uint8Array, width: number): Uint8Array | null {
  const pair = signaturePair(signature);
  if (pair === null || pair.r.length > width || pair.s.length > width) return null;
  return concatBytes(...[pair.r, pair.s].flatMap((part) => [new Uint8Array(width - part.length), part]));
}

/** Null where the key's bytes are no key (a point that is not on its curve, say). */
async function importKey(
  subtle: SubtleVerifier,
  key: PublicKeyInfo,
  algorithm: { name: string; hash?: string; namedCurve?: string },
): Promise<unknown> {
  try {
    return await subtle.importKey('spki', ownBuffer(key.raw), algorithm, false, ['verify']);
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError')
      throw unsupported(`${algorithm.namedCurve ?? algorithm.name} on this platform`);
    return null;
  }
}
