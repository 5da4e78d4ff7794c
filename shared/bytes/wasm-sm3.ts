// SM3 (GB/T 32905-2016) on our own WebAssembly module, for browsers, workers, Node and Electron alike. A stream keeps
// its own 32 bytes of state and its unfinished block: any number may be open over the one instance, and one that is
// dropped leaks nothing.

import { assert } from '../assert.ts';
import type { StreamHash } from './hashers.ts';
import { buildSm3Module, INPUT_BYTES, INPUT_OFFSET } from './sm3-module.ts';

const BLOCK = 64;
const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

/** The little of it that is used: Node and workers have no declaration in common. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

interface Sm3Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  compress(start: number, end: number): void;
}

/** Compiles the module once; the streams that come back are synchronous. */
export async function createWasmSm3(): Promise<() => StreamHash> {
  const { instance } = await WebAssembly.instantiate(buildSm3Module());
  const { memory, compress } = instance.exports as Sm3Exports;
  // The module never grows its memory, so the views stay good.
  const registers = new Uint32Array(memory.buffer, 0, 8);
  const input = new Uint8Array(memory.buffer, INPUT_OFFSET, INPUT_BYTES);

  /** @param bytes whole blocks. */
  function run(state: Uint32Array, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    registers.set(state);
    for (let at = 0; at < bytes.length; at += INPUT_BYTES) {
      const part = bytes.subarray(at, at + INPUT_BYTES);
      input.set(part);
      compress(INPUT_OFFSET, INPUT_OFFSET + part.length);
    }
    state.set(registers);
  }

  return () => {
    const state = Uint32Array.from(INITIAL);
    const pending = new Uint8Array(BLOCK);
    let pendingBytes = 0;
    let size = 0;
    let done = false;
    return {
      update(bytes) {
        assert(!done, 'a digest was already taken from this stream');
        size += bytes.length;
        let from = 0;
        if (pendingBytes > 0) {
          from = Math.min(BLOCK - pendingBytes, bytes.length);
          pending.set(bytes.subarray(0, from), pendingBytes);
          pendingBytes += from;
          if (pendingBytes < BLOCK) return;
          run(state, pending);
          pendingBytes = 0;
        }
        const whole = from + BLOCK * Math.floor((bytes.length - from) / BLOCK);
        run(state, bytes.subarray(from, whole));
        pending.set(bytes.subarray(whole));
        pendingBytes = bytes.length - whole;
      },
      digest() {
        assert(!done, 'a digest was already taken from this stream');
        done = true;
        const last = new Uint8Array(pendingBytes + 9 <= BLOCK ? BLOCK : 2 * BLOCK);
        last.set(pending.subarray(0, pendingBytes));
        last[pendingBytes] = 0x80;
        new DataView(last.buffer).setBigUint64(last.length - 8, BigInt(size) * 8n);
        run(state, last);
        const out = new DataView(new ArrayBuffer(32));
        for (const [i, word] of state.entries()) out.setUint32(4 * i, word);
        return new Uint8Array(out.buffer);
      },
    };
  };
}
