// Reads a ZIP container as hostile input (APPNOTE 6.3.10): central directory and local headers must agree, every byte
// of the file must belong to exactly one header, entry or record, names must be plain relative paths.
// Never throws for bad input: readZip answers with a fault, entry streams reject with a ZipFault.

import { equalBytes, fromUtf8 } from '../bytes/utf8.ts';
import { buffered, type Window } from './buffered.ts';
import { type End, readEnd } from './end-record.ts';
import { nameFault, foldName } from './entry-name.ts';
import { readExtraFields } from './extra-fields.ts';
import { ZipFault, type ZipFaultCode } from './fault.ts';
import { safeNumber, viewOf, ZIP_LIMITS } from './numbers.ts';
import type { RandomAccess } from './random-access.ts';

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;

/** Flags we understand: deflate level (1, 2), data descriptor (3), UTF-8 (11). Encryption and the rest are refused. */
const KNOWN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800;

export interface ZipEntry {
  readonly name: string;
  readonly method: 0 | 8;
  readonly flags: number;
  readonly crc32: number;
  /** Bytes after decompression, as the directory declares them. */
  readonly size: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
  readonly dataOffset: number;
  readonly directory: boolean;
}

export type ZipReading =
  | {
      readonly ok: true;
      /** In the order of the central directory. */
      readonly entries: readonly ZipEntry[];
      readonly directoryOffset: number;
    }
  | { readonly ok: false; readonly code: ZipFaultCode; readonly details: ZipFault['details'] };

/** @throws only what source.read rejects with, or the signal's reason. */
export async function readZip(source: RandomAccess, signal?: AbortSignal): Promise<ZipReading> {
  try {
    const end = await readEnd(source);
    const entries = await readDirectory(source, end);
    return {
      ok: true,
      entries: await locate(source, entries, end.directoryOffset, signal),
      directoryOffset: end.directoryOffset,
    };
  } catch (error) {
    if (error instanceof ZipFault) return { ok: false, code: error.code, details: error.details };
    throw error;
  }
}

interface Listed extends Omit<ZipEntry, 'dataOffset'> {
  readonly rawName: Uint8Array;
}

/** 4.3.12, one header after another, filling the directory exactly. */
async function readDirectory(source: RandomAccess, end: End): Promise<readonly Listed[]> {
  const window = buffered(source, 1 << 20);
  const entries: Listed[] = [];
  const names = new Map<string, string>();
  const limit = end.directoryOffset + end.directorySize;
  let at = end.directoryOffset;
  for (let index = 0; index < end.count; index++) {
    if (at + 46 > limit) throw new ZipFault('zip-truncated', { offset: at });
    const { entry, length } = await readCentral(window, at, limit);
    const folded = foldName(entry.name);
    const twin = names.get(folded);
    if (twin !== undefined) throw new ZipFault('zip-duplicate-name', { path: entry.name, other: twin });
    names.set(folded, entry.name);
    entries.push(entry);
    at += length;
  }
  if (at !== limit) throw new ZipFault('zip-stray-bytes', { offset: at });
  // A file that is also a folder of another entry cannot be unpacked.
  const files = new Set(entries.filter((entry) => !entry.directory).map((entry) => foldName(entry.name)));
  for (const entry of entries) {
    const clash = parents(foldName(entry.name)).find((parent) => files.has(parent));
    if (clash !== undefined) throw new ZipFault('zip-duplicate-name', { path: entry.name, other: clash });
  }
  return entries;
}

function parents(name: string): string[] {
  const out: string[] = [];
  for (
    let slash = name.indexOf('/');
    slash !== -1 && slash < name.length - 1;
    slash = name.indexOf('/', slash + 1)
  ) {
    out.push(name.slice(0, slash));
  }
  return out;
}

async function readCentral(
  window: Window,
  at: number,
  limit: number,
): Promise<{ entry: Listed; length: number }> {
  const view = viewOf(await window.read(at, 46));
  if (view.getUint32(0, true) !== CENTRAL) throw new ZipFault('zip-bad-header', { offset: at });
  const nameLength = view.getUint16(28, true);
  const extraLength = view.getUint16(30, true);
  const length = 46 + nameLength + extraLength;
  if (view.getUint16(32, true) !== 0) throw new ZipFault('zip-comment');
  if (at + length > limit) throw new ZipFault('zip-truncated', { offset: at });
  if (nameLength > ZIP_LIMITS.nameBytes || extraLength > ZIP_LIMITS.extraBytes)
    throw new ZipFault('zip-name-too-long', { offset: at });
  const rest = await window.read(at + 46, nameLength + extraLength);
  const rawName = rest.slice(0, nameLength);
  const name = fromUtf8(rawName);
  if (name === null) throw new ZipFault('zip-bad-name', { offset: at });
  const fault = nameFault(name);
  if (fault !== null) throw new ZipFault(fault, { path: name });
  const flags = view.getUint16(8, true);
  if ((flags & ~KNOWN_FLAGS) !== 0)
    throw new ZipFault((flags & 0x2041) === 0 ? 'zip-unknown-flags' : 'zip-encrypted', { path: name });
  const method = view.getUint16(10, true);
  if (method !== 0 && method !== 8) throw new ZipFault('zip-unknown-method', { path: name, method });
  if (view.getUint16(34, true) !== 0) throw new ZipFault('zip-multi-disk');
  // Unix mode in the upper half: links and devices lead out of the package.
  const fileType = (view.getUint32(38, true) >>> 16) & 0xf000;
  if (fileType !== 0 && fileType !== 0x8000 && fileType !== 0x4000)
    throw new ZipFault('zip-link', { path: name });
  const wide = wideFields(rest.subarray(nameLength), name, {
    size: view.getUint32(24, true),
    compressedSize: view.getUint32(20, true),
    headerOffset: view.getUint32(42, true),
  });
  const directory = name.endsWith('/');
  if (method === 0 && wide.size !== wide.compressedSize) throw new ZipFault('zip-size-lies', { path: name });
  const crc32 = view.getUint32(16, true);
  // A folder's bytes would be read by nobody and covered by nothing.
  if (directory && (wide.size !== 0 || wide.compressedSize !== 0 || crc32 !== 0))
    throw new ZipFault('zip-size-lies', { path: name });
  return {
    entry: { name, rawName, method, flags, crc32, directory, ...wide },
    length,
  };
}

interface Wide {
  readonly size: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
}

/** 4.5.3: the ZIP64 field holds only the values whose 32-bit place is all ones, in this order. */
function wideFields(extra: Uint8Array, path: string, small: Wide): Wide {
  const field = readExtraFields(extra, path);
  const view = field === null ? null : viewOf(field);
  let at = 0;
  const take = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (view === null || at + 8 > view.byteLength) throw new ZipFault('zip-bad-extra', { path });
    at += 8;
    return safeNumber(view.getBigUint64(at - 8, true));
  };
  return {
    size: take(small.size),
    compressedSize: take(small.compressedSize),
    headerOffset: take(small.headerOffset),
  };
}

/** Reads every local header and proves that headers and data tile the file from 0 to the directory. */
async function locate(
  source: RandomAccess,
  listed: readonly Listed[],
  directoryOffset: number,
  signal?: AbortSignal,
): Promise<readonly ZipEntry[]> {
  const window = buffered(source, 1 << 16);
  const ordered = listed
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.headerOffset - b.entry.headerOffset);
  const out: ZipEntry[] = Array.from({ length: listed.length });
  let expected = 0;
  for (let i = 0; i < ordered.length; i++) {
    signal?.throwIfAborted();
    const { entry, index } = ordered[i]!;
    if (entry.headerOffset < expected) throw new ZipFault('zip-overlap', { path: entry.name });
    if (entry.headerOffset > expected) throw new ZipFault('zip-stray-bytes', { offset: expected });
    const next = i + 1 < ordered.length ? ordered[i + 1]!.entry.headerOffset : directoryOffset;
    const dataOffset = await readLocal(window, entry, directoryOffset);
    const dataEnd = dataOffset + entry.compressedSize;
    if (dataEnd > next) throw new ZipFault('zip-overlap', { path: entry.name });
    expected = (entry.flags & 8) === 0 ? dataEnd : await readDescriptor(window, entry, dataEnd, next);
    const { rawName: _rawName, ...plain } = entry;
    out[index] = { ...plain, dataOffset };
  }
  if (expected !== directoryOffset) throw new ZipFault('zip-stray-bytes', { offset: expected });
  return out;
}

/** 4.3.7. Returns where the entry's data begins. */
async function readLocal(window: Window, entry: Listed, directoryOffset: number): Promise<number> {
  const at = entry.headerOffset;
  const path = entry.name;
  if (at + 30 > directoryOffset) throw new ZipFault('zip-truncated', { offset: at });
  const view = viewOf(await window.read(at, 30));
  if (view.getUint32(0, true) !== LOCAL) throw new ZipFault('zip-bad-header', { offset: at });
  const nameLength = view.getUint16(26, true);
  const extraLength = view.getUint16(28, true);
  const dataOffset = at + 30 + nameLength + extraLength;
  if (dataOffset > directoryOffset) throw new ZipFault('zip-truncated', { offset: at });
  if (nameLength !== entry.rawName.length || extraLength > ZIP_LIMITS.extraBytes)
    throw new ZipFault('zip-headers-differ', { path });
  const rest = await window.read(at + 30, nameLength + extraLength);
  const sameName = equalBytes(rest.subarray(0, nameLength), entry.rawName);
  if (!sameName || view.getUint16(6, true) !== entry.flags || view.getUint16(8, true) !== entry.method) {
    throw new ZipFault('zip-headers-differ', { path });
  }
  const local = wideFields(rest.subarray(nameLength), path, {
    size: view.getUint32(22, true),
    compressedSize: view.getUint32(18, true),
    headerOffset: 0,
  });
  const crc32 = view.getUint32(14, true);
  const same =
    local.size === entry.size && local.compressedSize === entry.compressedSize && crc32 === entry.crc32;
  // With a data descriptor the three may stand as zero here, but never as a third value.
  const deferred = (entry.flags & 8) !== 0 && local.size === 0 && local.compressedSize === 0 && crc32 === 0;
  if (!same && !deferred) throw new ZipFault('zip-headers-differ', { path });
  return dataOffset;
}

/** 4.3.9, with or without signature, 32 or 64 bits. Returns where it ends. */
async function readDescriptor(window: Window, entry: Listed, at: number, next: number): Promise<number> {
  const length = next - at;
  if (length !== 12 && length !== 16 && length !== 20 && length !== 24)
    throw new ZipFault('zip-stray-bytes', { offset: at });
  const view = viewOf(await window.read(at, length));
  const signed = length === 16 || length === 24 ? 4 : 0;
  const wide = length - signed === 20;
  const compressedSize = wide
    ? safeNumber(view.getBigUint64(signed + 4, true))
    : view.getUint32(signed + 4, true);
  const size = wide ? safeNumber(view.getBigUint64(signed + 12, true)) : view.getUint32(signed + 8, true);
  const good =
    (signed === 0 || view.getUint32(0, true) === DESCRIPTOR) &&
    view.getUint32(signed, true) === entry.crc32 &&
    compressedSize === entry.compressedSize &&
    size === entry.size;
  if (!good) throw new ZipFault('zip-headers-differ', { path: entry.name });
  return next;
}
