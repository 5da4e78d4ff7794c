// Watches what a capture puts on the disk, our files and the browser's: more than its share ends the page, and a disk
// that is nearly full ends the capture before anything else of the machine suffers.

import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';

export interface DiskLimits {
  /** Free on the disk before a capture begins. */
  readonly freeAtStartBytes: number;
  /** Free while it runs. */
  readonly freeBytes: number;
  /** Profile and temporary files of the browser. */
  readonly browserBytes: number;
  /** All of a capture: record, archive, pictures, browser. */
  readonly totalBytes: number;
}

export const DISK_LIMITS: DiskLimits = {
  freeAtStartBytes: 512 * 1024 ** 2,
  freeBytes: 448 * 1024 ** 2,
  browserBytes: 1024 ** 3,
  totalBytes: 10 * 1024 ** 3,
};

const LOOK_MS = 500;

export interface DiskWatch {
  /** Set when the disk is nearly full: nothing more can be trusted to be written. */
  readonly failure: AppError | null;
  /** The limit that the capture went over; null where it kept to its share. */
  readonly overLimitBytes: number | null;
  stop(): void;
}

/** Throws store/disk-full. */
export async function assertRoom(folder: string, limits: DiskLimits): Promise<void> {
  if ((await freeBytes(folder)) < limits.freeAtStartBytes) throw new AppError('store/disk-full');
}

/** onOver: once, when a limit was passed or the disk is nearly full; the page is to be ended. */
export function watchDisk(
  workDir: string,
  browserFolders: () => readonly string[],
  limits: DiskLimits,
  onOver: () => void,
): DiskWatch {
  const state: { failure: AppError | null; overLimitBytes: number | null } = {
    failure: null,
    overLimitBytes: null,
  };
  const stopped = new AbortController();

  async function look(): Promise<boolean> {
    if ((await freeBytes(workDir)) < limits.freeBytes) {
      state.failure = new AppError('store/disk-full');
      return true;
    }
    const sizes = await Promise.all(browserFolders().map((folder) => sizeOf(folder)));
    const browser = sizes.reduce((sum, size) => sum + size, 0);
    if (browser > limits.browserBytes) state.overLimitBytes = limits.browserBytes;
    else if ((await sizeOf(workDir)) > limits.totalBytes) state.overLimitBytes = limits.totalBytes;
    return state.overLimitBytes !== null;
  }

  void (async () => {
    while (!stopped.signal.aborted) {
      // What cannot be measured this time (the folder is being removed) is looked at again.
      if (await look().catch(() => false)) {
        onOver();
        return;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_MS).unref();
      });
    }
  })();
  return {
    get failure() {
      return state.failure;
    },
    get overLimitBytes() {
      return state.overLimitBytes;
    },
    stop() {
      stopped.abort();
    },
  };
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Bytes that a folder takes on the disk; files that go while it is walked do not count. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sizeOf(path);
      const facts = await lstat(path).catch(() => null);
      // Blocks are absent on Windows; sparse files count as what they take.
      return facts === null ? 0 : Math.min(facts.size, (facts.blocks ?? Infinity) * 512);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
