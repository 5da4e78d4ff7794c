// Digests, folders, durable files, the log.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { makeFolderDurably, writeDurably } from '../../../electron/platform/durable-files.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createNodeLog } from '../../../electron/platform/node-log.ts';
import { dataFolder, downloadsFolder } from '../../../electron/platform/paths.ts';
import { describeWith } from '../../tools.ts';
import { random, temporaryFolder } from '../store/folder.ts';

describeWith(['openssl'], 'both digests agree with openssl', () => {
  it.each(['auto', 'wasm'] as const)('%s', async (sm3) => {
    const hashers = await createNodeHashers({ sm3 });
    if (sm3 === 'wasm') expect(hashers.name).toContain('+ wasm sm3');
    for (const size of [0, 1, 55, 56, 63, 64, 65, 1_000, 100_003]) {
      const bytes = random.bytes(size);
      for (const [name, hash] of [
        ['sha256', hashers.createSha256()],
        ['sm3', hashers.createSm3()],
      ] as const) {
        const cut = Math.floor(size / 3);
        hash.update(bytes.subarray(0, cut));
        hash.update(bytes.subarray(cut));
        const expected = execFileSync('openssl', ['dgst', `-${name}`, '-binary'], { input: bytes });
        expect(toHex(hash.digest())).toBe(expected.toString('hex'));
      }
    }
  });
});

it('running digests of one wasm instance do not disturb one another', async () => {
  const hashers = await createNodeHashers({ sm3: 'wasm' });
  const one = () => {
    const hash = hashers.createSm3();
    hash.update(new TextEncoder().encode('abc'));
    return toHex(hash.digest());
  };
  const abc = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
  expect(one()).toBe(abc);
  const a = hashers.createSm3();
  const b = hashers.createSm3();
  a.update(Uint8Array.of(0x61));
  b.update(new Uint8Array(1_000));
  const never = hashers.createSm3();
  never.update(Uint8Array.of(1));
  expect(one()).toBe(abc);
  a.update(Uint8Array.of(0x62));
  b.digest();
  a.update(Uint8Array.of(0x63));
  expect(toHex(a.digest())).toBe(abc);
});

describe('folders', () => {
  const home = '/home/someone';
  const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
    platform,
    env,
    userHome: home,
  });

  it.each([
    [on('linux'), join(home, '.local', 'share', 'cunan')],
    [on('linux', { XDG_DATA_HOME: '/data' }), '/data/cunan'],
    [on('linux', { XDG_DATA_HOME: 'relative' }), join(home, '.local', 'share', 'cunan')],
    [on('darwin'), join(home, 'Library', 'Application Support', 'Cunan')],
    [on('win32'), join(home, 'AppData', 'Local', 'Cunan')],
    [on('linux', { CUNAN_HOME: '/chosen' }), '/chosen'],
    [on('win32', { CUNAN_HOME: '/chosen' }), '/chosen'],
  ])('data folder %#', (around, expected) => {
    expect(dataFolder(around)).toBe(expected);
  });

  it.each([
    ['XDG_DOWNLOAD_DIR="$HOME/下载"\n', '下载'],
    ['XDG_DESKTOP_DIR="$HOME/x"\n', 'Downloads'],
    ['XDG_DOWNLOAD_DIR="$HOME/"\n', 'Downloads'],
  ])('downloads folder of %j', (text, expected) => {
    const config = temporaryFolder();
    writeFileSync(join(config, 'user-dirs.dirs'), text);
    expect(downloadsFolder(on('linux', { XDG_CONFIG_HOME: config }))).toBe(join(home, expected));
  });
});

describe('durable files', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    await makeFolderDurably(folder);
    await makeFolderDurably(folder);
    const path = join(folder, 'x');
    await writeDurably(path, Uint8Array.of(1), { unique: '1'.repeat(16) });
    await writeDurably(path, Uint8Array.of(2, 3), { unique: '2'.repeat(16) });
    expect([...readFileSync(path)]).toEqual([2, 3]);
    mkdirSync(join(folder, 'y'));
    await expect(
      writeDurably(join(folder, 'y'), Uint8Array.of(1), { unique: '3'.repeat(16) }),
    ).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(['x', 'y']);
    await expect(makeFolderDurably(path)).rejects.toThrow(/EEXIST/);
  });
});

const logIn = (folder: string, maxBytes?: number) =>
  createNodeLog({ folder, clock: createNodeClock(), random, ...(maxBytes ? { maxBytes, keep: 2 } : {}) });
const lines = (folder: string): string => readFileSync(join(folder, 'cunan.log'), 'utf8');

describe('log', () => {
  it('writes JSON lines without secrets', () => {
    const folder = temporaryFolder();
    logIn(folder).info('opened', {
      passphrase: 'hunter2',
      nested: { apiToken: 'hunter2', Cookie: 'hunter2', 'set-cookie': 'hunter2' },
      url: 'https://user:hunter2@example.com/x',
      key: new TextEncoder().encode('hunter2'),
      count: 3,
    });
    const text = lines(folder);
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toMatchObject({ level: 'info', message: 'opened', fields: { count: 3 } });
  });

  it('gives a reference by which an error is found, with its causes', () => {
    const folder = temporaryFolder();
    const cause = new TypeError('deep down');
    const reference = logIn(folder).error(
      'failed',
      new AppError('store/damaged', { problem: 'p' }, { cause }),
    );
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(JSON.parse(lines(folder))).toMatchObject({
      reference,
      error: { code: 'store/damaged', details: { problem: 'p' }, cause: { message: 'deep down' } },
    });
  });

  it('is turned over by size and stays bounded whatever is thrown at it', () => {
    const folder = temporaryFolder();
    const log = logIn(folder, 10_000);
    const round: Record<string, unknown> = { text: 'x'.repeat(100_000) };
    round['self'] = round;
    for (let i = 0; i < 60; i++) log.warn('big', round);
    expect(readdirSync(folder).sort()).toEqual(['cunan.log', 'cunan.log.1', 'cunan.log.2']);
    const total = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    expect(total).toBeLessThan(100_000);
  });

  it('never fails the work it describes', () => {
    const file = join(temporaryFolder(), 'x');
    writeFileSync(file, '');
    expect(logIn(join(file, 'below')).error('m', new Error('e'))).toHaveLength(6);
  });
});
