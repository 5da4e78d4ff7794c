// SM2 signatures (GB/T 32918.2-2016 section 7 on the curve of GB/T 32918.5): verifying, on @noble/curves'
// arithmetic. Held in tests against openssl.

import { weierstrass, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { digestOf, type StreamHash } from './hashers.ts';
import { fromHex, toHex } from './hex.ts';
import { toUtf8 } from './utf8.ts';

export const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

/** What GM/T 0009-2012 section 10 gives signers that agreed on nothing else. */
export const SM2_DEFAULT_ID = '1234567812345678';

let made: WeierstrassPointCons<bigint> | null = null;

/** Made at first use. */
export function curve(): WeierstrassPointCons<bigint> {
  return (made ??= weierstrass(CURVE));
}

export type CreateSm3 = () => StreamHash;

/** e of a message: SM3(Z_A || M), with Z_A over the signer's id, the curve and the key (section 5.5). */
export function sm2Digest(
  createSm3: CreateSm3,
  publicKey: Uint8Array,
  message: Uint8Array,
  id: string = SM2_DEFAULT_ID,
): Uint8Array {
  const idBytes = toUtf8(id);
  const bits = idBytes.length * 8;
  const parameters = [CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map(fieldBytes);
  const z = digestOf(
    createSm3(),
    Uint8Array.of(bits >> 8, bits & 0xff),
    idBytes,
    ...parameters,
    publicKey.subarray(1),
  );
  return digestOf(createSm3(), z, message);
}

/**
 * Section 7.1 from step 4 on. False for whatever is malformed: a key that is no point, r or s out of range.
 * @param publicKey 65 bytes, uncompressed (04 x y)
 * @param e 32 bytes
 */
export function verifySm2(
  { r, s }: { readonly r: Uint8Array; readonly s: Uint8Array },
  e: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4) return false;
  const { n } = CURVE;
  const [rn, sn] = [numberOf(r), numberOf(s)];
  if (rn < 1n || rn >= n || sn < 1n || sn >= n) return false;
  const t = (rn + sn) % n;
  if (t === 0n) return false;
  try {
    const key = curve().fromBytes(publicKey);
    const point = curve().BASE.multiplyUnsafe(sn).add(key.multiplyUnsafe(t));
    return !point.is0() && (numberOf(e) + point.toAffine().x) % n === rn;
  } catch {
    // noble throws for bytes that are no point of the curve: such a signature does not hold.
    return false;
  }
}

export function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

export function fieldBytes(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'))!;
}
