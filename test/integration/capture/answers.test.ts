// What servers answer and which state follows: COMPLETE, PARTIAL or FAILED, each with its reason.

import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { count } from '../../tools.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, removeFolders, type Captured } from './harness.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

const errorOf = (captured: Awaited<ReturnType<typeof capture>>): unknown =>
  captured.record.reasons[0]?.details?.['error'];

describe('complete', () => {
  const answered: readonly (readonly [path: string, status: number])[] = [
    ['/nowhere', 404],
    ['/missing-image', 200],
    ['/failing-script', 200],
    ['/simple', 200],
    ['/500', 500],
    ['/late', 200],
  ];
  test.each(answered.slice(0, count(3, 6)))('%s, HTTP %i', async (path, status) => {
    const captured = await capture(site.url + path);
    expect(captured.record.reasons).toEqual([]);
    expect(captured.record.state).toBe('COMPLETE');
    expect(captured.record.httpStatus).toBe(status);
    const paths = captured.files.map((file) => file.path);
    for (const name of [
      'screenshot.png',
      'viewport.png',
      'thumbnail.jpg',
      'page.mhtml',
      'page.pdf',
      'dom.json',
      'text.txt',
      'page.wacz',
      'capture.json',
      'events.jsonl',
    ]) {
      expect(paths).toContain(`data/${name}`);
    }
    expect(captured.record.steps.map(({ status: each }) => each)).not.toContain('failed');
  });

  test('redirects: every hop with its status, and where it ended', async () => {
    const { record } = await capture(`${site.url}/redirect/3`);
    expect(record.redirects.map(({ url, status }) => [url.slice(site.url.length), status])).toEqual([
      ['/redirect/3', 301],
      ['/redirect/2', 307],
      ['/redirect/1', 302],
    ]);
    expect(record.requestedUrl).toBe(`${site.url}/redirect/3`);
    expect(record.finalUrl).toBe(`${site.url}/simple`);
    expect(record.addressAtScreenshot).toBe(`${site.url}/simple`);
    expect(record.server).toEqual({ ip: '127.0.0.1', port: site.port, protocol: 'http/1.1' });
  });

  test('a page that moves on by itself is captured where it arrives', async () => {
    const { record } = await capture(`${site.url}/meta-refresh`);
    expect(record.state).toBe('COMPLETE');
    expect(record.finalUrl).toBe(`${site.url}/simple`);
    expect(record.redirects.map(({ url }) => url)).toEqual([`${site.url}/meta-refresh`]);
  });
});

describe('partial', () => {
  test.each([
    ['/failing-image', 'resource-failed'],
    ['/broken-image', 'image-undecoded'],
    ['/cut-image', 'resource-truncated'],
    ['/cut-document', 'document-truncated'],
  ])('%s: %s', async (path, reason) => {
    const began = performance.now();
    const captured = await capture(site.url + path);
    expect(codes(captured)).toEqual([reason]);
    expect(captured.record.state).toBe('PARTIAL');
    expect(captured.files.map((file) => file.path)).toContain('data/screenshot.png');
    expect(performance.now() - began).toBeLessThan(25_000);
  });
});

const FAILED_ATTEMPT =
  'FAILED; the attempt is sealed: when, which DNS answer, which error; no picture of an error page';

function expectAttempt(captured: Captured, error: string): void {
  expect(captured.record.state).toBe('FAILED');
  expect(codes(captured)).toEqual(['no-main-document']);
  expect(errorOf(captured)).toBe(error);
  const paths = captured.files.map((file) => file.path);
  expect(paths).toEqual(expect.arrayContaining(['data/capture.json', 'data/events.jsonl']));
  expect(paths.filter((each) => /png|jpg|mhtml|pdf$/.test(each))).toEqual([]);
  expect(captured.record.dns).toHaveLength(1);
}

function gotAttempt({ record }: Captured): string {
  const [answer] = record.dns;
  return `FAILED, ${record.reasons[0]?.details?.['error']} (${record.reasons[0]?.details?.['cause']}), DNS: ${answer?.addresses.join(' ') || answer?.error}`;
}

describe('failed: sealed as an attempt, without a picture of an error page', () => {
  const attempts: readonly (readonly [path: string, error: string, name: string])[] = [
    ['/204', 'capture/no-content', '204 No Content'],
    ['/reset', 'capture/connection-failed', 'connection closed without an answer'],
  ];
  for (const [path, error, name] of attempts) {
    hardPage({ n: 14, name, expected: FAILED_ATTEMPT }, async () => {
      const captured = await capture(site.url + path);
      expectAttempt(captured, error);
      return gotAttempt(captured);
    });
  }

  hardPage({ n: 14, name: 'refused connection', expected: FAILED_ATTEMPT }, async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await new Promise((resolve) => {
      server.close(resolve);
    });
    const captured = await capture(`http://127.0.0.1:${port}/`);
    expectAttempt(captured, 'capture/connection-refused');
    expect(captured.record.dns[0]?.addresses).toEqual(['127.0.0.1']);
    return gotAttempt(captured);
  });

  hardPage({ n: 14, name: 'name that does not resolve', expected: FAILED_ATTEMPT }, async () => {
    const captured = await capture('http://nowhere.invalid/');
    expect(errorOf(captured)).toBe('capture/name-not-resolved');
    expect(captured.record.dns[0]?.addresses).toEqual([]);
    expect(captured.record.dns[0]?.error).toMatch(/ENOTFOUND|EAI_AGAIN/);
    return gotAttempt(captured);
  });

  hardPage({ n: 14, name: 'server that never answers', expected: FAILED_ATTEMPT }, async () => {
    const captured = await capture(`${site.url}/silent`, { options: { timeLimitMs: 5_000 } });
    expectAttempt(captured, 'capture/timeout');
    return gotAttempt(captured);
  });
});

describe('files instead of pages', () => {
  test.each([
    ['/attachment', '证据 a.zip'],
    ['/attachment.html', 'attachment.html'],
  ])('%s is kept byte for byte', async (path, name) => {
    const captured = await capture(site.url + path);
    expect(captured.record.state).toBe('COMPLETE');
    const sent = Buffer.from(await (await fetch(site.url + path)).arrayBuffer());
    const kept = captured.files.find((file) => file.path.startsWith('data/download/'));
    expect(kept?.path).toBe(`data/download/${name.replaceAll(' ', kept?.path.includes(' ') ? ' ' : '_')}`);
    expect((await captured.read(kept!.path)).equals(sent)).toBe(true);
    expect(captured.record.page).toBeNull();
  });
});
