// Pages that choose facts which fit no statement: huge and broken titles, addresses of every length, file names that no
// package may hold. None of it may cost a capture: each is sealed, exported and verified; and where sealing itself
// fails, the job says why.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { safeName } from '../../../electron/capture/network/download.ts';
import { pathProblem } from '../../../shared/evidence/path.ts';
import { count } from '../../tools.ts';

const TITLES: Readonly<Record<string, string>> = {
  huge: `'x'.repeat(1_000_000)`,
  surrogates: String.raw`'\ud800 lone \udfff'`,
  zero: String.raw`'a\0b\u202e\uffff'`,
  astral: String.raw`'\u{1f430}'.repeat(100_000)`,
};

const NAMES: Readonly<Record<string, string>> = {
  percent: `attachment; filename="50%25 off.zip"`,
  nfd: `attachment; filename*=UTF-8''e%CC%81.zip`,
  lines: `attachment; filename*=UTF-8''a%E2%80%A8b%E2%80%A9%EF%BF%BE.zip`,
  reserved: `attachment; filename="CONIN$.txt"`,
  dots: `attachment; filename="....  "`,
  long: `attachment; filename="${'n'.repeat(4_000)}.tar.gz"`,
  path: `attachment; filename="../../etc/passwd"`,
};

const folder = mkdtempSync(join(tmpdir(), 'cunan-hostile-'));
let server: Server;
let site: string;
let app: App;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, kind = '', key = ''] = new URL(request.url ?? '/', 'http://fixture').pathname.split('/');
    if (kind === 'title') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><p>${key}</p><script>document.title = ${TITLES[key]}</script>`);
    } else if (kind === 'name') {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-disposition': NAMES[key] });
      response.end('bytes to keep');
    } else if (kind === 'long') {
      response.writeHead(302, { location: `/title/zero?${'%E8'.repeat(2_300)}` }).end();
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await createApp({ home: join(folder, 'home'), shell: 'cli' });
});

afterAll(async () => {
  await app.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function captureAll(urls: readonly string[]) {
  const { core } = app;
  const jobs = await core.startCapture({
    urls: [...urls],
    caseId: null,
    options: { allowPrivateHosts: ['127.0.0.1'] },
  });
  const ids = new Set(jobs.map((job) => job.id));
  for (;;) {
    const mine = (await core.listJobs()).filter((job) => ids.has(job.id));
    if (mine.every((job) => job.state === 'done' || job.state === 'failed')) {
      return jobs.map((job) => mine.find((each) => each.id === job.id)!);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

it('titles, addresses and names of files that fit nothing', { timeout: 240_000 }, async () => {
  const urls = [
    ...Object.keys(TITLES).map((key) => `${site}/title/${key}`),
    ...Object.keys(NAMES).map((key) => `${site}/name/${key}`),
    `${site}/long/`,
    `${site}/title/zero?${'q'.repeat(8_000)}`,
  ];
  const jobs = await captureAll(urls);
  expect(jobs.filter((job) => job.evidenceId === null)).toEqual([]);
  for (const [index, job] of jobs.entries()) {
    const id = job.evidenceId!;
    const [made] = await app.core.exportEvidence({ ids: [id], folder: join(folder, 'out') });
    const report = await app.core.verifyFile({ path: made!.path });
    expect(
      report.verdict,
      `${urls[index]} ${JSON.stringify(report.checks.filter((c) => c.status === 'fail'))}`,
    ).toBe('valid');
    const { title, files, requestedUrl } = await app.core.getEvidence({ id });
    expect((title ?? '').length).toBeLessThanOrEqual(8_192);
    expect((title ?? '').isWellFormed()).toBe(true);
    expect(requestedUrl).toBe(urls[index]);
    if (!urls[index]!.includes('/name/')) continue;
    const kept = files.filter((file) => file.path.startsWith('data/download/'));
    expect(kept).toHaveLength(1);
    expect(kept[0]!.sizeBytes).toBe('bytes to keep'.length);
  }
});

it('any name that a server gives becomes one that a package may hold', () => {
  const names = oneof(
    string({ unit: 'binary', maxLength: 300 }),
    string({ unit: 'grapheme', maxLength: 300 }),
    string({
      unit: constantFrom('.', ' ', '%', 'é', 'e\u0301', '\u2028', 'con', '$', '-', '😀', '\ud800'),
    }),
  );
  assert(
    property(names, (name) => {
      expect(pathProblem(`data/download/${safeName(name)}`)).toBeNull();
    }),
    { numRuns: count(500, 100_000) },
  );
});
