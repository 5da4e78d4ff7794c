// kill -9 at random moments of a capture-and-attest loop: nothing committed is lost, nothing half-made is shown as
// whole, and the loop resumes until everything is done.

import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { startDemoTsa } from '../../../electron/demo/tsa/demo-tsa.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { count } from '../../tools.ts';

const PAGES = 4;
const folder = mkdtempSync(join(tmpdir(), 'cunan-kill-'));
const home = join(folder, 'home');
let site: DemoSite;
let tsa: Awaited<ReturnType<typeof startDemoTsa>>;

beforeAll(async () => {
  site = await startDemoSite(findResources(null).demoSite);
  tsa = await startDemoTsa({ clock: createNodeClock() });
});

afterAll(async () => {
  await site.close();
  await tsa.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves with the exit code, null where the child was killed. */
function run(killAfterMs: number | null): Promise<number | null> {
  const urls = Array.from({ length: PAGES }, (_, page) => `${site.url}/item.html?page=${page}`).join(',');
  const child = fork(join(import.meta.dirname, 'loop-child.ts'), [home, urls, JSON.stringify(tsa.config)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve) => {
    let killed = false;
    const timer =
      killAfterMs === null
        ? null
        : setTimeout(() => {
            killed = true;
            child.kill('SIGKILL');
          }, killAfterMs);
    child.once('exit', (code) => {
      if (timer) clearTimeout(timer);
      resolve(killed ? null : code);
    });
  });
}

/** Everything that the store shows verifies as a package of its own. Returns the ids. */
async function examine(round: number): Promise<readonly string[]> {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  try {
    const { items } = await app.core.listEvidence({});
    const out = join(folder, `out-${round}`);
    for (const item of items) {
      const [made] = await app.core.exportEvidence({ ids: [item.id], folder: out });
      const report = await app.core.verifyFile({ path: made!.path });
      expect(report.verdict, JSON.stringify(report.checks.filter((check) => check.status === 'fail'))).toBe(
        'valid',
      );
    }
    const sequences = items.map((item) => item.sequence).sort((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    const doctor = await app.core.doctor();
    expect(doctor.find((item) => item.id === 'audit')?.status).toBe('ok');
    return items.map((item) => item.id);
  } finally {
    await app.close();
    rmSync(join(folder, `out-${round}`), { recursive: true, force: true });
  }
}

/** Each page ended once: sealed, or reported as interrupted too often (a job is tried three times). */
async function reconcile(sealed: readonly string[]): Promise<void> {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  const jobs = await app.core.listJobs();
  await app.close();
  expect(jobs).toHaveLength(PAGES);
  expect(jobs.flatMap((job) => job.evidenceId ?? []).sort()).toEqual([...sealed].sort());
  expect(jobs.every((job) => job.evidenceId !== null || job.error?.code === 'capture/interrupted')).toBe(
    true,
  );
}

it(
  'survives kill -9 at any moment',
  async () => {
    let known: readonly string[] = [];
    let kills = 0;
    for (let round = 0; kills < count(3, 50); round++) {
      const code = await run(700 + Math.floor(Math.random() * 6_000));
      if (code === 0) {
        // Nothing is left to do: the next rounds start from an empty folder.
        await reconcile(await examine(round));
        rmSync(home, { recursive: true, force: true });
        known = [];
        continue;
      }
      expect(code).toBeNull();
      kills++;
      const now = await examine(round);
      expect(now).toEqual(expect.arrayContaining([...known]));
      known = now;
    }
    // An interrupted capture is tried three times; the last run finishes what is left.
    expect(await run(null)).toBe(0);
    const done = await examine(9_999);
    expect(done).toEqual(expect.arrayContaining([...known]));
    await reconcile(done);
    expect(readdirSync(join(home, 'work'))).toEqual([]);
  },
  count(240_000, 3_600_000),
);
