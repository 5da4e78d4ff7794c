// --original PATH: files beside a package, opened piece by piece while they are compared, however many there are.

import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';

/** Every file that is named or stands in a named folder; links are not followed. Throws input/not-found, file-unreadable. */
export async function findOriginals(paths: readonly string[]): Promise<readonly RandomAccess[]> {
  const found: RandomAccess[] = [];
  for (const path of paths) {
    const facts = await stat(path).catch((cause: unknown) => {
      throw new AppError('input/not-found', { what: path }, { cause });
    });
    if (!facts.isDirectory()) found.push(access(path, basename(path), facts.size));
    else found.push(...(await inFolder(path)));
  }
  return found;
}

async function inFolder(folder: string): Promise<readonly RandomAccess[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('input/file-unreadable', { path: folder }, { cause });
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.toSorted().map(async (path) => {
      const name = relative(folder, path).split(sep).join('/');
      return access(path, name, (await stat(path)).size);
    }),
  );
}

function access(path: string, name: string, size: number): RandomAccess {
  return {
    name,
    size,
    async read(offset, length) {
      const handle = await open(path, 'r').catch((cause: unknown) => {
        throw new AppError('input/file-unreadable', { path }, { cause });
      });
      try {
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
          if (bytesRead === 0) throw new AppError('input/file-unreadable', { path });
          done += bytesRead;
        }
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}
