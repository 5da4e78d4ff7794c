// Containers made to mislead or to exhaust: refused quickly, by name, with flat memory.

import { describe, expect, it } from 'vitest';
import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { entryChunks } from '../../../shared/zip/entry-stream.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import { readZip, type ZipReading } from '../../../shared/zip/reader.ts';
import { crc32, deflateRawSync } from 'node:zlib';
import { layOut, localHeader } from '../../../shared/zip/layout.ts';
import { memory } from './package.ts';
import { numbers, type RawEntry, rawZip, type RawZip } from './raw-zip.ts';
import { verifyBytes } from './verify.ts';

const text = toUtf8('hello');
const file = (name: RawEntry['name'], change: Partial<RawEntry> = {}): RawEntry => ({
  name,
  data: text,
  ...change,
});
const two: readonly RawEntry[] = [file('a'), file('b')];

/** 4.6.9: version, CRC-32 of the name in the header, the name to use instead. */
function unicodePath(name: string, instead: string): Uint8Array {
  const other = toUtf8(instead);
  const head = numbers([2, 0x7075], [2, 5 + other.length]);
  return concatBytes(head, Uint8Array.of(1), numbers([4, crc32(toUtf8(name))]), other);
}

async function faultOf(zip: Uint8Array): Promise<string> {
  const reading = await readZip(memory(zip));
  return reading.ok ? 'ok' : reading.code;
}

async function contentFault(zip: Uint8Array): Promise<string> {
  const source = memory(zip);
  const reading: ZipReading = await readZip(source);
  if (!reading.ok) return `refused ${reading.code}`;
  try {
    for (const entry of reading.entries) for await (const chunk of entryChunks(source, entry)) void chunk;
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'ok';
}

describe('a container that is', () => {
  it('plain, deflated or streamed is read', async () => {
    for (const entries of [
      two,
      [file('a', { method: 8 })],
      [file('a', { descriptor: 'signed', method: 8 }), file('b', { descriptor: 'plain' })],
      [file('a', { extra: unicodePath('a', 'a') }), { name: 'd/', data: new Uint8Array(0) }],
      [],
    ]) {
      expect(await contentFault(rawZip(entries))).toBe('ok');
    }
  });

  const refused: readonly (readonly [string, readonly RawEntry[], RawZip, string])[] = [
    ['without its directory', [], { suffix: text }, 'zip-no-end-record'],
    ['carrying a comment', two, { comment: 'unsigned words' }, 'zip-no-end-record'],
    ['carrying an entry comment', [file('a', { comment: 'x' })], {}, 'zip-comment'],
    ['prefixed', two, { prefix: text }, 'zip-stray-bytes'],
    ['gapped', [file('a', { gapAfter: 3 }), file('b')], {}, 'zip-stray-bytes'],
    ['stuffed before the directory', two, { beforeDirectory: text }, 'zip-stray-bytes'],
    ['pointing elsewhere for its directory', two, { directoryOffset: 0 }, 'zip-stray-bytes'],
    ['naming fewer entries than it has', two, { count: 1 }, 'zip-stray-bytes'],
    ['naming more entries than it has', two, { count: 3 }, 'zip-truncated'],
    ['doubling a name', [file('a'), file('a')], {}, 'zip-duplicate-name'],
    ['doubling a name in another case', [file('Data/A'), file('data/a')], {}, 'zip-duplicate-name'],
    ['doubling a name in a folded form', [file('straße'), file('STRASSE')], {}, 'zip-duplicate-name'],
    ['making a file a folder', [file('a'), file('a/b')], {}, 'zip-duplicate-name'],
    ['overlapping itself', [file('a'), file('b', { offset: 0 })], {}, 'zip-overlap'],
    ['reusing one body', [file('a', { size: 100, compressedSize: 100 }), file('b')], {}, 'zip-overlap'],
    ['climbing out', [file('../a')], {}, 'zip-unsafe-path'],
    ['climbing out later', [file('a/../../b')], {}, 'zip-unsafe-path'],
    ['absolute', [file('/etc/passwd')], {}, 'zip-unsafe-path'],
    ['on a drive', [file('C:/a')], {}, 'zip-unsafe-path'],
    ['of backslashes', [file('a\\b')], {}, 'zip-unsafe-path'],
    ['of empty segments', [file('a//b')], {}, 'zip-unsafe-path'],
    ['sixty-five folders deep', [file(`${'a/'.repeat(65)}b`)], {}, 'zip-unsafe-path'],
    ['nameless', [file('')], {}, 'zip-bad-name'],
    ['named with a NUL', [file('a\u0000.png')], {}, 'zip-bad-name'],
    ['named with a line feed', [file('a\nb')], {}, 'zip-bad-name'],
    ['named in decomposed Unicode', [file('e\u0301')], {}, 'zip-bad-name'],
    ['named in no Unicode', [file(Uint8Array.of(0xff, 0xfe))], {}, 'zip-bad-name'],
    ['named at length', [file('a'.repeat(2_000))], {}, 'zip-name-too-long'],
    ['encrypted', [file('a', { flags: 0x0801 })], {}, 'zip-encrypted'],
    ['strongly encrypted', [file('a', { flags: 0x0841 })], {}, 'zip-encrypted'],
    ['masked', [file('a', { flags: 0x2800 })], {}, 'zip-encrypted'],
    ['using an unknown flag', [file('a', { flags: 0x0810 })], {}, 'zip-unknown-flags'],
    ['using another compression', [file('a', { method: 14 })], {}, 'zip-unknown-method'],
    ['a link', [file('a', { attributes: 0xa1ff0000 })], {}, 'zip-link'],
    ['a device', [file('a', { attributes: 0x21ff0000 })], {}, 'zip-link'],
    ['lying about a stored size', [file('a', { size: 6 })], {}, 'zip-size-lies'],
    ['giving a folder bytes', [file('a/')], {}, 'zip-size-lies'],
    ['saying another name locally', [file('a', { localName: 'b' })], {}, 'zip-headers-differ'],
    ['saying another size locally', [file('a', { localSize: 4 })], {}, 'zip-headers-differ'],
    ['saying another method locally', [file('a', { localMethod: 8 })], {}, 'zip-headers-differ'],
    ['saying other flags locally', [file('a', { localFlags: 0 })], {}, 'zip-headers-differ'],
    ['wrong in its descriptor', [file('a', { descriptor: 'wrong' })], {}, 'zip-headers-differ'],
    [
      'wide without its wide numbers',
      [file('a', { size: 0xffffffff, compressedSize: 0xffffffff })],
      {},
      'zip-bad-extra',
    ],
    [
      'wide beyond reason',
      [
        file('a', {
          size: 0xffffffff,
          compressedSize: 0xffffffff,
          extra: numbers([2, 1], [2, 16], [8, 2 ** 60], [8, 2 ** 60]),
        }),
      ],
      {},
      'zip-number-too-large',
    ],
    [
      'naming a file anew in an extra field, as unzip and 7-Zip read it',
      [
        file('a', { flags: 0, extra: unicodePath('a', 'b') }),
        file('b', { flags: 0, extra: unicodePath('b', 'a') }),
      ],
      {},
      'zip-bad-extra',
    ],
    [
      'encrypted by an extra field',
      [file('a', { extra: numbers([2, 0x9901], [2, 0]) })],
      {},
      'zip-bad-extra',
    ],
    [
      'hiding bytes in a folder',
      [{ name: 'd/', data: new Uint8Array(0), method: 8, stored: text }],
      {},
      'zip-size-lies',
    ],
    ['broken in an extra field', [file('a', { extra: Uint8Array.of(9, 9, 200, 0) })], {}, 'zip-bad-extra'],
  ];
  it.each(refused)('%s is refused', async (_what, entries, zip, code) => {
    const fault = await faultOf(rawZip(entries, zip));
    expect(fault).toBe(code);
  });

  it('cut anywhere is refused', async () => {
    const zip = rawZip(two);
    for (let length = 0; length < zip.length; length++)
      expect(await faultOf(zip.slice(0, length))).not.toBe('ok');
  });

  it('claiming four billion entries is refused before anything is reserved', async () => {
    const record = concatBytes(
      numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]),
      numbers([8, 2 ** 32], [8, 2 ** 32], [8, 0], [8, 0]),
    );
    const locator = numbers([4, 0x07064b50], [4, 0], [8, 0], [4, 1]);
    const end = numbers(
      [4, 0x06054b50],
      [4, 0],
      [2, 0xffff],
      [2, 0xffff],
      [4, 0xffffffff],
      [4, 0xffffffff],
      [2, 0],
    );
    expect(await faultOf(concatBytes(record, locator, end))).toBe('zip-too-many-entries');
  });
});

describe('contents that are', () => {
  const SIZE = 192 * 1024 * 1024;
  const zeros = new Uint8Array(deflateRawSync(new Uint8Array(SIZE)));

  it('a bomb stop at the declared size', async () => {
    const started = performance.now();
    const bomb = file('data/a', { method: 8, stored: zeros, size: 1_000 });
    expect(await contentFault(rawZip([bomb]))).toBe('zip-size-lies');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('truthful about being huge keep memory flat', async () => {
    const source = memory(rawZip([file('a', { method: 8, stored: zeros, size: SIZE, crc: 0 })]));
    const reading = (await readZip(source)) as ZipReading & { ok: true };
    let largest = 0;
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    await expect(
      (async () => {
        for await (const chunk of entryChunks(source, reading.entries[0]!)) {
          largest = Math.max(largest, chunk.length);
          peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
        }
      })(),
    ).rejects.toMatchObject({ code: 'zip-crc-mismatch' });
    expect(largest).toBeLessThanOrEqual(1 << 20);
    // Chunks wait for the collector of garbage, longer on a busy machine; the whole never stands in memory.
    expect(peak).toBeLessThan(SIZE / 2);
  });

  it('shorter than declared, damaged or followed by junk are refused', async () => {
    const deflated = new Uint8Array(deflateRawSync(text));
    expect(await contentFault(rawZip([file('a', { method: 8, size: 6 })]))).toBe('zip-size-lies');
    expect(await contentFault(rawZip([file('a', { method: 8, stored: deflated.slice(0, 3) })]))).toBe(
      'zip-bad-deflate',
    );
    const junk = concatBytes(deflated, toUtf8('hidden'));
    expect(await contentFault(rawZip([file('a', { method: 8, stored: junk })]))).toBe('zip-bad-deflate');
    expect(await contentFault(rawZip([file('a', { crc: 1 })]))).toBe('zip-crc-mismatch');
  });
});

describe('the verifier', () => {
  it('answers invalid, quickly, for anything', async () => {
    const deep = toUtf8('['.repeat(3_000_000));
    const hostile: readonly Uint8Array[] = [
      new Uint8Array(0),
      toUtf8('PK'),
      rawZip([]),
      rawZip([file('attest/statement.json', { data: deep })]),
      rawZip([
        file('attest/index.jsonl', { data: deep }),
        file('attest/statement.json', { data: toUtf8('{"a":'.repeat(100_000)) }),
      ]),
      rawZip([
        file('attest/statement.dsse.json', { data: toUtf8('{"payload":1e999}') }),
        file('attest/tsa/1.tsr', { data: new Uint8Array(100_000).fill(0x30) }),
      ]),
      rawZip([file('inner.zip', { data: rawZip(two) })]),
      rawZip(Array.from({ length: 5_000 }, (_, i) => file(`data/${i}`))),
    ];
    for (const zip of hostile) {
      const started = performance.now();
      const report = await verifyBytes(zip);
      expect(report.verdict).not.toBe('valid');
      expect(performance.now() - started).toBeLessThan(4_000);
    }
  });

  it('reads ZIP64 containers of gigabytes without holding them', async () => {
    const layout = layOut([
      { name: 'data/big', size: 5 * 2 ** 30, crc32: 0 },
      { name: 'data/small', size: 5, crc32: crc32(text) },
    ]);
    const [big, small] = layout.entries;
    const islands = [
      [big!.offset, localHeader(big!)],
      [small!.offset, concatBytes(localHeader(small!), text)],
      [layout.tailOffset, layout.tail],
    ] as const;
    let largest = 0;
    const source: RandomAccess = {
      name: 'sparse.zip',
      size: layout.sizeBytes,
      read(offset, length) {
        largest = Math.max(largest, length);
        const out = new Uint8Array(length);
        for (const [at, bytes] of islands) {
          for (let i = Math.max(at, offset); i < Math.min(at + bytes.length, offset + length); i++)
            out[i - offset] = bytes[i - at]!;
        }
        return Promise.resolve(out);
      },
    };
    const reading = (await readZip(source)) as ZipReading & { ok: true };
    expect(reading).toMatchObject({
      ok: true,
      entries: [
        { name: 'data/big', size: 5 * 2 ** 30 },
        { name: 'data/small', size: 5 },
      ],
    });
    for await (const chunk of entryChunks(source, reading.entries[1]!)) expect(chunk).toEqual(text);
    let chunks = 0;
    for await (const chunk of entryChunks(source, reading.entries[0]!)) {
      expect(chunk.length).toBe(1 << 20);
      if (++chunks === 8) break;
    }
    expect(largest).toBeLessThanOrEqual(1 << 20);
  });
});
