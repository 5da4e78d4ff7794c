// What a kill of our process may leave of a capture: browsers that did not notice, and their temporary folder. A process
// is ours to end where it was started with a profile below the work folder, which belongs to the one owner of the data
// folder; one that only speaks of that path is not. Not on Windows, where the list of command lines is not read.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { removeTemporaryFolderOf } from './temporary-folder.ts';

/** @param workDir work folder of one job of an earlier run. */
export async function endLeftovers(workDir: string): Promise<void> {
  const profile = `--user-data-dir=${workDir}${sep}profile-`;
  for (const { pid, arguments: given } of await commandLines()) {
    if (!given.some((argument) => isProfile(argument, profile))) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  await removeTemporaryFolderOf(workDir);
}

/** The whole argument: --user-data-dir=WORK/profile-XXXXXX, as mkdtemp made it. */
function isProfile(argument: string, profile: string): boolean {
  return argument.startsWith(profile) && /^[A-Za-z0-9]{6}$/.test(argument.slice(profile.length));
}

interface CommandLine {
  readonly pid: number;
  readonly arguments: readonly string[];
}

async function commandLines(): Promise<readonly CommandLine[]> {
  if (process.platform === 'linux') return procCommandLines();
  if (process.platform !== 'darwin') return [];
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command='], {
    maxBuffer: 64 * 1024 ** 2,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || command === undefined) return [];
    // ps joins the arguments by spaces, which a path may hold: each switch up to the next one.
    return [{ pid: Number(pid), arguments: command.split(/ (?=--)/) }];
  });
}

async function procCommandLines(): Promise<readonly CommandLine[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      // Empty for one that ended meanwhile.
      const given = (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).split('\0');
      // Chromium's children write all of it into the first argument.
      const [title = ''] = given;
      return { pid: Number(pid), arguments: title.includes(' --type=') ? title.split(/ (?=--)/) : given };
    }),
  );
}
