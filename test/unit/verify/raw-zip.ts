// A ZIP writer that can lie in every field, for containers no honest tool would make.

import { crc32, deflateRawSync } from 'node:zlib';
import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';

export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Bytes that stand in the file; default: data, deflated where method is 8. */
  readonly stored?: Uint8Array;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  readonly localName?: string;
  readonly localSize?: number;
  readonly localMethod?: number;
  readonly localFlags?: number;
  readonly offset?: number;
  readonly attributes?: number;
  readonly extra?: Uint8Array;
  readonly comment?: string;
  readonly descriptor?: 'signed' | 'plain' | 'wrong';
  readonly gapAfter?: number;
}

export interface RawZip {
  readonly prefix?: Uint8Array;
  readonly suffix?: Uint8Array;
  readonly comment?: string;
  readonly beforeDirectory?: Uint8Array;
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly directorySize?: number;
}

export function rawZip(entries: readonly RawEntry[], zip: RawZip = {}): Uint8Array {
  const parts: Uint8Array[] = [zip.prefix ?? new Uint8Array(0)];
  const central: Uint8Array[] = [];
  let at = parts[0]!.length;
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const entry of entries) {
    const method = entry.method ?? 0;
    const stored = entry.stored ?? (method === 8 ? new Uint8Array(deflateRawSync(entry.data)) : entry.data);
    const name = typeof entry.name === 'string' ? toUtf8(entry.name) : entry.name;
    const flags = (entry.flags ?? 0x0800) | (entry.descriptor === undefined ? 0 : 8);
    const crc = entry.crc ?? crc32(entry.data);
    const size = entry.size ?? entry.data.length;
    const compressed = entry.compressedSize ?? stored.length;
    const offset = at;
    const deferred = entry.descriptor !== undefined;
    const localName = entry.localName === undefined ? name : toUtf8(entry.localName);
    push(
      concatBytes(
        numbers(
          [4, 0x04034b50],
          [2, 20],
          [2, entry.localFlags ?? flags],
          [2, entry.localMethod ?? method],
          [4, 0x00210000],
        ),
        numbers(
          [4, deferred ? 0 : crc],
          [4, deferred ? 0 : compressed],
          [4, deferred ? 0 : (entry.localSize ?? size)],
        ),
        numbers([2, localName.length], [2, entry.extra?.length ?? 0]),
        localName,
        entry.extra ?? new Uint8Array(0),
        stored,
      ),
    );
    if (entry.descriptor === 'signed') push(numbers([4, 0x08074b50], [4, crc], [4, compressed], [4, size]));
    if (entry.descriptor === 'plain') push(numbers([4, crc], [4, compressed], [4, size]));
    if (entry.descriptor === 'wrong')
      push(numbers([4, 0x08074b50], [4, crc], [4, compressed], [4, size + 1]));
    push(new Uint8Array(entry.gapAfter ?? 0));
    const comment = toUtf8(entry.comment ?? '');
    central.push(
      concatBytes(
        numbers([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0x00210000]),
        numbers(
          [4, crc],
          [4, compressed],
          [4, size],
          [2, name.length],
          [2, entry.extra?.length ?? 0],
          [2, comment.length],
        ),
        numbers([2, 0], [2, 0], [4, entry.attributes ?? 0], [4, entry.offset ?? offset]),
        name,
        entry.extra ?? new Uint8Array(0),
        comment,
      ),
    );
  }
  push(zip.beforeDirectory ?? new Uint8Array(0));
  const directory = concatBytes(...central);
  const comment = toUtf8(zip.comment ?? '');
  const count = zip.count ?? entries.length;
  return concatBytes(
    ...parts,
    directory,
    numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, zip.directorySize ?? directory.length]),
    numbers([4, zip.directoryOffset ?? at], [2, comment.length]),
    comment,
    zip.suffix ?? new Uint8Array(0),
  );
}

/** Little-endian fields: [bytes, value]. */
export function numbers(...fields: readonly (readonly [2 | 4 | 8, number])[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(fields.reduce((sum, [length]) => sum + length, 0)));
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) out.setUint16(at, value, true);
    else if (length === 4) out.setUint32(at, value, true);
    else out.setBigUint64(at, BigInt(value), true);
    at += length;
  }
  return new Uint8Array(out.buffer);
}
