// One-shot digests over the Hashers port: 32 bytes each, or both in hex as the format writes them.

import { digestOf, type Hashers } from './hashers.ts';
import { toHex } from './hex.ts';

/** SHA-256 of the concatenated parts: 32 bytes. */
export function sha256Of(hashers: Hashers, ...parts: readonly Uint8Array[]): Uint8Array {
  return digestOf(hashers.createSha256(), ...parts);
}

/** SM3 of the concatenated parts: 32 bytes. */
function sm3Of(hashers: Hashers, ...parts: readonly Uint8Array[]): Uint8Array {
  return digestOf(hashers.createSm3(), ...parts);
}

/** Both digests of the concatenated parts in lower-case hex. */
export function digestsOf(
  hashers: Hashers,
  ...parts: readonly Uint8Array[]
): { readonly sha256: string; readonly sm3: string } {
  return { sha256: toHex(sha256Of(hashers, ...parts)), sm3: toHex(sm3Of(hashers, ...parts)) };
}
