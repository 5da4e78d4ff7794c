// What becomes of files while they are read: real files, real links, pipes and permissions; no deposit is better than what
// was measured.

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { depositMisfit } from '../../../shared/evidence/deposit-shape.ts';
import { depositFiles } from '../../../electron/deposit/deposit-files.ts';
import { checkSources, listSources } from '../../../electron/deposit/list-sources.ts';
import type { TakeBytes } from '../../../electron/deposit/read-source.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { AppError } from '../../../shared/errors.ts';
import { count } from '../../tools.ts';

let folder: string;
const signal = new AbortController().signal;
const clock = createNodeClock();

const FULL: TakeBytes = () => Promise.reject(new Error('the disk is full'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-deposit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text = name): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};

/** Reads everything; `during` happens after the first piece of each file. */
function taker(during: (read: number) => void = () => undefined): TakeBytes {
  let taken = 0;
  return async (read) => {
    const buffer = new Uint8Array(4);
    let size = 0;
    for (let length = await read(buffer); length > 0; length = await read(buffer)) {
      if (size === 0) during((taken += 1));
      size += length;
    }
    return { size, sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) };
  };
}

async function deposit(paths: readonly string[], take = taker(), between: () => void = () => undefined) {
  const events: string[] = [];
  const sources = await listSources(paths, join(folder, '.home'), signal);
  between();
  const { record, copies } = await depositFiles(
    {
      sources,
      via: 'path',
      mode: 'copy',
      category: 'other',
      fields: {},
      title: 't',
      tellLocation: false,
      startedAt: clock.now().toISOString(),
    },
    { clock, take },
    { signal, onProgress: () => undefined, onEvent: (event) => events.push(event) },
  );
  expect(depositMisfit(record)).toBeNull();
  const outcomes = record.files.map(({ path, outcome, error }) =>
    [path, outcome, error].filter(Boolean).join(' '),
  );
  return { record, copies, outcomes, events, reasons: record.reasons.map(({ code }) => code) };
}

describe('a deposit', () => {
  it('keeps what it read before the disk was full, and says what it could not take', async () => {
    const all = taker();
    let taken = 0;
    const full: TakeBytes = (read, bytes) =>
      (taken += 1) > 1 ? Promise.reject(new AppError('store/disk-full')) : all(read, bytes);
    const { record, outcomes, reasons, events } = await deposit([write('1'), write('2'), write('3')], full);
    expect(record.state).toBe('PARTIAL');
    expect(outcomes).toEqual(['1 kept', '2 unreadable ENOSPC', '3 unreadable ENOSPC']);
    expect(record.reasons).toEqual([{ code: 'disk-full', details: { count: 2 } }]);
    expect(reasons).toEqual(['disk-full']);
    expect(events).toEqual(['file-begin', 'file-end', 'file-begin', 'file-end']);
  });

  it('keeps a folder with its paths and its empty folders, and tells no place', async () => {
    write('合同/正文.txt');
    write('合同/附件/一.txt');
    mkdirSync(join(folder, '合同/空'));
    const { record, outcomes } = await deposit([join(folder, '合同')]);
    expect(outcomes).toEqual(['合同/正文.txt kept', '合同/附件/一.txt kept']);
    expect(record).toMatchObject({
      state: 'COMPLETE',
      emptyFolders: ['合同/空'],
      source: { roots: ['合同'] },
    });
    expect(JSON.stringify(record)).not.toContain(folder);
  });

  it('refuses links, pipes and its own data folder', async () => {
    write('a/file');
    symlinkSync('/etc/passwd', join(folder, 'a/link'));
    symlinkSync('..', join(folder, 'a/up'));
    execFileSync('mkfifo', [join(folder, 'a/pipe')]);
    const { record } = await deposit([join(folder, 'a')]);
    expect(record.state).toBe('PARTIAL');
    expect(record.refused.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'a/link symlink',
      'a/pipe special',
      'a/up symlink',
    ]);
    await expect(checkSources([folder], join(folder, '.home'))).rejects.toMatchObject({
      code: 'input/own-folder',
    });
    await expect(checkSources([join(folder, '.home/keys')], join(folder, '.home'))).rejects.toMatchObject({
      code: 'input/own-folder',
    });
    await expect(checkSources([join(folder, 'none')], '/nowhere')).rejects.toMatchObject({
      code: 'input/not-found',
    });
  });

  it.each([
    ['grows', (path: string) => appendFileSync(path, 'more')],
    ['shrinks', (path: string) => truncateSync(path, 5)],
    ['is written in place', (path: string) => writeFileSync(path, 'x'.repeat(12))],
    [
      'is replaced by another file of its name',
      (path: string) => {
        writeFileSync(`${path}.new`, 'x'.repeat(12));
        renameSync(`${path}.new`, path);
      },
    ],
    ['is removed', (path: string) => rmSync(path)],
  ])('is partial where a file %s while it is read', async (_what, change) => {
    const path = write('a.txt', 'y'.repeat(12));
    write('b.txt');
    const paths = [path, join(folder, 'b.txt')];
    const { outcomes, reasons, record } = await deposit(
      paths,
      taker((n) => void (n === 1 && change(path))),
    );
    expect(outcomes).toEqual(['a.txt changed', 'b.txt kept']);
    expect(reasons).toEqual(['file-changed']);
    expect(record.state).toBe('PARTIAL');
  });

  it('tells what was gone, or became a link, before it was read', async () => {
    const paths = [write('a'), write('b'), write('c')];
    const { outcomes, record } = await deposit(paths, taker(), () => {
      rmSync(paths[0]!);
      rmSync(paths[1]!);
      symlinkSync('/etc/passwd', paths[1]!);
    });
    expect(outcomes).toEqual(['a vanished ENOENT', 'b unreadable ELOOP', 'c kept']);
    expect(record.state).toBe('PARTIAL');
  });

  it('finds its own data folder behind a link, and whatever way a path takes there', async () => {
    write('.home/keys/device.secret.json', 'a private key');
    symlinkSync(join(folder, '.home'), join(folder, 'door'));
    const key = join(folder, 'door/keys/device.secret.json');
    await expect(checkSources([key], join(folder, '.home'))).rejects.toThrow('input/own-folder');
    await expect(listSources([key], join(folder, '.home'), signal)).rejects.toThrow('input/own-folder');
    const through = join(folder, 'door');
    await expect(listSources([join(folder, '.home/keys')], through, signal)).rejects.toThrow(
      'input/own-folder',
    );
  });

  it('takes nothing from elsewhere where a folder became a link before its files were read', async () => {
    write('private/a.txt', 'of somebody else');
    write('x/y/a.txt');
    const { outcomes, copies } = await deposit([join(folder, 'x')], taker(), () => {
      renameSync(join(folder, 'x/y'), join(folder, 'before'));
      symlinkSync(join(folder, 'private'), join(folder, 'x/y'));
    });
    expect(outcomes).toEqual(['x/y/a.txt unreadable ELOOP']);
    expect(copies).toEqual([]);
  });

  it('is failed where nothing could be read', async () => {
    const path = write('a');
    const { record, reasons, copies } = await deposit([path], taker(), () => rmSync(path));
    expect([record.state, reasons, copies]).toEqual(['FAILED', ['nothing-deposited', 'file-vanished'], []]);
  });

  it('names files of one name from two folders apart, and refuses names that are no text', async () => {
    write('x/a.txt');
    write('y/a.txt');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/x/`), Buffer.from([0xff, 0xfe])]), 'not UTF-8');
    const { record } = await deposit([join(folder, 'x'), join(folder, 'x/a.txt'), join(folder, 'y/a.txt')]);
    expect(record.source.roots).toEqual(['x', 'a.txt', 'a.txt (2)']);
    expect(record.refused).toEqual([{ path: 'x/\ufffd\ufffd', kind: 'name' }]);
  });

  it('passes on what is no trouble of the source', async () => {
    write('a');
    await expect(deposit([join(folder, 'a')], FULL)).rejects.toThrow('the disk is full');
  });

  it('counts reasons beyond the first two hundred', async () => {
    const files = count(210, 2_000);
    for (let n = 0; n < files; n++) symlinkSync('nowhere', join(folder, `l${n}`));
    write('z');
    const { reasons } = await deposit(
      [...Array(files).keys()].map((n) => join(folder, `l${n}`)).concat(join(folder, 'z')),
    );
    expect(reasons).toHaveLength(201);
    expect(reasons.at(-1)).toBe('files-more');
  });
});
