// Small reads served from one window over a RandomAccess, so that thousands of headers do not mean thousands of reads.

import { ZipFault } from './fault.ts';
import type { RandomAccess } from './random-access.ts';

export interface Window {
  /** Exactly length bytes; valid until the next read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function buffered(source: RandomAccess, windowBytes: number): Window {
  let start = 0;
  let bytes: Uint8Array = new Uint8Array(0);
  return {
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > source.size)
        throw new ZipFault('zip-truncated', { offset });
      if (offset < start || offset + length > start + bytes.length) {
        start = offset;
        bytes = await source.read(offset, Math.min(Math.max(windowBytes, length), source.size - offset));
      }
      return bytes.subarray(offset - start, offset - start + length);
    },
  };
}
