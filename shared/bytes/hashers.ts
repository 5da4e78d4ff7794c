// The two digests of the format behind one port. Node and browsers bring their own implementations
// (electron/platform/node-hashers.ts, shared/bytes/wasm-hashers.ts); both must agree with `openssl dgst`.

/** A running digest. One use: after digest() it must not be touched again. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** 32 bytes for both SHA-256 and SM3. */
  digest(): Uint8Array;
}

export interface Hashers {
  /** Which implementation answers, for the record: e.g. "node:crypto sha256 + wasm sm3". */
  readonly name: string;
  createSha256(): StreamHash;
  createSm3(): StreamHash;
  /** Both digests with the help of another thread; null where none can be started. Absent: no threads here. */
  openBeside?(): Promise<BothDigests | null>;
}

export interface DigestPair {
  readonly sha256: Uint8Array;
  readonly sm3: Uint8Array;
}

/** Both digests of one stream. One use; drop() or digests() ends it. */
export interface BothDigests {
  /** Has taken the bytes when it resolves: the caller may overwrite them. */
  update(bytes: Uint8Array): Promise<void> | void;
  digests(): Promise<DigestPair> | DigestPair;
  /** Gives the stream up. Idempotent, harmless after digests(). */
  drop(): void;
}

/** From here on the hand-over to another thread is earned back, its start (some 50 ms, once) included. */
export const BESIDE_FROM_BYTES = 16 * 1024 * 1024;

/** @param sizeBytes how much is expected; it decides only where the work is done. */
export async function openBoth(hashers: Hashers, sizeBytes: number): Promise<BothDigests> {
  const beside = sizeBytes < BESIDE_FROM_BYTES ? null : await hashers.openBeside?.();
  if (beside) return beside;
  const sha256 = hashers.createSha256();
  const sm3 = hashers.createSm3();
  return {
    update(bytes) {
      sha256.update(bytes);
      sm3.update(bytes);
    },
    digests: () => ({ sha256: sha256.digest(), sm3: sm3.digest() }),
    drop() {},
  };
}

export function digestOf(hash: StreamHash, ...parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hash.update(part);
  return hash.digest();
}
