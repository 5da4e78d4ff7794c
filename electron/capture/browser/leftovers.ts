// What a kill of our process may leave of a capture: browsers that did not notice, and their temporary folder. A process
// is ours to end where its command line names a profile below the work folder, which belongs to the one owner of the
// data folder. Not on Windows, where the list of command lines is not read.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { removeTemporaryFolderOf } from './temporary-folder.ts';

/** @param workDir work folder of one job of an earlier run. */
export async function endLeftovers(workDir: string): Promise<void> {
  const profile = `--user-data-dir=${workDir}${sep}profile-`;
  for (const { pid, command } of await commandLines()) {
    if (!command.includes(profile)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  await removeTemporaryFolderOf(workDir);
}

interface CommandLine {
  readonly pid: number;
  readonly command: string;
}

async function commandLines(): Promise<readonly CommandLine[]> {
  if (process.platform === 'linux') return procCommandLines();
  if (process.platform !== 'darwin') return [];
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command='], {
    maxBuffer: 64 * 1024 ** 2,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || command === undefined ? [] : [{ pid: Number(pid), command }];
  });
}

async function procCommandLines(): Promise<readonly CommandLine[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      // Empty for one that ended meanwhile.
      command: (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).replaceAll('\0', ' '),
    })),
  );
}
