// SHA-256 and SM3 as streams for one thread of Node or Electron. SM3 comes from node:crypto where the platform has it,
// else from WebAssembly (Electron's BoringSSL has none). The only file that may name createHash('sm3').

import { createHash, getHashes, type Hash } from 'node:crypto';
import type { StreamHash } from '../../shared/bytes/hashers.ts';
import { createWasmSm3 } from '../../shared/bytes/wasm-sm3.ts';

export type Sm3Source = 'native' | 'wasm';

export function probeSm3(): Sm3Source {
  return getHashes().includes('sm3') ? 'native' : 'wasm';
}

export const createNodeSha256 = (): StreamHash => fromNode(createHash('sha256'));

export async function createNodeSm3(source: Sm3Source): Promise<() => StreamHash> {
  return source === 'native' ? () => fromNode(createHash('sm3')) : createWasmSm3();
}

function fromNode(hash: Hash): StreamHash {
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => new Uint8Array(hash.digest()),
  };
}
