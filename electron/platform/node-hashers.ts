// The Hashers of Node and Electron: in this thread for small things, with a second thread beside it for long streams.

import type { Hashers } from '../../shared/bytes/hashers.ts';
import { createBeside } from './beside.ts';
import { createNodeSha256, createNodeSm3, probeSm3 } from './node-digests.ts';

export interface NodeHasherOptions {
  /** 'wasm' forces the Electron-safe path. Default: CUNAN_SM3=wasm, else what the platform has. */
  readonly sm3?: 'auto' | 'wasm';
}

export async function createNodeHashers(options: NodeHasherOptions = {}): Promise<Hashers> {
  const wish = options.sm3 ?? (process.env['CUNAN_SM3'] === 'wasm' ? 'wasm' : 'auto');
  const source = wish === 'auto' ? probeSm3() : 'wasm';
  return {
    name: `node:crypto sha256 + ${source === 'native' ? 'node:crypto' : 'wasm'} sm3`,
    createSha256: createNodeSha256,
    createSm3: await createNodeSm3(source),
    openBeside: createBeside(source),
  };
}
