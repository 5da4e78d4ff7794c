// container.layout: are the container's own bytes exactly those that our writer lays around these files? If not, another
// tool packed it anew: the contents are still checked one by one, and the report says so.

import { isCanonical } from '../../zip/canonical.ts';
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
