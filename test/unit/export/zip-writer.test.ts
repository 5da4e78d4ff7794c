import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { layOut, localHeader } from '../../../shared/zip/layout.ts';
import { toOutputError } from '../../../electron/export/output-error.ts';
import { writeZip, type ZipInput } from '../../../electron/export/zip-writer.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cunan-zip-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const input = (name: string, ...pieces: readonly Uint8Array[]): ZipInput => ({
  name,
  size: pieces.reduce((sum, piece) => sum + piece.length, 0),
  open: () => pieces,
});

describe('the ZIP writer', () => {
  it('writes exactly the layout, whatever the order and the pieces', async () => {
    const outPath = join(folder, 'a.zip');
    const big = new Uint8Array(300_000).fill(7);
    const made = await writeZip({
      outPath,
      inputs: [
        input('data/页.txt', toUtf8('one '), toUtf8('two')),
        input('data/big', big.subarray(0, 1), big.subarray(1)),
        input('README.txt'),
      ],
    });
    const files: [string, Uint8Array][] = [
      ['README.txt', new Uint8Array(0)],
      ['data/big', big],
      ['data/页.txt', toUtf8('one two')],
    ];
    const entries = files.map(([name, bytes]) => ({ name, size: bytes.length, crc32: crc32(bytes) }));
    const expected = concatBytes(
      ...files.flatMap(([, bytes], i) => [localHeader(entries[i]!), bytes]),
      layOut(entries).tail,
    );
    const bytes = readFileSync(outPath);
    expect(bytes.equals(expected)).toBe(true);
    expect(made).toEqual({
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(readdirSync(folder)).toEqual(['a.zip']);
  });

  it('reports progress up to the whole', async () => {
    const seen: [number, number][] = [];
    const { sizeBytes } = await writeZip({
      outPath: join(folder, 'a.zip'),
      inputs: [input('a', new Uint8Array(10), new Uint8Array(10))],
      onProgress: (done, total) => void seen.push([done, total]),
    });
    expect(seen.every(([, total]) => total === sizeBytes)).toBe(true);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual([sizeBytes, sizeBytes]);
  });

  it.each<[string, ZipInput, string]>([
    ['an input that is too short', { name: 'a', size: 5, open: () => [toUtf8('abc')] }, 'export/failed'],
    ['an input that is too long', { name: 'a', size: 2, open: () => [toUtf8('abc')] }, 'export/failed'],
    [
      'an input that breaks',
      {
        name: 'a',
        size: 2,
        open: () => {
          throw new Error('broken source');
        },
      },
      'broken source',
    ],
  ])('leaves nothing behind after %s, and keeps what stood there', async (_, bad, message) => {
    const outPath = join(folder, 'a.zip');
    writeFileSync(outPath, 'older');
    await expect(writeZip({ outPath, inputs: [input('A', toUtf8('x')), bad] })).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual(['a.zip']);
    expect(readFileSync(outPath, 'utf8')).toBe('older');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 10; i++) {
        if (i === 3) stop.abort(new Error('enough'));
        yield await Promise.resolve(new Uint8Array(10));
      }
    }
    const options = {
      outPath: join(folder, 'a.zip'),
      inputs: [{ name: 'a', size: 100, open: endless }],
      signal: stop.signal,
    };
    await expect(writeZip(options)).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says where it cannot write', async () => {
    mkdirSync(join(folder, 'taken.zip'));
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['missing/a.zip', 'file/a.zip', 'taken.zip']) {
      const outPath = join(folder, name);
      await expect(writeZip({ outPath, inputs: [] })).rejects.toMatchObject({
        code: 'input/output-unwritable',
        details: { path: outPath },
      });
    }
    expect(readdirSync(folder).toSorted()).toEqual(['file', 'taken.zip']);
    expect(statSync(join(folder, 'taken.zip')).isDirectory()).toBe(true);
  });

  // /dev/full is Linux's disk that is always full.
  it.runIf(process.platform === 'linux')('knows a full disk', async () => {
    const full = await open('/dev/full', 'w');
    const error: unknown = await full.write(new Uint8Array(1)).catch((caught: unknown) => caught);
    await full.close();
    expect(toOutputError(error, '/x')).toMatchObject({ code: 'store/disk-full', cause: error });
    const other = new TypeError('a defect');
    expect(toOutputError(other, '/x')).toBe(other);
  });
});
