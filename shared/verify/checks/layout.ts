// container.layout: are the container's own bytes exactly those that our writer lays around these files? If not, another
// tool packed it anew: the contents are still checked one by one, and the report says so.

import { equalBytes } from '../../bytes/utf8.ts';
import { buffered } from '../../zip/buffered.ts';
import { layOut, localHeader } from '../../zip/layout.ts';
import type { RandomAccess } from '../../zip/random-access.ts';
import type { ZipEntry } from '../../zip/reader.ts';
import { pass, type Checklist } from '../checklist.ts';

export async function checkLayout(
  list: Checklist,
  source: RandomAccess,
  entries: readonly ZipEntry[],
): Promise<void> {
  if (await isCanonical(source, entries)) {
    list.add('container.layout', pass('container-canonical'));
    return;
  }
  list.add('container.layout', pass('container-repacked'));
  list.remark('container-repacked');
}

async function isCanonical(source: RandomAccess, entries: readonly ZipEntry[]): Promise<boolean> {
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
