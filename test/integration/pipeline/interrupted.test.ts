// kill -9 three times while a page is captured: what is left is a sealed failed attempt that verifies, and no browser,
// profile or temporary file of it.

import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { startSites, type Site } from '../../sites/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-interrupted-'));
const home = join(folder, 'home');
let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the loop and kills it once the browser of its capture has asked the site. Returns the job's temporary folder. */
async function killWhileCapturing(): Promise<string> {
  const before = site.requests.length;
  const child = fork(join(import.meta.dirname, 'loop-child.ts'), [home, `${site.url}/silent`], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  while (site.requests.length === before && child.exitCode === null)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  const work = join(home, 'work');
  const temporary = readlinkSync(join(work, readdirSync(work)[0]!, 'browser-tmp'));
  child.kill('SIGKILL');
  await ended;
  return temporary;
}

it('a capture that was killed three times is a sealed failed attempt', async () => {
  const temporary: string[] = [];
  for (let round = 0; round < 3; round++) temporary.push(await killWhileCapturing());
  const app = await createApp({ home, shell: 'cli' });
  try {
    const [item, ...others] = (await app.core.listEvidence({})).items;
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      sequence: 1,
      state: 'FAILED',
      requestedUrl: `${site.url}/silent`,
      reasons: [{ code: 'interrupted', details: { attempts: 3 } }],
    });
    const [job] = await app.core.listJobs();
    expect(job).toMatchObject({
      state: 'failed',
      evidenceId: item!.id,
      error: { code: 'capture/interrupted' },
    });
    const record = (await app.core.getCaptureRecord({ id: item!.id }))!;
    expect(record.notes).toContainEqual({ code: 'interrupted-in', details: { step: 'navigate' } });
    expect(Date.parse(record.startedAt)).toBeLessThan(Date.parse(record.endedAt));
    const [made] = await app.core.exportEvidence({ ids: [item!.id], folder: join(folder, 'out') });
    expect((await app.core.verifyFile({ path: made!.path })).verdict).toBe('valid');
    expect(readdirSync(join(home, 'work'))).toEqual([]);
    expect(temporary.filter((path) => existsSync(path))).toEqual([]);
    expect(processesNaming(home)).toEqual([]);
  } finally {
    await app.close();
  }
}, 240_000);

/** Linux only; elsewhere there is nothing to see. */
function processesNaming(text: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(`--user-data-dir=${text}`) ? [command] : [];
      } catch {
        return [];
      }
    });
}
