// Files that are either whole or not there, also after a power cut: write beside, fsync, rename, fsync the folder.

import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';
import { systemCode } from './write-errors.ts';

/** @param unique 16 hex digits, so that two writers never share a name. */
function temporaryPath(path: string, unique: string): string {
  return join(dirname(path), `.tmp-${unique}-${basename(path)}`);
}

/** Replaces what stands under path. Rejects with the system's error; nothing of the new content stays then. */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  options: { readonly unique: string; readonly mode?: number },
): Promise<void> {
  const temporary = temporaryPath(path, options.unique);
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the names in a folder durable. Windows has no such call and needs none (NTFS journals its directories). */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** mkdir -p whose new names are durable. Not Node's own: it answers ENOENT where a file system is read-only. */
export async function makeFolderDurably(path: string, mode = 0o700): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolderDurably(dirname(path), mode);
    return makeFolderDurably(path, mode);
  }
  await syncFolder(dirname(path));
}

const FLUSH_EVERY_BYTES = 32 * 1024 * 1024;

export interface WriteBehind {
  /** Tells of bytes that were written. */
  wrote(bytes: number): void;
  /** Waits until everything is on the disk. Rejects with the first error of any flush: the system tells it only once. */
  sync(): Promise<void>;
}

/** Sends a long file to the disk while it is still being written, so that the last fsync has little left to do. */
export function writeBehind(handle: FileHandle): WriteBehind {
  let unflushed = 0;
  let flushing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;
  return {
    wrote(bytes) {
      unflushed += bytes;
      if (unflushed < FLUSH_EVERY_BYTES || flushing !== null || failure !== null) return;
      unflushed = 0;
      flushing = handle
        .datasync()
        .catch((error: unknown) => void (failure = { error }))
        .finally(() => (flushing = null));
    },
    async sync() {
      await flushing;
      if (failure !== null) throw failure.error;
      await handle.sync();
    },
  };
}
