// Extra fields of a header (APPNOTE 4.5): ZIP64 is read, times and owners are passed over, and what would make another
// tool read another name, another kind of file or other bytes is refused: the verdict must hold for whatever unpacks it.

import { fromUtf8 } from '../bytes/utf8.ts';
import { ZipFault } from './fault.ts';
import { viewOf } from './numbers.ts';

const ZIP64 = 0x0001;
const UNICODE_PATH = 0x7075;
/** Unicode comment; Unix fields that can name a link; encryption in its several forms. */
const REFUSED: ReadonlySet<number> = new Set([
  0x6375, 0x756e, 0x000d, 0x0014, 0x0015, 0x0016, 0x0017, 0x0018, 0x0019, 0x9901,
]);

/**
 * The ZIP64 field, null where there is none.
 * Throws ZipFault zip-bad-extra: a broken list, a field twice, one that changes meaning, a Unicode path (4.6.9; Info-ZIP
 * and 7-Zip go by it) that is not the name.
 */
export function readExtraFields(extra: Uint8Array, path: string): Uint8Array | null {
  const bad = (): ZipFault => new ZipFault('zip-bad-extra', { path });
  let zip64: Uint8Array | null = null;
  for (let at = 0; at < extra.length;) {
    if (at + 4 > extra.length) throw bad();
    const view = viewOf(extra.subarray(at));
    const id = view.getUint16(0, true);
    const end = at + 4 + view.getUint16(2, true);
    if (end > extra.length || REFUSED.has(id)) throw bad();
    const field = extra.subarray(at + 4, end);
    if (id === UNICODE_PATH && fromUtf8(field.slice(5)) !== path) throw bad();
    if (id === ZIP64) {
      if (zip64 !== null) throw bad();
      zip64 = field;
    }
    at = end;
  }
  return zip64;
}
