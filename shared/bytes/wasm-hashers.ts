// SHA-256 and SM3 on WebAssembly, the same in browsers, workers, Node and Electron: SHA-256 from hash-wasm, SM3 ours.
// hash-wasm creates instances asynchronously and keeps one running state per instance. So one instance is made once,
// and each stream saves and loads its small state (about 100 bytes) when its turn comes: creation is synchronous, any
// number of streams may be open, and a stream that is dropped leaks nothing.

import { createSHA256, type IHasher } from 'hash-wasm';
import { assert } from '../assert.ts';
import type { Hashers, StreamHash } from './hashers.ts';
import { createWasmSm3 } from './wasm-sm3.ts';

/** Compiles both modules; the hashers that come back are synchronous. */
export async function createWasmHashers(): Promise<Hashers> {
  const [sha256, createSm3] = await Promise.all([createSHA256(), createWasmSm3()]);
  return {
    name: 'hash-wasm sha256 + wasm sm3',
    createSha256: shareInstance(sha256),
    createSm3,
  };
}

/** Streams over one instance; the state of whichever stream is inside moves out when another comes. */
function shareInstance(instance: IHasher): () => StreamHash {
  let inside: { state: Uint8Array | null } | null = null;
  return () => {
    const self: { state: Uint8Array | null } = { state: null };
    let done = false;
    const enter = (): void => {
      assert(!done, 'a digest was already taken from this stream');
      if (inside === self) return;
      if (inside !== null) inside.state = instance.save();
      if (self.state === null) instance.init();
      else instance.load(self.state);
      inside = self;
    };
    return {
      update(bytes) {
        enter();
        instance.update(bytes);
      },
      digest() {
        enter();
        done = true;
        inside = null;
        return instance.digest('binary');
      },
    };
  };
}
