// A chosen file as the verifier reads it; nothing is loaded but the slices that are asked for.

import type { RandomAccess } from '../../shared/zip/random-access.ts';

export function blobAccess(file: File): RandomAccess {
  return {
    name: file.name,
    size: file.size,
    async read(offset, length) {
      const bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
      if (bytes.length !== length) throw new RangeError('the file changed while it was read');
      return bytes;
    },
  };
}
