// Recursive Length Prefix (Ethereum Yellow Paper, appendix B), strict: one byte string for one value, nothing after it.

import { concatBytes } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';

export type Rlp = Uint8Array | readonly Rlp[];

const MAX_DEPTH = 16;

export function encodeRlp(item: Rlp): Uint8Array {
  if (item instanceof Uint8Array) {
    return item.length === 1 && item[0]! < 0x80 ? item : concatBytes(prefix(0x80, item.length), item);
  }
  const body = concatBytes(...item.map(encodeRlp));
  return concatBytes(prefix(0xc0, body.length), body);
}

function prefix(base: number, length: number): Uint8Array {
  if (length <= 55) return Uint8Array.of(base + length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(base + 55 + bytes.length, ...bytes);
}

/** Throws format/bad-proof. Parts are views of the input. */
export function decodeRlp(bytes: Uint8Array): Rlp {
  const { item, end } = decodeAt(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw malformed('bytes after the value');
  return item;
}

function decodeAt(bytes: Uint8Array, at: number, limit: number, depth: number): { item: Rlp; end: number } {
  if (at >= limit) throw malformed('too short');
  if (depth > MAX_DEPTH) throw malformed('too deep');
  const first = bytes[at]!;
  if (first < 0x80) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = first >= 0xc0;
  const { start, end } = extent(bytes, at, limit, first - (isList ? 0xc0 : 0x80));
  if (!isList) {
    if (end - start === 1 && bytes[start]! < 0x80) throw malformed('single byte with a prefix');
    return { item: bytes.subarray(start, end), end };
  }
  const items: Rlp[] = [];
  for (let next = start; next < end;) {
    const part = decodeAt(bytes, next, end, depth + 1);
    items.push(part.item);
    next = part.end;
  }
  return { item: items, end };
}

function extent(bytes: Uint8Array, at: number, limit: number, code: number): { start: number; end: number } {
  let start = at + 1;
  let length = code;
  if (code > 55) {
    const width = code - 55;
    if (width > 4 || start + width > limit || bytes[start] === 0) throw malformed('length');
    length = 0;
    for (let i = 0; i < width; i++) length = length * 256 + bytes[start + i]!;
    if (length <= 55) throw malformed('length in the long form');
    start += width;
  }
  if (start + length > limit) throw malformed('length beyond the end');
  return { start, end: start + length };
}

/** Throws format/bad-proof unless the item is a list of byte strings only, of so many elements. */
export function expectStrings(item: Rlp, min: number, max: number): Uint8Array[] {
  const list = expectList(item, min, max);
  return list.map(expectString);
}

export function expectList(item: Rlp, min: number, max: number): readonly Rlp[] {
  if (item instanceof Uint8Array || item.length < min || item.length > max)
    throw malformed('not such a list');
  return item;
}

export function expectString(item: Rlp): Uint8Array {
  if (!(item instanceof Uint8Array)) throw malformed('not a byte string');
  return item;
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem: `RLP: ${problem}` });
}
