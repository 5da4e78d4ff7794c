// Ends a browser and every process it started: renderers, GPU, zygote and crash handler with it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const WAIT_MS = 2_000;
const POLL_MS = 10;

/** puppeteer starts the browser as leader of its own process group (not on Windows, where taskkill walks the tree). */
export async function endProcessTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const exited =
    child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve([]);
  if (process.platform === 'win32') {
    const killer = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], {
      stdio: 'ignore',
      windowsHide: true,
    });
    await Promise.race([once(killer, 'exit'), once(killer, 'error'), delay(WAIT_MS)]);
  } else {
    killGroup(pid, 'SIGKILL');
  }
  await Promise.race([exited, delay(WAIT_MS)]);
  if (process.platform === 'win32') return;
  for (let waited = 0; waited < WAIT_MS && (await groupLives(pid)); waited += POLL_MS) await delay(POLL_MS);
}

/** Ended processes that nobody has collected yet (containers without an init) do not count as alive. */
async function groupLives(pid: number): Promise<boolean> {
  if (!killGroup(pid, 0)) return false;
  if (process.platform !== 'linux') return true;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    // proc(5): state, parent, process group follow the name in parentheses, which may itself hold any character.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (group === String(pid) && state !== 'Z' && state !== 'X') return true;
  }
  return false;
}

/** False where the group is gone. */
function killGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
