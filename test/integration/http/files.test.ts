// Captured files over HTTP: types that cannot run, byte ranges, names outside ASCII, file handles.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVIDENCE_ID, FILES } from './shell-core.ts';
import { bearerFor, raw, startShell, type RawReply, type RunningShell } from './shell-fixture.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

let running: RunningShell;
let authorization: string;
beforeAll(async () => {
  running = await startShell();
  authorization = `Bearer ${await bearerFor(running.shell)}`;
});
afterAll(() => running.stop());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawReply> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  return raw(running.shell, `/files/${EVIDENCE_ID}/${address}`, {
    method,
    headers: { authorization, ...headers },
  });
};
const bytesOf = (path: string): Buffer => Buffer.from(FILES[path]?.bytes ?? []);

describe('types', () => {
  test.each(['data/page.html', 'data/evil.svg', 'data/numbers.bin'])(
    '%s is handed over, never shown',
    async (path) => {
      const reply = await get(path);
      expect(reply.headers['content-type']).toBe('application/octet-stream');
      expect(reply.headers['content-disposition']).toMatch(/^attachment; /);
      expect(reply.headers['content-security-policy']).toMatch(/; sandbox$/);
      expect(reply.body.equals(bytesOf(path))).toBe(true);
    },
  );

  test.each([
    ['data/page.txt', 'text/plain; charset=utf-8'],
    ['data/截图 1.png', 'image/png'],
    ['data/empty.json', 'application/json; charset=utf-8'],
  ])('%s keeps its type and the sandbox', async (path, type) => {
    const reply = await get(path);
    expect(reply.headers['content-type']).toBe(type);
    expect(reply.headers['content-security-policy']).toMatch(/; sandbox$/);
    expect(reply.body.equals(bytesOf(path))).toBe(true);
  });
});

describe('ranges (RFC 9110 section 14)', () => {
  const path = 'data/numbers.bin';
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=5-9', 5, 10],
    ['bytes=599990-', 599_990, 600_000],
    ['bytes=-7', 599_993, 600_000],
    ['bytes=-9999999', 0, 600_000],
    ['bytes=100-99999999', 100, 600_000],
  ])('%s', async (range, start, end) => {
    const reply = await get(path, { range });
    expect(reply.status).toBe(206);
    expect(reply.headers['content-range']).toBe(`bytes ${start}-${end - 1}/600000`);
    expect(reply.body.equals(bytesOf(path).subarray(start, end))).toBe(true);
  });

  test.each(['bytes=600000-', 'bytes=700000-800000', 'bytes=-0'])('%s cannot be satisfied', async (range) => {
    const reply = await get(path, { range });
    expect(reply.status).toBe(416);
    expect(reply.headers['content-range']).toBe('bytes */600000');
    expect(reply.body.byteLength).toBe(0);
  });

  test.each(['bytes=9-5', 'bytes=-', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', `bytes=${'9'.repeat(30)}-`])(
    '%s is answered with the whole',
    async (range) => {
      const reply = await get(path, { range });
      expect(reply.status).toBe(200);
      expect(reply.body.byteLength).toBe(600_000);
    },
  );

  test('HEAD names the size and sends nothing', async () => {
    const reply = await get(path, {}, 'HEAD');
    expect(reply.headers['content-length']).toBe('600000');
    expect(reply.body.byteLength).toBe(0);
  });

  test('POST is not allowed', async () => {
    expect((await get(path, {}, 'POST')).status).toBe(405);
  });
});

test('no file handle stays open, not even when the reader goes away', async () => {
  const aborted = new AbortController();
  const reply = await fetch(`${running.shell.url}/files/${EVIDENCE_ID}/data/numbers.bin`, {
    headers: { authorization },
    signal: aborted.signal,
  });
  await reply.body?.getReader().read();
  aborted.abort();
  await expect.poll(() => running.openFiles(), PATIENT).toBe(0);
});
