// Files that are either whole or not there, also after a power cut: write beside, fsync, rename, fsync the folder.

import { open, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';

/** Names of half-written files; a sweep may remove whatever matches. */
export const TEMPORARY = /^\.tmp-[0-9a-f]{16}-/;

/** @param unique 16 hex digits, so that two writers never share a name. */
export function temporaryPath(path: string, unique: string): string {
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

/** mkdir -p whose new names are durable, up to and including the first folder that stood already. */
export async function makeFolderDurably(path: string, mode = 0o700): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode });
  if (first === undefined) return;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === dirname(first) || folder === dirname(folder)) return;
  }
}
