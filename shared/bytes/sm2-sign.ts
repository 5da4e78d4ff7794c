// SM2 signing (GB/T 32918.2-2016 section 6.1) on @noble/curves' arithmetic. Randomness is given by the caller.

import { curve, CURVE, fieldBytes, numberOf } from './sm2.ts';

/** 1 … n-2: d = n-1 has no inverse of 1 + d (section 6.1). */
export function isSm2PrivateKey(bytes: Uint8Array): boolean {
  const value = numberOf(bytes);
  return bytes.length === 32 && value > 0n && value < CURVE.n - 1n;
}

/** 65 bytes, uncompressed. */
export function sm2PublicKey(privateKey: Uint8Array): Uint8Array {
  return curve().BASE.multiply(numberOf(privateKey)).toBytes(false);
}

/**
 * Steps A3 to A6 for one random number; null where it does not serve (out of range, or r or s vanish): draw again.
 * @param e 32 bytes, sm2Digest of the message
 * @param random 32 bytes, secret, used once
 */
export function signSm2(
  privateKey: Uint8Array,
  e: Uint8Array,
  random: Uint8Array,
): { readonly r: Uint8Array; readonly s: Uint8Array } | null {
  const { n } = CURVE;
  const k = numberOf(random);
  if (k < 1n || k >= n) return null;
  const d = numberOf(privateKey);
  const r = (numberOf(e) + curve().BASE.multiply(k).toAffine().x) % n;
  if (r === 0n || r + k === n) return null;
  const order = curve().Fn;
  const s = order.mul(order.inv((1n + d) % n), order.create(k - r * d));
  return s === 0n ? null : { r: fieldBytes(r), s: fieldBytes(s) };
}
