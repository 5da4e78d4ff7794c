// SHA-256 and SM3 for Node and Electron. SM3 comes from node:crypto where the platform has it, else from hash-wasm
// (Electron's BoringSSL has none). This is the only file that may name createHash('sm3').

import { createHash, getHashes, type Hash } from 'node:crypto';
import type { Hashers, StreamHash } from '../../shared/bytes/hashers.ts';
import { createWasmSm3 } from '../../shared/bytes/wasm-hashers.ts';

export interface NodeHasherOptions {
  /** 'wasm' forces the Electron-safe path. Default: CUNAN_SM3=wasm, else what the platform has. */
  readonly sm3?: 'auto' | 'wasm';
}

export async function createNodeHashers(options: NodeHasherOptions = {}): Promise<Hashers> {
  const wish = options.sm3 ?? (process.env['CUNAN_SM3'] === 'wasm' ? 'wasm' : 'auto');
  const native = wish === 'auto' && getHashes().includes('sm3');
  const newSm3 = native ? () => fromNode(createHash('sm3')) : await createWasmSm3();
  return {
    name: `node:crypto sha256 + ${native ? 'node:crypto' : 'hash-wasm'} sm3`,
    createSha256: () => fromNode(createHash('sha256')),
    createSm3: newSm3,
  };
}

function fromNode(hash: Hash): StreamHash {
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => new Uint8Array(hash.digest()),
  };
}
