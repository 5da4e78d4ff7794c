// The folder of a batch export: files that are whole or not there, their digests read back, and what goes on which disc.

import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ExportedFile } from '../../../shared/api/exports.ts';
import { openBoth, type Hashers } from '../../../shared/bytes/hashers.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { toOutputError } from '../../export/output-error.ts';
import { syncFolder } from '../../platform/durable-files.ts';

export const PART = '.part-';
const READ_BYTES = 1 << 20;

/** Replaces what stands there; durable when it resolves. Throws store/disk-full, input/output-unwritable, export/failed. */
export async function putFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const unique = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const part = join(dirname(path), `${PART}${unique}`);
  await writing(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    try {
      const handle = await open(part, 'w');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined); // The first error is the one to tell.
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

/** A folder with everything in it gets its place; what stood there is replaced. */
export async function moveFolder(from: string, to: string): Promise<void> {
  await writing(to, async () => {
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { recursive: true, force: true });
    await syncFolder(from);
    await rename(from, to);
    await syncFolder(dirname(to));
  });
}

export async function writing<T>(path: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw toOutputError(error, path);
  }
}

/** What stands on the disk now. Rejects with the system's error. */
export async function digestFile(
  path: string,
  hashers: Hashers,
  signal?: AbortSignal,
): Promise<ExportedFile> {
  const handle = await open(path, 'r');
  try {
    return await digestHandle(handle, basename(path), hashers, signal);
  } finally {
    await handle.close();
  }
}

async function digestHandle(
  handle: FileHandle,
  path: string,
  hashers: Hashers,
  signal?: AbortSignal,
): Promise<ExportedFile> {
  const { size: expected } = await handle.stat();
  const both = await openBoth(hashers, expected);
  try {
    const buffer = new Uint8Array(Math.max(1, Math.min(READ_BYTES, expected)));
    let size = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, size);
      if (bytesRead === 0) break;
      await both.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
    const { sha256, sm3 } = await both.digests();
    return { path, size, sha256: toHex(sha256), sm3: toHex(sm3) };
  } finally {
    both.drop();
  }
}

export const sizeOf = (files: readonly ExportedFile[]): number =>
  files.reduce((sum, { size }) => sum + size, 0);

/** Lines of the disc's lists and the file system's own, per file. */
const BYTES_PER_FILE = 4_096;

export const roomFor = (files: readonly ExportedFile[]): number =>
  sizeOf(files) + files.length * BYTES_PER_FILE;

/** In order, each disc filled before the next begins; what is larger than a disc has one of its own. */
export function createDiscs(capacity: number, reserved: number, used: ReadonlyMap<number, number>) {
  let disc = Math.max(1, ...used.keys());
  let filled = used.get(disc) ?? 0;
  return {
    place(room: number): number {
      if (filled > 0 && reserved + filled + room > capacity) {
        disc += 1;
        filled = 0;
      }
      filled += room;
      return disc;
    },
    last: () => disc,
  };
}
export type Discs = ReturnType<typeof createDiscs>;
