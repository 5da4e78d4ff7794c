// Is the browser's sandbox really on? On Linux it is measured on a renderer: one that is shut in lives in a process
// namespace of its own and has more system-call filters than we have. Elsewhere a browser that was not told to do
// without refuses to start without it.

import { readdir, readFile } from 'node:fs/promises';

/** What a browser writes when the system does not let it make a sandbox. */
const REFUSED =
  /No usable sandbox|setuid sandbox is not running|Failed to move to new namespace|sandbox_host_linux|CLONE_NEWUSER/i;

export function lacksSandbox(logs: readonly string[]): boolean {
  return logs.some((line) => REFUSED.test(line));
}

/** True or false as measured; null where it cannot be told. group: the browser's process group. */
export async function measureSandbox(group: number | undefined): Promise<boolean | null> {
  if (process.platform !== 'linux' || group === undefined) return null;
  const own = shutIn(await readFile('/proc/self/status', 'latin1'));
  let seen: boolean | null = null;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [stat, command, status] = await Promise.all(
      ['stat', 'cmdline', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')),
    );
    // proc(5): state, parent, process group follow the name in parentheses.
    const [, , of] = stat!.slice(stat!.lastIndexOf(')') + 2).split(' ');
    if (of !== String(group) || !command!.includes('--type=renderer') || status === '') continue;
    const renderer = shutIn(status!);
    if (renderer.depth <= own.depth || renderer.filters <= own.filters) return false;
    seen = true;
  }
  return seen;
}

/** proc(5): NSpid lists the process's id in each nested namespace; Seccomp_filters counts its filters. */
function shutIn(status: string): { readonly depth: number; readonly filters: number } {
  const depth = /^NSpid:\s*(.+)$/m.exec(status)?.[1]?.trim().split(/\s+/).length ?? 1;
  return { depth, filters: Number(/^Seccomp_filters:\s*(\d+)$/m.exec(status)?.[1] ?? 0) };
}
