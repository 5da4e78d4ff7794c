// What is ended of an earlier run: processes that were started with its profile, and nothing that only speaks of it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { endLeftovers } from '../../../electron/capture/browser/leftovers.ts';

const workDir = mkdtempSync(join(tmpdir(), 'cunan-leftovers-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(workDir, { recursive: true });
});

/** A process that waits; resolves when it runs. */
async function waiting(...given: readonly string[]): Promise<ChildProcess> {
  const script = "process.stdout.write('runs'); setTimeout(() => undefined, 60_000);";
  const child = spawn(process.execPath, ['-e', script, '--', ...given], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

test('a process with the profile is ended, others that name it are not', async () => {
  const profile = `--user-data-dir=${join(workDir, 'profile-Ab12Cd')}`;
  const others = await Promise.all([
    waiting(`looks for ${profile}`),
    waiting(`${profile}/Default`),
    waiting(`--user-data-dir=${workDir}-2/profile-Ab12Cd`),
  ]);
  const left = await waiting('--headless', profile);
  const ended = once(left, 'exit');
  await endLeftovers(workDir);
  // Elsewhere than on Linux and macOS command lines are not read.
  if (process.platform !== 'win32') expect((await ended)[1]).toBe('SIGKILL');
  expect(others.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([null, null, null]);
});
