// One owner per data folder: an SQLite file held in an exclusive transaction. The lock belongs to the operating system,
// so that it is gone with the process, kill -9 included. Who holds it stands in owner.json beside it (how to
// reach its API: shell.json, electron/http).

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { DataPaths } from '../platform/paths.ts';
import { systemCode, toWriteError } from '../platform/write-errors.ts';

const ownerSchema = z.object({
  pid: z.int().min(1),
  shell: z.enum(['desktop', 'browser', 'cli']),
  startedAt: z.string().max(40),
});
type Owner = z.infer<typeof ownerSchema>;

export interface OwnerLock {
  release(): void;
}

/** Throws store/in-use {pid, shell}, store/read-only, store/disk-full, store/write-failed. */
export function takeOwnership(
  paths: DataPaths,
  owner: Omit<Owner, 'pid'>,
  onWarning: (problem: string) => void,
): OwnerLock {
  let lock: SqliteDatabase.Database | null = null;
  try {
    lock = new SqliteDatabase(paths.ownerLock, { timeout: 0 });
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (systemCode(error).startsWith('SQLITE_BUSY')) throw inUse(paths, error);
    throw toWriteError(error, paths.home);
  }
  const held = lock;
  const facts: Owner = { ...owner, pid: process.pid };
  const temporary = `${paths.ownerFacts}.new`;
  try {
    writeFileSync(temporary, `${JSON.stringify(facts)}\n`, { mode: 0o600 });
    renameSync(temporary, paths.ownerFacts);
  } catch (error) {
    // The lock holds without it; others merely cannot say whose it is (a full disk must still open for reading).
    onWarning(systemCode(error));
  }
  return {
    release() {
      if (!held.open) return;
      rmSync(paths.ownerFacts, { force: true });
      held.close();
    },
  };
}

function inUse(paths: DataPaths, cause: unknown): AppError {
  const owner = readOwner(paths);
  return new AppError('store/in-use', { pid: owner?.pid ?? '?', shell: owner?.shell ?? null }, { cause });
}

/** What the owner said of itself; may be left over from one that is gone. Null where nothing readable stands there. */
export function readOwner(paths: DataPaths): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(paths.ownerFacts, 'utf8')));
  } catch {
    return null;
  }
}
