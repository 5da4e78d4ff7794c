// How much memory a browser takes, all its processes together: a page may ask for more than the machine has, and then
// not the page but whatever else runs there is ended.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MOST_BYTES = 4 * 1024 ** 3;
const LOOK_MS = 1_000;
const KIB = 1024;

/** What one browser may take; null where it is not measured (Windows). */
export function memoryLimitBytes(): number | null {
  return process.platform === 'win32' ? null : Math.min(MOST_BYTES, Math.floor(totalmem() / 2));
}

/**
 * Bytes of a process group. Linux: anonymous and shared memory, without the program's own pages; elsewhere what ps calls
 * resident, which counts shared pages once for each process.
 */
export async function memoryOf(group: number): Promise<number> {
  return process.platform === 'linux' ? procMemory(group) : psMemory(group);
}

/** onOver: once, with what was measured. Returns stop(). */
export function watchMemory(
  group: () => number | undefined,
  limitBytes: number,
  onOver: (bytes: number) => void,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const pid = group();
    // What cannot be measured this time (the browser is starting or ending) is looked at again.
    const bytes = pid === undefined ? 0 : await memoryOf(pid).catch(() => 0);
    if (stopped) return;
    if (bytes > limitBytes) onOver(bytes);
    else timer = setTimeout(() => void look(), LOOK_MS).unref();
  };
  void look();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}

async function procMemory(group: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      // Empty for one that ended meanwhile. proc(5): state, parent, process group follow the name in parentheses.
      const stat = await readFile(join('/proc', pid, 'stat'), 'latin1').catch(() => '');
      const [, , of] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (of !== String(group)) return 0;
      const status = await readFile(join('/proc', pid, 'status'), 'latin1').catch(() => '');
      return sum(status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm));
    }),
  );
  return sizes.reduce((all, size) => all + size, 0) * KIB;
}

async function psMemory(group: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pgid=,rss=']);
  return sum(stdout.matchAll(new RegExp(`^\\s*${group}\\s+(\\d+)\\s*$`, 'gm'))) * KIB;
}

function sum(found: Iterable<RegExpExecArray>): number {
  let all = 0;
  for (const [, number] of found) all += Number(number);
  return all;
}
