// Where a browser puts its sockets and temporary files: a folder of its own in the system's temporary folder (a path
// in the data folder could be too long for a socket), named by a link in the work folder before it is made, so that
// the next start can remove what a kill left.

import { randomBytes } from 'node:crypto';
import { mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const LINK = 'browser-tmp';
const NAME = /^cunan-browser-[0-9a-f]{16}$/;

export interface TemporaryFolder {
  /** Null where the system has no use for it (Windows: no sockets, and links need rights). */
  readonly path: string | null;
  remove(): Promise<void>;
}

export async function makeTemporaryFolder(workDir: string): Promise<TemporaryFolder> {
  if (process.platform === 'win32') return { path: null, remove: () => Promise.resolve() };
  const path = join(tmpdir(), `cunan-browser-${randomBytes(8).toString('hex')}`);
  const link = join(workDir, LINK);
  await rm(link, { force: true });
  await symlink(path, link);
  await mkdir(path, { mode: 0o700 });
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      await rm(link, { force: true });
    },
  };
}

/** Removes the folder that a work folder of an earlier run names; a link to anything else is left alone. */
export async function removeTemporaryFolderOf(workDir: string): Promise<void> {
  const path = await readlink(join(workDir, LINK)).catch(() => null);
  if (path === null || !NAME.test(basename(path)) || dirname(path) !== tmpdir()) return;
  await rm(path, { recursive: true, force: true });
}
