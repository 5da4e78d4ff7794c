// Are a container's own bytes exactly those that our writer lays around these files (shared/zip/layout.ts)?

import { equalBytes } from '../bytes/utf8.ts';
import { buffered } from './buffered.ts';
import { layOut, localHeader } from './layout.ts';
import type { RandomAccess } from './random-access.ts';
import type { ZipEntry } from './reader.ts';

/** @param entries of a reading that succeeded. Rejects with what source.read rejects with. */
export async function isCanonical(source: RandomAccess, entries: readonly ZipEntry[]): Promise<boolean> {
  if (entries.some((entry) => entry.directory || entry.method !== 0)) return false;
  const layout = layOut(entries);
  if (layout.sizeBytes !== source.size) return false;
  const window = buffered(source, 1 << 16);
  for (const entry of layout.entries) {
    const expected = localHeader(entry);
    if (!equalBytes(await window.read(entry.offset, expected.length), expected)) return false;
  }
  // Sizes are equal, so the tail is as long as ours; the reader bounded it.
  return equalBytes(await source.read(layout.tailOffset, layout.tail.length), layout.tail);
}
