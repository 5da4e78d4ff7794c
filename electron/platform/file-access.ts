// A file on disk as the verifier reads it: size and bytes at an offset over one open handle.

import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';

export interface FileAccess extends RandomAccess {
  close(): Promise<void>;
}

/** @throws input/not-found, input/file-unreadable. */
export async function openFileAccess(path: string): Promise<FileAccess> {
  const name = basename(path);
  const handle = await open(path, 'r').catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new AppError(
      missing ? 'input/not-found' : 'input/file-unreadable',
      { path, what: path },
      { cause: error },
    );
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new AppError('input/file-unreadable', { path });
    return {
      name,
      size: facts.size,
      async read(offset, length) {
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
          // Shorter than it was when it was opened: somebody is writing to it.
          if (bytesRead === 0) throw new AppError('input/file-unreadable', { path });
          done += bytesRead;
        }
        return bytes;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
