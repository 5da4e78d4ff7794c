import { describe, expect, it } from 'vitest';
import { toHex } from '../../../shared/bytes/hex.ts';
import {
  centralHeader,
  endRecords,
  inContainerOrder,
  type LayoutEntry,
  layOut,
  localHeader,
} from '../../../shared/zip/layout.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import { readZip } from '../../../shared/zip/reader.ts';

const GIB = 1024 ** 3;
const entry = (name: string, size: number) => ({ name, size, crc32: 0x12345678 });

describe('container layout', () => {
  it('has the exact local header of the specification', () => {
    expect(toHex(localHeader(entry('页', 5)))).toBe(
      '504b0304' + // signature
        '1400' + // version 2.0
        '0008' + // UTF-8
        '0000' + // stored
        '0000' + // 00:00:00
        '2100' + // 1980-01-01
        '78563412' + // CRC-32
        '05000000'.repeat(2) + // sizes
        '0300' + // name length
        '0000' + // no extra field
        'e9a1b5',
    );
  });

  it('has the exact central header of the specification', () => {
    expect(toHex(centralHeader({ ...entry('a', 5), offset: 0x0a0b0c }))).toBe(
      '504b0102' +
        '1403' +
        '1400' +
        '0008' +
        '0000' +
        '0000' +
        '2100' +
        '78563412' +
        '05000000'.repeat(2) +
        '0100' +
        '0000' +
        '0000' +
        '0000' +
        '0000' +
        '0000a481' +
        '0c0b0a00' +
        '61',
    );
  });

  it('uses ZIP64 from 2^32 - 1 on, and only for the numbers that need it', () => {
    const max = 2 ** 32 - 2;
    expect(localHeader(entry('a', max))).toHaveLength(31);
    const wide = localHeader(entry('a', max + 1));
    expect(toHex(wide.subarray(18, 26))).toBe('ff'.repeat(8));
    expect(toHex(wide.subarray(4, 6))).toBe('2d00');
    expect(toHex(wide.subarray(31))).toBe(`01001000${'ffffffff00000000'.repeat(2)}`);

    const farOnly = centralHeader({ ...entry('a', 1), offset: 5 * GIB });
    expect(toHex(farOnly.subarray(42, 46))).toBe('ffffffff');
    expect(toHex(farOnly.subarray(20, 28))).toBe('01000000'.repeat(2));
    expect(toHex(farOnly.subarray(47))).toBe('010008000000004001000000');
    const both = centralHeader({ ...entry('a', 5 * GIB), offset: 6 * GIB });
    expect(toHex(both.subarray(47))).toBe(`01001800${'0000004001000000'.repeat(2)}0000008001000000`);

    expect(endRecords({ count: 65_534, offset: max, size: max })).toHaveLength(22);
    for (const big of [
      { count: 65_535, offset: 0, size: 0 },
      { count: 1, offset: max + 1, size: 0 },
      { count: 1, offset: 0, size: max + 1 },
    ]) {
      expect(endRecords(big)).toHaveLength(56 + 20 + 22);
    }
  });

  it('orders by bytes, not by locale or UTF-16', () => {
    const names = ['b', 'a/b', 'a-b', 'Z', '\u{10000}', '\uffee', 'a'].map((name) => ({ name }));
    expect(inContainerOrder(names).map(({ name }) => name)).toEqual([
      'Z',
      'a',
      'a-b',
      'a/b',
      'b',
      '\uffee',
      '\u{10000}',
    ]);
  });

  it('places entries one after another', () => {
    const layout = layOut([entry('b', 10), entry('a', 20)]);
    expect(layout.entries.map(({ name, offset }) => [name, offset])).toEqual([
      ['a', 0],
      ['b', 31 + 20],
    ]);
    expect(layout.tailOffset).toBe(2 * 31 + 30);
    expect(layout.sizeBytes).toBe(2 * 31 + 30 + 2 * 47 + 22);
    expect(layOut([]).sizeBytes).toBe(22);
  });

  it.each([
    ['nothing', []],
    ['small files', [entry('b', 10), entry('a/页', 20), entry('c', 0)]],
    ['sizes and offsets beyond 32 bits', [entry('a', 5 * GIB), entry('b', 1), entry('c', 2 ** 32 - 1)]],
    ['more files than 16 bits count', Array.from({ length: 130_000 }, (_, i) => entry(`data/${i}`, i % 3))],
  ])('is what a strict reader reads: %s', async (_, entries) => {
    const reading = await readZip(virtual(entries));
    if (!reading.ok) expect.fail(`${reading.code} ${JSON.stringify(reading.details)}`);
    const seen = reading.entries.map(({ name, size, crc32 }) => ({ name, size, crc32 }));
    expect(seen).toEqual(inContainerOrder(entries));
  });
});

/** A container whose files are all zeroes, of any size, without a disk. */
function virtual(entries: readonly LayoutEntry[]): RandomAccess {
  const layout = layOut(entries);
  const solid = layout.entries.map((placed) => ({ at: placed.offset, bytes: localHeader(placed) }));
  solid.push({ at: layout.tailOffset, bytes: layout.tail });
  return {
    name: 'virtual.zip',
    size: layout.sizeBytes,
    read(offset, length) {
      const out = new Uint8Array(length);
      let low = 0;
      for (let high = solid.length; low < high;) {
        const middle = (low + high) >> 1;
        if (solid[middle]!.at + solid[middle]!.bytes.length <= offset) low = middle + 1;
        else high = middle;
      }
      for (let i = low; i < solid.length && solid[i]!.at < offset + length; i++) {
        const { at, bytes } = solid[i]!;
        const from = Math.max(offset, at);
        const to = Math.min(offset + length, at + bytes.length);
        out.set(bytes.subarray(from - at, to - at), from - offset);
      }
      return Promise.resolve(out);
    },
  };
}
