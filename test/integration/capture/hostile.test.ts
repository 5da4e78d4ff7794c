// Pages that hang, crash, flood, and fill the disk: each is bounded, the record says what was kept from it, and what
// can be had of the page is had. Rows 24, 35 and 37 of the hard pages, and cases of our own (C…).

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { DISK_LIMITS } from '../../../electron/capture/disk-watch.ts';
import { isAppError } from '../../../shared/errors.ts';
import { count } from '../../tools.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, newFolder, pixels, removeFolders, type Captured } from './harness.ts';
import { hardPage } from './hard-page.ts';

const HEADING = [20, 88, 196];
let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

const hostile = (name: string, timeLimitMs = 60_000): Promise<Captured> =>
  capture(`${site.url}/hostile/${name}`, { options: { timeLimitMs } });

/** The heading that every hostile page paints first stands in the picture of the whole page. */
async function expectPainted(captured: Captured): Promise<void> {
  expect((await pixels(await captured.read('data/screenshot.png'))).at(600, 90)).toEqual(HEADING);
}

async function expectNothingDownloaded(captured: Captured): Promise<void> {
  await expectPainted(captured);
  const left = readdirSync(captured.workDir, { recursive: true }).join('\n');
  expect(left).not.toMatch(/evil|endless|download\//);
}

const countOf = (captured: Captured, code: string): number =>
  Number(captured.record.notes.find((note) => note.code === code)?.details['count'] ?? 0);

const stateOf = ({ record }: Captured): string =>
  [record.state, ...record.reasons.map(({ code }) => code)].join(' ');

hardPage(
  {
    n: 24,
    name: 'JS dialogs: alert, confirm, and without end',
    expected: 'COMPLETE: dismissed, each text logged, the loop cut at a stated limit, the page painted',
  },
  async () => {
    const some = await capture(`${site.url}/alerts`);
    const loop = await capture(`${site.url}/alert-loop`);
    const texts = (await some.read('data/console.jsonl')).toString('utf8');
    for (const text of ['question 0', 'question 1', 'question 2', 'sure?']) expect(texts).toContain(text);
    expect([some.record.state, loop.record.state]).toEqual(['COMPLETE', 'COMPLETE']);
    expect(loop.record.options['dialogLimit']).toBe(15);
    expect(loop.record.notes).toContainEqual({ code: 'dialogs-dismissed', details: { count: 15 } });
    expect((await loop.read('data/console.jsonl')).toString()).toContain('"text":"again"');
    expect((await loop.read('data/text.txt')).toString()).toContain('after the loop');
    return `COMPLETE; ${countOf(some, 'dialogs-dismissed')} of 4 texts in the log; the loop ended after ${countOf(loop, 'dialogs-dismissed')} dialogs`;
  },
);

if (count(false, true)) {
  hardPage(
    {
      n: 24,
      name: 'JS dialogs: a loop that swallows the refusal',
      expected: 'PARTIAL script-stopped: the script is stopped after 10 s, the page is photographed',
    },
    async () => {
      const captured = await hostile('dialog-loop');
      expect(codes(captured)).toEqual(['script-stopped']);
      await expectPainted(captured);
      return `${stateOf(captured)}; ${countOf(captured, 'dialogs-dismissed')} dialogs, then the script was stopped; heading painted`;
    },
  );

  hardPage(
    {
      n: 'C1',
      name: 'A thousand windows',
      expected: 'COMPLETE: at most 50 opened, all recorded and closed; none of their pages in the record',
    },
    async () => {
      const captured = await hostile('windows');
      const closed = captured.record.notes.filter(({ code }) => code === 'popup-closed').length;
      expect(captured.record.state).toBe('COMPLETE');
      expect(closed).toBe(captured.record.options['windowLimit']);
      expect(captured.record.resources.some(({ url }) => url.includes('/popped'))).toBe(false);
      await expectPainted(captured);
      return `${stateOf(captured)}; ${closed} windows recorded and closed; heading painted`;
    },
  );

  hardPage(
    {
      n: 'C3',
      name: 'Four hundred workers',
      expected: 'COMPLETE: a hundred run, the others are held back and counted',
    },
    async () => {
      const captured = await hostile('workers');
      expect(captured.record.state).toBe('COMPLETE');
      expect(countOf(captured, 'targets-held')).toBeGreaterThanOrEqual(300);
      await expectPainted(captured);
      return `${stateOf(captured)}; ${countOf(captured, 'targets-held')} held back; heading painted`;
    },
  );

  hardPage(
    {
      n: 'C2',
      name: 'A page that sends itself to a file without end',
      expected: 'COMPLETE: the file is refused and counted, the page stays',
    },
    async () => {
      const moved = await hostile('download-self');
      expect(moved.record.state).toBe('COMPLETE');
      expect(moved.record.finalUrl).toBe(`${site.url}/hostile/download-self`);
      expect(countOf(moved, 'downloads-refused')).toBe(1);
      await expectNothingDownloaded(moved);
      return `${stateOf(moved)}; 1 refused; no file left; heading painted`;
    },
  );

  hardPage(
    {
      n: 35,
      name: 'Renderer hang: a request that is waited for and never answered (synchronous XHR)',
      expected: 'given up after 30 s, asked for once more without that request; said',
    },
    async () => {
      const captured = await hostile('sync-xhr');
      await expectPainted(captured);
      expect(captured.record.notes).toContainEqual({ code: 'tried-again', details: { cause: 'hung' } });
      const asked = site.paths().filter((path) => path === '/silent').length;
      expect(asked).toBe(1);
      return `${stateOf(captured)}; tried again; the server saw the endless request ${asked} time; heading painted`;
    },
    240_000,
  );

  hardPage(
    {
      n: 35,
      name: 'Page that eats all memory',
      expected:
        'PARTIAL memory-limit with its first screen, or page-crashed after a second try; nothing left running',
    },
    async () => {
      const captured = await hostile('memory');
      expect(captured.record.state).not.toBe('COMPLETE');
      expect(codes(captured)[0]).toMatch(/^(page-(crashed|hung)|memory-limit)$/);
      return `${stateOf(captured)}; files: ${captured.record.artefacts.map(({ path }) => path.slice(5)).join(', ')}`;
    },
    300_000,
  );

  for (const [n, name, what, limit] of [
    ['C5', 'console', 'Console flood of 2 GB', 9_000_000],
    ['C6', 'nodes', 'A million elements', 400_000_000],
  ] as const) {
    hardPage(
      { n, name: what, expected: 'ends within its budget with a state and reasons; the log stays small' },
      async () => {
        const captured = await hostile(name);
        const log = captured.record.artefacts.find(({ kind }) => kind === 'console')?.sizeBytes ?? 0;
        expect(log).toBeLessThan(limit);
        return `${stateOf(captured)}; console log of ${log} bytes`;
      },
      400_000,
    );
  }

  hardPage(
    {
      n: 'C7',
      name: 'Requests without end',
      expected: 'bounded by the time of the page; the record holds at most its limit',
    },
    async () => {
      const captured = await hostile('requests', 30_000);
      expect(captured.record.resources.length).toBeLessThanOrEqual(20_000);
      return `${stateOf(captured)}; ${captured.record.resources.length} requests recorded`;
    },
    400_000,
  );
}

hardPage(
  {
    n: 35,
    name: 'Renderer hang: for (;;) after the page was loaded',
    expected: 'PARTIAL script-stopped: stopped after 10 s, every file of the page made',
  },
  async () => {
    const captured = await capture(`${site.url}/hang`);
    expect(codes(captured)).toEqual(['script-stopped']);
    const made = captured.record.artefacts.map(({ kind }) => kind);
    expect(made).toEqual(
      expect.arrayContaining(['viewport', 'screenshot', 'mhtml', 'dom', 'text', 'pdf', 'wacz']),
    );
    expect((await captured.read('data/text.txt')).toString('utf8')).toContain('hang');
    return `${stateOf(captured)}; ${made.length} files; the text has the page's words`;
  },
);

hardPage(
  {
    n: 'C2',
    name: 'Files that the page downloads by itself, one without end',
    expected: 'refused, counted, and nothing of them on the disk; the page itself is kept',
  },
  async () => {
    const captured = await hostile('downloads');
    expect(countOf(captured, 'downloads-refused')).toBeGreaterThan(10);
    await expectNothingDownloaded(captured);
    return `${stateOf(captured)}; ${countOf(captured, 'downloads-refused')} refused; no file left; heading painted`;
  },
);

hardPage(
  {
    n: 'C4',
    name: 'More on the disk than a capture may take',
    expected:
      'PARTIAL storage-limit: the page is ended, its first screen and the archive of what arrived kept, the profile gone',
  },
  async () => {
    const captured = await capture(`${site.url}/hostile/endless-body`, {
      options: { timeLimitMs: 60_000 },
      deps: { diskLimits: { ...DISK_LIMITS, totalBytes: 60_000_000 } },
    });
    expect(captured.record.reasons[0]).toMatchObject({
      code: 'storage-limit',
      details: { limitBytes: 60_000_000 },
    });
    expect(captured.record.state).not.toBe('COMPLETE');
    expect(captured.files.map(({ path }) => path)).toContain('data/page.wacz');
    expect(readdirSync(captured.workDir)).toEqual(['data']);
    return `${stateOf(captured)}; files: ${captured.record.artefacts.map(({ path }) => path.slice(5)).join(', ')}`;
  },
);

hardPage(
  {
    n: 'C8',
    name: 'More memory than a capture may take: an iframe without end',
    expected:
      'PARTIAL memory-limit: the page is ended, its first screen and the archive of what arrived kept',
  },
  async () => {
    const limitBytes = 700_000_000;
    const captured = await capture(`${site.url}/hostile/endless-frame`, {
      options: { timeLimitMs: 60_000 },
      deps: { memoryLimitBytes: limitBytes },
    });
    expect(captured.record.state).not.toBe('COMPLETE');
    expect(captured.record.reasons[0]).toEqual({ code: 'memory-limit', details: { limitBytes } });
    expect(captured.record.options['memoryLimitBytes']).toBe(limitBytes);
    expect(captured.files.map(({ path }) => path)).toContain('data/page.wacz');
    expect(readdirSync(captured.workDir)).toEqual(['data']);
    return `${stateOf(captured)}; files: ${captured.record.artefacts.map(({ path }) => path.slice(5)).join(', ')}`;
  },
);

/** A file system of this size at the folder; false where we may not mount one. */
function mountSmall(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

hardPage(
  {
    n: 37,
    name: 'Disk full in the middle of a batch',
    expected:
      'that item ends as disk-full, nothing half-made stands anywhere, the others are whole, a retry succeeds',
  },
  async () => {
    const disk = join(await newFolder(), 'disk');
    const mounted = mountSmall(disk, '620m');
    const home = join(disk, 'home');
    try {
      const app = await createApp({ home, shell: 'cli' });
      const { core } = app;
      await core.changeSettings({ concurrency: 1 });
      const made = await core.createCase({ name: 'disk' });
      const options = { allowPrivateHosts: ['127.0.0.1'], timeLimitMs: 60_000 };
      const paths = mounted ? ['hostile/endless-body', 'simple'] : ['simple?1', 'simple'];
      await core.startCapture({ urls: paths.map((path) => `${site.url}/${path}`), caseId: made.id, options });
      const jobs = await settled(core);
      const { items } = await core.listEvidence({});
      expect(items.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
        [1, 2].slice(0, items.length),
      );
      const states = jobs.toReversed().map(({ captureState, error }) => captureState ?? error?.code);
      expect(states).toEqual([mounted ? 'store/disk-full' : 'COMPLETE', 'COMPLETE']);
      for (const { id } of items) {
        const [out] = await core.exportEvidence({ ids: [id], folder: join(disk, 'out') });
        expect((await core.verifyFile({ path: out!.path })).verdict).toBe('valid');
      }
      await app.close();
      expect(readdirSync(join(home, 'work'))).toEqual([]);
      return mounted
        ? `${states.join(', ')}; ${items.length} items verify; no file of the failed one left`
        : 'no small file system can be mounted here';
    } finally {
      if (mounted) execFileSync('umount', ['-l', disk]);
    }
  },
);

hardPage(
  {
    n: 37,
    name: 'Disk nearly full before a capture begins',
    expected: 'store/disk-full at once: nothing is asked of the site, no file is left',
  },
  async () => {
    const before = site.requests.length;
    const workDir = await newFolder();
    const ended = await capture(`${site.url}/simple`, {
      workDir,
      deps: { diskLimits: { ...DISK_LIMITS, freeAtStartBytes: Number.MAX_SAFE_INTEGER } },
    }).then(
      () => 'captured',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
    expect(ended).toBe('store/disk-full');
    expect(site.requests.length).toBe(before);
    expect(readdirSync(join(workDir, 'data'))).toEqual([]);
    return `${ended}; ${site.requests.length - before} requests`;
  },
);

async function settled(core: Awaited<ReturnType<typeof createApp>>['core']) {
  for (;;) {
    const jobs = await core.listJobs();
    if (!jobs.some(({ state }) => state === 'queued' || state === 'running')) return jobs;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}
