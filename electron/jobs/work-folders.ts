// One folder per running attempt under <home>/work; whatever an earlier run left there is removed at start.

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toWriteError } from '../platform/write-errors.ts';

export interface WorkFolders {
  /** An empty folder. Throws store/…. */
  make(jobId: string): Promise<string>;
  /** The folder as an earlier run left it, made where it is missing; until the next sweep. */
  keep(jobId: string): Promise<string>;
  remove(jobId: string): Promise<void>;
  sweep(): Promise<void>;
}

/** endUse: ends what of an earlier run may still use a folder there (a browser) before it is read or removed. */
export function createWorkFolders(
  root: string,
  endUse: (folder: string) => Promise<void> = () => Promise.resolve(),
): WorkFolders {
  return {
    async make(jobId) {
      const folder = join(root, jobId);
      try {
        await gone(folder);
        await mkdir(folder, { recursive: true, mode: 0o700 });
      } catch (error) {
        throw toWriteError(error, folder);
      }
      return folder;
    },
    async keep(jobId) {
      const folder = join(root, jobId);
      await endUse(folder);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    remove: (jobId) => gone(join(root, jobId)),
    async sweep() {
      const names = await readdir(root).catch(() => []);
      for (const name of names) {
        await endUse(join(root, name));
        await gone(join(root, name));
      }
    },
  };
}

function gone(path: string): Promise<void> {
  // A browser that was killed may still be writing into its profile for a moment.
  return rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
