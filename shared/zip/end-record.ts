// Where the central directory stands: end record, ZIP64 locator and record (APPNOTE 4.3.14-4.3.16), which must agree and
// must be the last bytes of the file. Throws ZipFault.

import { ZipFault } from './fault.ts';
import { safeNumber, viewOf, ZIP_LIMITS } from './numbers.ts';
import type { RandomAccess } from './random-access.ts';

const EOCD = 0x06054b50;
const EOCD64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;

export interface End {
  readonly count: number;
  readonly directoryOffset: number;
  readonly directorySize: number;
}

/** 4.3.14-4.3.16. The record must be the last 22 bytes: a comment or a suffix would be bytes that nothing covers. */
export async function readEnd(source: RandomAccess): Promise<End> {
  if (source.size < 22) throw new ZipFault('zip-not-a-zip');
  const at = source.size - 22;
  const view = viewOf(await source.read(at, 22));
  if (view.getUint32(0, true) !== EOCD) throw new ZipFault('zip-no-end-record');
  if (view.getUint16(20, true) !== 0) throw new ZipFault('zip-comment');
  if (view.getUint16(4, true) !== 0 || view.getUint16(6, true) !== 0) throw new ZipFault('zip-multi-disk');
  const small = {
    countHere: view.getUint16(8, true),
    count: view.getUint16(10, true),
    directorySize: view.getUint32(12, true),
    directoryOffset: view.getUint32(16, true),
  };
  const wide = await readEnd64(source, at);
  let end: End & { readonly countHere: number } = small;
  if (wide !== null) {
    // Every field is either the 64-bit value or the mark that sends the reader there; anything else is two truths.
    const agree =
      matches(small.count, wide.count, 0xffff) &&
      matches(small.countHere, wide.count, 0xffff) &&
      matches(small.directorySize, wide.directorySize, 0xffffffff) &&
      matches(small.directoryOffset, wide.directoryOffset, 0xffffffff);
    if (!agree) throw new ZipFault('zip-end-records-differ');
    end = { ...wide, countHere: wide.count };
  }
  const directoryEnd = wide === null ? at : wide.recordOffset;
  if (end.count !== end.countHere) throw new ZipFault('zip-multi-disk');
  if (end.count > ZIP_LIMITS.entries) throw new ZipFault('zip-too-many-entries', { count: end.count });
  if (end.directorySize > ZIP_LIMITS.directoryBytes)
    throw new ZipFault('zip-too-many-entries', { count: end.count });
  if (end.directoryOffset + end.directorySize !== directoryEnd)
    throw new ZipFault('zip-stray-bytes', { offset: end.directoryOffset });
  return end;
}

function matches(small: number, wide: number, mark: number): boolean {
  return small === mark || small === wide;
}

async function readEnd64(
  source: RandomAccess,
  eocdAt: number,
): Promise<(End & { readonly recordOffset: number }) | null> {
  if (eocdAt < 20 + 56) return null;
  const locator = viewOf(await source.read(eocdAt - 20, 20));
  if (locator.getUint32(0, true) !== LOCATOR64) return null;
  if (locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) !== 1)
    throw new ZipFault('zip-multi-disk');
  const recordOffset = safeNumber(locator.getBigUint64(8, true));
  // Exactly the fixed part, no extensible data sector, right in front of its locator.
  if (recordOffset !== eocdAt - 20 - 56) throw new ZipFault('zip-stray-bytes', { offset: recordOffset });
  const view = viewOf(await source.read(recordOffset, 56));
  if (view.getUint32(0, true) !== EOCD64 || safeNumber(view.getBigUint64(4, true)) !== 44)
    throw new ZipFault('zip-no-end-record');
  if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0) throw new ZipFault('zip-multi-disk');
  const count = safeNumber(view.getBigUint64(32, true));
  if (safeNumber(view.getBigUint64(24, true)) !== count) throw new ZipFault('zip-multi-disk');
  return {
    recordOffset,
    count,
    directorySize: safeNumber(view.getBigUint64(40, true)),
    directoryOffset: safeNumber(view.getBigUint64(48, true)),
  };
}
