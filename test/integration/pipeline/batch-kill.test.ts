// kill -9 in the middle of a batch: no row is lost, none is captured twice, and N = done + failed + excluded.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { count } from '../../tools.ts';

const PAGES = count(6, 500);
const KILLS = count(1, 3);
const VERIFIED = count(1, 25);

const folder = mkdtempSync(join(tmpdir(), 'cunan-batch-'));
const home = join(folder, 'home');
const csv = join(folder, 'batch.csv');

const asked = new Map<string, number>();
const server = createServer((request, response) => {
  const path = request.url ?? '';
  asked.set(path, (asked.get(path) ?? 0) + 1);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><title>Page ${path}</title><p>A small page with enough words on it to be a page: ${path}`,
  );
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves when the child has ended by itself (true), or was killed once so many rows had ended and one was running. */
async function run(killAt: number | null): Promise<boolean> {
  const child = fork(join(import.meta.dirname, 'batch-child.ts'), [home, csv], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let killed = false;
  child.on('message', ({ ended, running }: { ended: number; running: number }) => {
    if (killAt === null || killed || ended < killAt || running === 0) return;
    killed = true;
    child.kill('SIGKILL');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (!killed) expect(code).toBe(0);
  return !killed;
}

/** Items by requested address; each address once, numbers without gaps. */
async function examine(): Promise<ReadonlyMap<string, string>> {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  try {
    const items = [];
    for (let offset = 0, total = 1; offset < total; offset += 500) {
      const page = await app.core.listEvidence({ offset, limit: 500 });
      ({ total } = page);
      items.push(...page.items);
    }
    const found = new Map(items.map((item) => [item.requestedUrl!, item.id]));
    expect(found.size).toBe(items.length);
    const sequences = items.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    const [batch] = (await app.core.listBatches({ offset: 0, limit: 1 })).items;
    expect(batch).toMatchObject({
      balanced: true,
      counts: { total: PAGES + 2, excluded: 2, done: items.length },
    });
    return found;
  } finally {
    await app.close();
  }
}

it(
  `${PAGES} pages, ${KILLS} kills`,
  async () => {
    const urls = Array.from({ length: PAGES }, (_, page) => `${site}/p/${page}`);
    const rows = [...urls, 'not an address', urls[0]!].map((url, index) => `${index + 1},某作品,${url}`);
    writeFileSync(csv, `序号,权利作品,网址\n${rows.join('\n')}\n`);

    const began = Date.now();
    let known: ReadonlyMap<string, string> = new Map();
    for (let kill = 1; kill <= KILLS; kill++) {
      expect(await run(Math.floor((PAGES * kill) / (KILLS + 1)))).toBe(false);
      const now = await examine();
      expect(now.size).toBeLessThan(PAGES);
      for (const [url, id] of known) expect(now.get(url)).toBe(id);
      known = now;
    }
    expect(await run(null)).toBe(true);
    const done = await examine();
    for (const [url, id] of known) expect(done.get(url)).toBe(id);
    expect(new Set(done.keys())).toEqual(new Set(urls));
    for (const page of urls) expect(asked.get(new URL(page).pathname)).toBeGreaterThan(0);
    expect(readdirSync(join(home, 'work'))).toEqual([]);

    const again = urls.filter((url) => asked.get(new URL(url).pathname)! > 1).length;
    const seconds = Math.round((Date.now() - began) / 1_000);
    console.log(
      `${PAGES} pages, ${KILLS} kills: ${done.size} items, ${again} pages asked for again, ${seconds} s`,
    );
    await verifySome([...done.values()]);
  },
  count(240_000, 3_600_000),
);

async function verifySome(ids: readonly string[]): Promise<void> {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  try {
    for (let n = 0; n < VERIFIED; n++) {
      const id = ids[Math.floor((n * ids.length) / VERIFIED)]!;
      const [made] = await app.core.exportEvidence({ ids: [id], folder: join(folder, 'out') });
      expect((await app.core.verifyFile({ path: made!.path })).verdict).toBe('valid');
    }
    const [batch] = (await app.core.listBatches({ offset: 0, limit: 1 })).items;
    expect(batch).toMatchObject({
      state: 'finished',
      balanced: true,
      counts: {
        total: PAGES + 2,
        done: PAGES,
        failed: 0,
        excluded: 2,
        waiting: 0,
        running: 0,
        problems: 1,
        duplicates: 1,
      },
    });
  } finally {
    await app.close();
  }
}
