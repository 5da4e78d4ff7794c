// The bytes of our container around the files' own (APPNOTE 6.3.10): STORE only, UTF-8 names, every time 1980-01-01,
// no extra field but ZIP64 where a number needs it, no data descriptors, no comments, entries in byte order of their
// names. Pure: the writer makes a container of it, the verifier tells with it whether a container is as we wrote it.

import { concatBytes, inByteOrder, joinBytes, toUtf8 } from '../bytes/utf8.ts';
import { assert } from '../assert.ts';

export interface LayoutEntry {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
}

export interface PlacedEntry extends LayoutEntry {
  /** Of the local header. */
  readonly offset: number;
}

const MARK16 = 0xffff;
const MARK32 = 0xffffffff;
/** 2.0 is the floor of 4.4.3.2 for folders and deflate and is what every tool writes; 4.5 says ZIP64. */
const VERSION = 20;
const VERSION_ZIP64 = 45;
/**
 * 4.4.2: Unix. With host 0 (FAT) Debian's unzip takes names for a DOS code page in spite of the UTF-8 flag, and files
 * come out under other names than the manifests have.
 */
const HOST_UNIX = 3 << 8;
/** 4.4.15: regular file, rw-r--r--. */
const ATTRIBUTES = 0o100644 * 0x10000;
/** 4.4.4 bit 11: names are UTF-8. */
const FLAGS = 0x0800;
/** 4.4.6: MS-DOS date of 1980-01-01. */
const DOS_DATE = 0x0021;
/** Where the CRC-32 stands in a local header. */
export const CRC_OFFSET = 14;

/** A copy in the order of the container: unsigned bytes of the UTF-8 name. */
export function inContainerOrder<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return inByteOrder(entries, ({ name }) => name);
}

/** 4.3.7. Sizes stand in the ZIP64 field where they do not fit below 2^32 - 1. */
export function localHeader(entry: LayoutEntry): Uint8Array {
  const name = toUtf8(entry.name);
  const wide = entry.size >= MARK32;
  const extra = wide ? zip64Extra([entry.size, entry.size]) : new Uint8Array(0);
  const head = fields(30);
  head.u32(0, 0x04034b50);
  head.u16(4, wide ? VERSION_ZIP64 : VERSION);
  head.u16(6, FLAGS);
  head.u16(12, DOS_DATE);
  head.u32(CRC_OFFSET, entry.crc32);
  head.u32(18, wide ? MARK32 : entry.size);
  head.u32(22, wide ? MARK32 : entry.size);
  head.u16(26, name.length);
  head.u16(28, extra.length);
  return concatBytes(head.bytes, name, extra);
}

/** 4.3.12. */
export function centralHeader(entry: PlacedEntry): Uint8Array {
  const name = toUtf8(entry.name);
  const wideSize = entry.size >= MARK32;
  const wideOffset = entry.offset >= MARK32;
  const extra = zip64Extra([
    ...(wideSize ? [entry.size, entry.size] : []),
    ...(wideOffset ? [entry.offset] : []),
  ]);
  const version = wideSize || wideOffset ? VERSION_ZIP64 : VERSION;
  const head = fields(46);
  head.u32(0, 0x02014b50);
  head.u16(4, HOST_UNIX | version);
  head.u16(6, version);
  head.u16(8, FLAGS);
  head.u16(14, DOS_DATE);
  head.u32(16, entry.crc32);
  head.u32(20, wideSize ? MARK32 : entry.size);
  head.u32(24, wideSize ? MARK32 : entry.size);
  head.u16(28, name.length);
  head.u16(30, extra.length);
  head.u32(38, ATTRIBUTES);
  head.u32(42, wideOffset ? MARK32 : entry.offset);
  return concatBytes(head.bytes, name, extra);
}

/** 4.3.14 to 4.3.16: the ZIP64 pair only where a number needs it, then the end record. */
export function endRecords(directory: {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
}): Uint8Array {
  const { count, offset, size } = directory;
  const wide = count >= MARK16 || offset >= MARK32 || size >= MARK32;
  const end = fields(22);
  end.u32(0, 0x06054b50);
  end.u16(8, Math.min(count, MARK16));
  end.u16(10, Math.min(count, MARK16));
  end.u32(12, Math.min(size, MARK32));
  end.u32(16, Math.min(offset, MARK32));
  if (!wide) return end.bytes;

  const record = fields(56);
  record.u32(0, 0x06064b50);
  record.u64(4, 44);
  record.u16(12, HOST_UNIX | VERSION_ZIP64);
  record.u16(14, VERSION_ZIP64);
  record.u64(24, count);
  record.u64(32, count);
  record.u64(40, size);
  record.u64(48, offset);
  const locator = fields(20);
  locator.u32(0, 0x07064b50);
  locator.u64(8, offset + size);
  locator.u32(16, 1);
  return concatBytes(record.bytes, locator.bytes, end.bytes);
}

export interface ContainerLayout {
  /** In container order, each with the place of its local header; the file's bytes follow the header. */
  readonly entries: readonly PlacedEntry[];
  /** Central directory and end records: what follows the last file's bytes. */
  readonly tail: Uint8Array;
  readonly tailOffset: number;
  readonly sizeBytes: number;
}

/** The whole container but the files' bytes, for entries in any order. */
export function layOut(entries: readonly LayoutEntry[]): ContainerLayout {
  let offset = 0;
  const placed = inContainerOrder(entries).map(({ name, size, crc32 }) => {
    const entry: PlacedEntry = { name, size, crc32, offset };
    offset += localHeader(entry).length + size;
    return entry;
  });
  assert(Number.isSafeInteger(offset), 'container below 2^53 bytes');
  const directory = joinBytes(placed.map(centralHeader));
  const end = endRecords({ count: placed.length, offset, size: directory.length });
  const tail = concatBytes(directory, end);
  return { entries: placed, tail, tailOffset: offset, sizeBytes: offset + tail.length };
}

/** 4.5.3; empty where there is no number to hold. */
function zip64Extra(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return new Uint8Array(0);
  const extra = fields(4 + 8 * numbers.length);
  extra.u16(0, 0x0001);
  extra.u16(2, 8 * numbers.length);
  for (const [i, number] of numbers.entries()) extra.u64(4 + 8 * i, number);
  return extra.bytes;
}

/** Zeroes with little-endian numbers set into them. */
function fields(length: number) {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  return {
    bytes,
    u16: (at: number, value: number) => view.setUint16(at, value, true),
    u32: (at: number, value: number) => view.setUint32(at, value, true),
    u64: (at: number, value: number) => view.setBigUint64(at, BigInt(value), true),
  };
}
