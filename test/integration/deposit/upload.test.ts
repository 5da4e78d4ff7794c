// Files that a browser sends piece by piece: only announced files, at exactly the next offset, up to exactly their size; and
// what was sent is sealed byte for byte.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { startHttpShell, type HttpShell } from '../../../electron/http/server.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';

const home = mkdtempSync(join(tmpdir(), 'cunan-upload-'));
let app: App;
let shell: HttpShell;

beforeAll(async () => {
  app = await createApp({ home, shell: 'browser' });
  const { core, log } = app;
  shell = await startHttpShell({
    core,
    log,
    clock: createNodeClock(),
    random: createNodeRandom(),
    staticDir: null,
  });
});
afterAll(async () => {
  await shell.close();
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

const TEXT = Buffer.from('作品正文'.repeat(1_000));

function send(path: string, body: Uint8Array, offset: number, headers: Record<string, string> = {}) {
  return fetch(`${shell.url}${path}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      authorization: `Bearer ${shell.owner.token}`,
      'content-type': 'application/offset+octet-stream',
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'x-http-method-override': 'PATCH',
      ...headers,
    },
  });
}

async function begin(): Promise<string> {
  const modifiedAt = '2026-11-20T08:00:00.000Z';
  const { id } = await app.core.beginUpload({
    files: [
      { path: '作品/正文.txt', sizeBytes: TEXT.length, modifiedAt },
      { path: '作品/空.txt', sizeBytes: 0, modifiedAt: null },
    ],
  });
  return id;
}

it('seals what was sent, and keeps no second copy of it', async () => {
  const id = await begin();
  const path = `/uploads/${id}/0`;
  expect((await send(path, TEXT.subarray(0, 5_000), 0)).headers.get('upload-offset')).toBe('5000');
  const head = await fetch(`${shell.url}${path}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${shell.owner.token}` },
  });
  expect(head.headers.get('upload-offset')).toBe('5000');
  const asked = { source: { kind: 'upload' as const, id }, caseId: null, category: 'original-work' as const };
  const early = await app.core.startDeposit({ ...asked, fields: { work: '作品' } });
  await ended(early.id);
  expect(await jobOf(early.id)).toMatchObject({ state: 'failed', error: { code: 'input/upload-state' } });
  expect((await send(path, TEXT.subarray(5_000), 5_000)).status).toBe(204);
  const job = await app.core.startDeposit({ ...asked, fields: { work: '作品' } });
  await ended(job.id);
  const { evidenceId, state } = await jobOf(job.id);
  expect(state).toBe('done');
  const record = await app.core.getDepositRecord({ id: evidenceId! });
  expect(record).toMatchObject({
    state: 'COMPLETE',
    title: '作品',
    source: { via: 'upload', roots: ['作品'], location: null },
  });
  expect(record!.files.map(({ path: file, sha256, modifiedAt }) => ({ file, sha256, modifiedAt }))).toEqual([
    { file: '作品/正文.txt', sha256: sha256(TEXT), modifiedAt: '2026-11-20T08:00:00.000Z' },
    { file: '作品/空.txt', sha256: sha256(Buffer.alloc(0)), modifiedAt: null },
  ]);
  await expect.poll(() => existsSync(join(home, 'uploads', id)), { timeout: 10_000 }).toBe(false);
});

it('takes nothing else', async () => {
  const id = await begin();
  const path = `/uploads/${id}/0`;
  const refusals: readonly (readonly [number, Promise<Response>])[] = [
    [401, send(path, TEXT, 0, { authorization: 'Bearer x' })],
    [403, send(path, TEXT, 0, { origin: 'https://evil.example' })],
    [405, send(path, TEXT, 0, { 'x-http-method-override': 'DELETE' })],
    [409, send(path, TEXT, 7)],
    [409, send(`/uploads/${id}/2`, TEXT, 0)],
    [409, send(`/uploads/U-${'0'.repeat(16)}/0`, TEXT, 0)],
    [412, send(path, TEXT, 0, { 'tus-resumable': '0.2' })],
    [413, send(path, new Uint8Array(9 * 1024 ** 2), 0)],
    [415, send(path, TEXT, 0, { 'content-type': 'text/plain' })],
    [404, send(`/uploads/${id}/..%2f..%2fkeys`, TEXT, 0)],
    [409, send(`/uploads/${id}/1`, TEXT, 0)],
  ];
  for (const [status, reply] of refusals) expect((await reply).status).toBe(status);
  for (const bad of ['../a', '/a', 'a/../b', '']) {
    const files = [{ path: bad, sizeBytes: 1, modifiedAt: null }];
    await expect(app.core.beginUpload({ files })).rejects.toMatchObject({ code: 'input/invalid' });
  }
  const huge = [{ path: 'a', sizeBytes: Number.MAX_SAFE_INTEGER, modifiedAt: null }];
  await expect(app.core.beginUpload({ files: huge })).rejects.toMatchObject({
    code: 'input/upload-too-large',
  });
  await app.core.discardUpload({ id });
  expect(readdirSync(join(home, 'uploads'))).not.toContain(id);
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function jobOf(id: string) {
  return (await app.core.listJobs()).find((job) => job.id === id)!;
}

async function ended(id: string): Promise<void> {
  while (['queued', 'running'].includes((await jobOf(id)).state)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
