// The browser shell as a person gets it: a real Chromium window under Xvfb, opened, used and closed. No secret is on any
// command line, the profile is gone afterwards, the shell ends with its window.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runBrowserShell, type BrowserShellOptions } from '../../../electron/http/browser-shell.ts';
import type { OwnerRecord } from '../../../electron/http/owner-record.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { describeWith } from '../../tools.ts';
import { startShell, type RunningShell } from './shell-fixture.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

/** Its own run of the shell over the fixture's page and core. */
interface Run {
  readonly lines: string[];
  readonly owners: (OwnerRecord | null)[];
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly home: string;
}

function startRun(
  fixture: RunningShell,
  env: Record<string, string>,
  change: Partial<BrowserShellOptions> = {},
): Run {
  const lines: string[] = [];
  const owners: (OwnerRecord | null)[] = [];
  const stop = new AbortController();
  const home = mkdtempSync(join(tmpdir(), 'cunan-window-'));
  const done = runBrowserShell({
    app: { core: fixture.core, log: fixture.log },
    clock: createNodeClock(),
    random: createNodeRandom(),
    staticDir: join(fixture.folder, 'renderer'),
    dataFolder: home,
    port: 0,
    window: true,
    around: {
      platform: 'linux',
      env: { PATH: process.env['PATH'], ...env },
      asRoot: process.getuid?.() === 0,
    },
    announceOwner: async (record) => {
      owners.push(record);
    },
    say: (line) => lines.push(line),
    stop: stop.signal,
    ...change,
  });
  return { lines, owners, stop, done, home };
}

const commandLines = (): readonly string[] =>
  globSync('/proc/[0-9]*/cmdline').flatMap((path) => {
    try {
      return [readFileSync(path, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return []; // ended meanwhile
    }
  });

let fixture: RunningShell;
beforeAll(async () => {
  fixture = await startShell();
});
afterAll(() => fixture.stop());

test('without a display: no window, an address that works once, an end on request', async () => {
  const run = startRun(fixture, {});
  await expect.poll(() => run.lines.join('\n'), PATIENT).toContain('/enter#ticket=');
  const entry = /http:\/\/127\.0\.0\.1:\d+\/enter#ticket=([\w-]{43})$/.exec(run.lines.at(-1) ?? '');
  expect(run.lines[0]).toMatch(/没有图形界面.*no display/);
  const body = new URLSearchParams({ ticket: entry?.[1] ?? '' });
  const address = (entry?.[0] ?? '').replace(/#.*/, '');
  expect((await fetch(address, { method: 'POST', body })).status).toBe(200);
  expect((await fetch(address, { method: 'POST', body })).status).toBe(403);
  run.stop.abort();
  await run.done;
  expect(run.owners.map((record) => record === null)).toEqual([false, true]);
  expect(run.lines.at(-1)).toContain('Cunan has ended');
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

test('no browser, or one that cannot be started: the address is printed', async () => {
  for (const PATH of ['/nonexistent', '']) {
    const run = startRun(fixture, { DISPLAY: ':1', PATH });
    await expect.poll(() => run.lines.join('\n'), PATIENT).toContain('/enter#ticket=');
    expect(run.lines[0]).toMatch(/没有找到/);
    run.stop.abort();
    await run.done;
  }
});

describeWith(['chromium', 'Xvfb'], 'in a window', () => {
  const display = `:${90 + (process.pid % 400)}`;
  let xvfb: ChildProcess;
  beforeAll(async () => {
    xvfb = spawn('Xvfb', [display, '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(`/tmp/.X11-unix/X${display.slice(1)}`), { timeout: 10_000 });
  });
  afterAll(() => {
    xvfb.kill();
  });

  test('opens, shows no secret to ps, ends with the window and leaves nothing behind', async () => {
    process.env['DISPLAY'] = display;
    let answered = 0;
    const core = {
      ...fixture.core,
      info: () => {
        answered += 1;
        return fixture.core.info();
      },
    };
    const run = startRun(fixture, { DISPLAY: display }, { app: { core, log: fixture.log } });
    await expect.poll(() => run.lines.join('\n'), { timeout: 20_000 }).toContain('app window');
    // The page in the window calls the core: it has its bearer.
    await expect.poll(() => answered, { timeout: 30_000 }).toBe(1);
    const profile = (): string[] => globSync(join(run.home, 'window', 'run-*'));
    // The handover file went with its ticket.
    await expect
      .poll(() => globSync(join(run.home, 'window', 'run-*', 'open.html')), { timeout: 30_000 })
      .toEqual([]);
    expect(profile()).toHaveLength(1);
    const seen = commandLines().filter((line) => line.includes(run.home));
    expect(seen.length).toBeGreaterThan(0);
    const owner = run.owners[0];
    for (const line of seen) {
      expect(line).not.toMatch(/ticket|bearer/i);
      expect(line).not.toContain(owner?.token);
    }
    const browser = Number(
      globSync('/proc/[0-9]*/cmdline')
        .find((path) => {
          try {
            const line = readFileSync(path, 'utf8');
            return line.includes(run.home) && line.includes('--app=file') && !line.includes('--type=');
          } catch {
            return false; // ended meanwhile
          }
        })
        ?.split('/')[2],
    );
    process.kill(browser, 'SIGTERM');
    await run.done;
    expect(readdirSync(join(run.home, 'window'))).toEqual([]);
    rmSync(run.home, { recursive: true });
  });

  test('a stop closes the window', async () => {
    process.env['DISPLAY'] = display;
    const run = startRun(fixture, { DISPLAY: display });
    await expect.poll(() => run.lines.join('\n'), { timeout: 20_000 }).toContain('app window');
    run.stop.abort();
    await run.done;
    await expect.poll(() => commandLines().filter((line) => line.includes(run.home)), PATIENT).toEqual([]);
    expect(readdirSync(join(run.home, 'window'))).toEqual([]);
  });
});
