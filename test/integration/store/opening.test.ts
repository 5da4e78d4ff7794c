// What opening a data folder says when it cannot be used: in use, newer, damaged, lost, read-only, full.

import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import { readOwner } from '../../../electron/store/owner-lock.ts';
import { dataPaths } from '../../../electron/platform/paths.ts';
import { hashers, open, temporaryFolder } from '../../unit/store/folder.ts';
import { makeItem } from '../../unit/store/sealed-item.ts';

const CHILD = join(import.meta.dirname, 'crash-child.ts');
const withCode = (code: ErrorCode, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      // Made and removed by SQLite and by the lock themselves.
      .filter(({ name }) => !/^owner\.|-shm$|-wal$/.test(name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path).toString('base64')]),
  );
}

async function filled(): Promise<string> {
  const home = temporaryFolder();
  const store = await open(home);
  const { id: caseId } = store.cases.create({ name: '案件' });
  for (let i = 0; i < 5; i++) store.evidence.commitSealed(await makeItem(store, hashers, caseId));
  store.close();
  return home;
}

it('a folder has one owner, in this process and in another, and says who it is', async () => {
  const home = temporaryFolder();
  const child = spawn(process.execPath, [CHILD, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (part: Buffer) => {
      if (part.includes('ready')) resolve();
    }),
  );
  await expect(open(home)).rejects.toEqual(withCode('store/in-use', { pid: child.pid, shell: 'cli' }));
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;

  const store = await open(home);
  expect(readOwner(dataPaths(home))).toMatchObject({ pid: process.pid });
  await expect(open(home)).rejects.toEqual(withCode('store/in-use', { pid: process.pid }));
  expect(store.cases.list()).toHaveLength(1);
  store.close();
  store.close();
  expect(readOwner(dataPaths(home))).toBeNull();
  (await open(home)).close();
});

it('refuses a newer schema and changes nothing', async () => {
  const home = await filled();
  const db = new Sqlite(join(home, 'cunan.db'));
  db.pragma('user_version = 999');
  db.close();
  const before = snapshot(home);
  await expect(open(home)).rejects.toEqual(withCode('store/newer-version', { version: 999 }));
  expect(snapshot(home)).toEqual(before);
});

it.each([
  ['overwritten pages', (path: string) => overwrite(path, 4096, statSync(path).size - 8192)],
  ['a file that is no database', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
  ['a file cut in half', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 50_000))],
  ['rows that hang in the air', orphanRow],
])('refuses %s and changes nothing', async (_name, harm) => {
  const home = await filled();
  harm(join(home, 'cunan.db'));
  const before = snapshot(home);
  await expect(open(home)).rejects.toEqual(withCode('store/damaged', { problem: expect.any(String) }));
  expect(snapshot(home)).toEqual(before);
});

function overwrite(path: string, from: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0xa5), 0, length, from);
  closeSync(file);
}

function orphanRow(path: string): void {
  const db = new Sqlite(path);
  db.pragma('foreign_keys = OFF');
  db.exec("INSERT INTO exports (evidence_id, path, at, size, sha256) VALUES ('E-none', 'p', 'x', 1, 'y')");
  db.close();
}

it('does not take a vault without its database for a new installation', async () => {
  const home = await filled();
  rmSync(join(home, 'cunan.db'));
  const before = snapshot(home);
  await expect(open(home)).rejects.toEqual(withCode('store/damaged'));
  expect(snapshot(home)).toEqual(before);
});

it('an older database put back keeps the newer files of the vault', async () => {
  const home = temporaryFolder();
  let store = await open(home);
  const { id: caseId } = store.cases.create({ name: 'c' });
  store.evidence.commitSealed(await makeItem(store, hashers, caseId));
  store.close();
  copyFileSync(join(home, 'cunan.db'), join(home, 'backup'));
  store = await open(home);
  const item = await makeItem(store, hashers, caseId, { files: { 'data/new.txt': Uint8Array.of(9) } });
  store.evidence.commitSealed(item);
  store.close();
  copyFileSync(join(home, 'backup'), join(home, 'cunan.db'));
  store = await open(home);
  expect(store.swept).toEqual({ blobs: 0, temporary: 0 });
  expect(await store.vault.has(caseId, item.files[0]!.sha256)).toBe(true);
});

/** A file system of its own that the test may fill or make read-only: root on Linux only. */
function mountSmall(): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

it('a full disk loses nothing and is got over', async ({ skip }) => {
  const home = mountSmall();
  if (!home) {
    skip('mounting a small tmpfs needs root on Linux');
    return;
  }
  const store = await open(home);
  const { id: caseId } = store.cases.create({ name: 'c' });
  const kept = await makeItem(store, hashers, caseId);
  store.evidence.commitSealed(kept);
  const full = withCode('store/disk-full');
  await expect(store.vault.putBytes(caseId, new Uint8Array(4 * 1024 * 1024))).rejects.toEqual(full);
  expect(readdirSync(join(home, 'vault', '.incoming'))).toEqual([]);

  const ready = await makeItem(store, hashers, caseId, { files: { 'data/x': Uint8Array.of(1) } });
  const ballast = join(home, 'ballast');
  fill(ballast);
  const big = { ...ready, sealed: { ...ready.sealed, index: new Uint8Array(600_000) } };
  expect(() => store.evidence.commitSealed(big)).toThrow(full);
  expect(store.evidence.has(ready.facts.id)).toBe(false);
  expect(store.evidence.has(kept.facts.id)).toBe(true);

  rmSync(ballast);
  store.evidence.commitSealed(big);
  expect(store.cases.list()[0]?.evidenceCount).toBe(2);
  store.close();
  const again = await open(home);
  expect(again.evidence.has(big.facts.id)).toBe(true);
  expect(again.audit.verify().intact).toBe(true);
});

function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}

it('a read-only folder is named, at opening and while writing', async ({ skip }) => {
  const home = mountSmall();
  if (!home) {
    skip('remounting needs root on Linux');
    return;
  }
  const store = await open(home);
  const { id: caseId } = store.cases.create({ name: 'c' });
  store.close();
  execFileSync('mount', ['-o', 'remount,ro', home]);
  await expect(open(home)).rejects.toEqual(withCode('store/read-only', { path: home }));
  await expect(open(join(home, 'below'))).rejects.toEqual(withCode('store/read-only'));
  execFileSync('mount', ['-o', 'remount,rw', home]);
  const again = await open(home);
  rmSync(join(home, 'vault'), { recursive: true, force: true });
  expect(again.cases.get(caseId)).not.toBeNull();
});
