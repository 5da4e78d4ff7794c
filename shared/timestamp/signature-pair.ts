// SEQUENCE { r INTEGER, s INTEGER }: Ecdsa-Sig-Value (RFC 5480 appendix A) and SM2Signature (GM/T 0009 section 7.2).

import { fieldsOf, unsignedBytes } from '../der/fields.ts';
import { parseDer, TAG } from '../der/reader.ts';
import { isAppError } from '../errors.ts';

export interface SignaturePair {
  /** Big-endian magnitudes. */
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** Null where it is none. */
export function signaturePair(signature: Uint8Array): SignaturePair | null {
  try {
    const fields = fieldsOf(parseDer(signature), 'signature');
    const r = unsignedBytes(fields.next(TAG.integer, 'r'), 'r');
    const s = unsignedBytes(fields.next(TAG.integer, 's'), 's');
    fields.end('signature');
    return { r, s };
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
