// Heads of an exchange out of an item's web archive, by ranges: the file itself may be gigabytes.

import {
  readArchivedExchange,
  type ArchivedExchange,
  type ArchivePlace,
} from '../../shared/evidence/archived-exchange.ts';
import { fetchFile } from './files.ts';

const PATH = 'data/page.wacz';

/** Null where the archive does not hold it. Rejects with a FailureError where the file cannot be had. */
export async function fetchExchange(
  id: string,
  sizeBytes: number,
  place: ArchivePlace,
): Promise<ArchivedExchange | null> {
  return await readArchivedExchange(
    {
      name: PATH,
      size: sizeBytes,
      async read(offset, length) {
        if (length === 0) return new Uint8Array();
        const part = await fetchFile(id, PATH, { range: { from: offset, to: offset + length - 1 } });
        const bytes = new Uint8Array(await part.arrayBuffer());
        if (bytes.length !== length) throw new RangeError('the file is shorter than its record says');
        return bytes;
      },
    },
    place,
  );
}

export function archiveSize(
  files: readonly { readonly path: string; readonly sizeBytes: number }[],
): number | null {
  return files.find(({ path }) => path === PATH)?.sizeBytes ?? null;
}
