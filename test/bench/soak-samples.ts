// What the process holds at a moment: memory, handles, children, files. Linux only where it reads /proc.

import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export interface Sample {
  readonly done: number;
  readonly rssMiB: number;
  /** After a collection. */
  readonly heapMiB: number;
  readonly handles: number;
  /** Living processes below ours, zombies included. */
  readonly processes: number;
  readonly workFolders: number;
  readonly temporaryFiles: number;
}

export function takeSample(done: number, workFolder: string): Sample {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    done,
    rssMiB: Math.round(rss / 1024 ** 2),
    heapMiB: Math.round(heapUsed / 1024 ** 2),
    handles: readdirSync('/proc/self/fd').length,
    processes: processesBelow(process.pid),
    workFolders: list(workFolder).length,
    temporaryFiles: temporaryFiles(),
  };
}

/** What browsers and libraries leave in the temporary folder, which is the run's own. */
function temporaryFiles(): number {
  return list(process.env['CUNAN_SOAK_TMP'] ?? tmpdir()).length;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function listProcesses(): readonly {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}[] {
  const found: { pid: number; parent: number; command: string }[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(join('/proc', name, 'stat'), 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(join('/proc', name, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      found.push({ pid: Number(name), parent, command });
    } catch {
      // It ended while the list was read.
    }
  }
  return found;
}

function processesBelow(root: number): number {
  const parents = new Map(listProcesses().map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== root && isBelow(pid)).length;
}
