// SM2 with SM3 under an X.509 key (GM/T 0015, GM/T 0009): Z_A over the default id, DER signature. Signers in the field
// are known to leave Z_A out or to use an empty id: such a signature is by the key, but not of the standard's form, and
// is reported as unsupported. What is by the key in none of these forms is a wrong signature.

import type { Hashers } from '../bytes/hashers.ts';
import { digestOf } from '../bytes/hashers.ts';
import { sm2Digest, verifySm2 } from '../bytes/sm2.ts';
import { oidText } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { TAG } from '../der/reader.ts';
import { unsupported } from './refusal.ts';
import { signaturePair, type SignaturePair } from './signature-pair.ts';
import type { PublicKeyInfo } from './x509.ts';

export interface Sm2Input {
  readonly key: PublicKeyInfo;
  readonly signature: Uint8Array;
  readonly data: Uint8Array;
}

/** Throws Refusal tst-algorithm for another curve, a compressed key and the odd forms above. */
export function verifySm2Signature({ key, signature, data }: Sm2Input, { createSm3 }: Hashers): boolean {
  const { oid, parameters } = key.algorithm;
  if (oid !== OID.ecPublicKey) throw unsupported(`SM2 signature under a key of type ${oid}`);
  const curve = parameters?.tag === TAG.oid ? oidText(parameters, 'namedCurve') : null;
  if (curve !== OID.sm2Curve) throw unsupported(`SM2 signature on curve ${curve ?? 'without a name'}`);
  if (key.bits[0] !== 4) throw unsupported('SM2 key in a compressed form');
  const der = signaturePair(signature);
  const pair = der ?? rawPair(signature);
  if (pair === null) return false;
  const holds = (e: Uint8Array): boolean => verifySm2(pair, e, key.bits);
  const standard = holds(sm2Digest(createSm3, key.bits, data));
  if (standard && der !== null) return true;
  if (standard) throw unsupported('SM2 signature as r || s without DER');
  if (holds(digestOf(createSm3(), data))) throw unsupported('SM2 signature without Z_A');
  if (holds(sm2Digest(createSm3, key.bits, data, ''))) throw unsupported('SM2 signature with an empty id');
  return false;
}

function rawPair(signature: Uint8Array): SignaturePair | null {
  if (signature.length !== 64) return null;
  return { r: signature.subarray(0, 32), s: signature.subarray(32) };
}
