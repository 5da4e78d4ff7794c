// The two digests of the format behind one port. Node and browsers bring their own implementations
// (electron/platform/node-hashers.ts, shared/bytes/wasm-hashers.ts); both must agree with `openssl dgst`.

/** A running digest. One use: after digest() it must not be touched again. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** 32 bytes for both SHA-256 and SM3. */
  digest(): Uint8Array;
}

export interface Hashers {
  /** Which implementation answers, for the record: e.g. "node:crypto sha256 + hash-wasm sm3". */
  readonly name: string;
  createSha256(): StreamHash;
  createSm3(): StreamHash;
}

export function digestOf(hash: StreamHash, ...parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hash.update(part);
  return hash.digest();
}
