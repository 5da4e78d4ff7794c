// Ed25519 (RFC 8032 section 5.1.7), strict: canonical points and scalars, no small-order keys.

import { ed25519 } from '@noble/curves/ed25519.js';

/** False, not an exception, for whatever is malformed. */
export type VerifyEd25519 = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

export const verifyEd25519: VerifyEd25519 = (signature, message, publicKey) => {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    // noble throws for keys that are no points and for wrong lengths: such a signature does not hold.
    return false;
  }
};
