// A command line beside a running app: shell.json, the proof, the token, the core over HTTP, errors that keep their code.

import { createServer } from 'node:http';
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectToOwner, type OwnerConnection } from '../../../electron/http/client.ts';
import { announceOwner } from '../../../electron/http/owner-file.ts';
import { renderOwnerRecord } from '../../../electron/http/owner-record.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { EVIDENCE_ID, FILES } from './shell-core.ts';
import { enter, startShell, type RunningShell } from './shell-fixture.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

let running: RunningShell;
let ownerFile: string;
let owner: OwnerConnection;

beforeAll(async () => {
  running = await startShell();
  ownerFile = join(running.folder, 'shell.json');
  await announceOwner(ownerFile, running.shell.owner, createNodeRandom());
  const connection = await connectToOwner(ownerFile);
  if (connection === null) throw new Error('the owner did not answer');
  owner = connection;
});
afterAll(() => running.stop());

test('shell.json is for its user alone and carries pid, port and token', async () => {
  expect((await stat(ownerFile)).mode & 0o777).toBe(0o600);
  const record: unknown = JSON.parse(await readFile(ownerFile, 'utf8'));
  expect(record).toEqual({
    pid: process.pid,
    port: running.shell.port,
    token: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('queries and mutations', async () => {
  expect((await owner.core.info()).ledgerOrigin).toBe('cunan/0000000000000000');
  const made = await owner.core.createCase({ name: '某某商标案' });
  expect(await owner.core.listCases()).toContainEqual(made);
});

test('an expected failure keeps its code and facts; a defect is a reference', async () => {
  await expect(owner.core.createCase({ name: 'refused' })).rejects.toMatchObject({
    code: 'store/disk-full',
    details: { needed: 12 },
  });
  await expect(owner.core.createCase({ name: '' })).rejects.toMatchObject({ code: 'input/invalid' });
  await expect(owner.core.createCase({ name: 'defect' })).rejects.toMatchObject({
    code: 'internal',
    details: { reference: expect.stringMatching(/^REF/) },
  });
});

test('events arrive in order, none lost, and the owner sees the reader go', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const reading = (async () => {
    for await (const event of owner.core.events(stop.signal)) {
      if (event.type === 'evidence') seen.push(event.id);
      if (seen.length === 201) stop.abort();
    }
  })();
  await expect.poll(() => running.listeners(), PATIENT).toBe(1);
  expect(running.shell.openStreams()).toBe(1);
  for (let index = 0; index <= 200; index += 1) running.emit({ type: 'evidence', id: String(index) });
  await reading;
  expect(seen).toEqual(Array.from({ length: 201 }, (_, index) => String(index)));
  await expect.poll(() => running.listeners(), PATIENT).toBe(0);
  await expect.poll(() => running.shell.openStreams(), PATIENT).toBe(0);
});

test('files by range', async () => {
  const file = await owner.core.openFile({ id: EVIDENCE_ID, path: 'data/numbers.bin' });
  expect(file.sizeBytes).toBe(600_000);
  const piece = await file.read(123_456, 1_000);
  expect(
    Buffer.from(piece).equals(Buffer.from(FILES['data/numbers.bin']?.bytes.slice(123_456, 124_456) ?? [])),
  ).toBe(true);
  await file.close();
  expect((await owner.core.openFile({ id: EVIDENCE_ID, path: 'data/empty.json' })).sizeBytes).toBe(0);
  await expect(owner.core.openFile({ id: EVIDENCE_ID, path: 'data/none' })).rejects.toMatchObject({
    code: 'input/not-found',
  });
  expect(running.openFiles()).toBe(0);
});

test('one more window: a fresh one-time address', async () => {
  const address = new URL(await owner.requestEntryUrl());
  expect(address.search).toBe('');
  const ticket = address.hash.replace('#ticket=', '');
  expect((await enter(running.shell, ticket)).status).toBe(200);
  expect((await enter(running.shell, ticket)).status).toBe(403);
});

test('nobody there, a stale file, a program that took the port: no connection, and the token is not sent', async () => {
  expect(await connectToOwner(join(running.folder, 'none.json'))).toBeNull();

  const seen: string[] = [];
  const impostor = createServer((request, response) => {
    seen.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ proof: 'a'.repeat(64) }));
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const stale = join(running.folder, 'stale.json');
  const record = { ...running.shell.owner, port: (impostor.address() as AddressInfo).port };
  await writeFile(stale, renderOwnerRecord(record));
  expect(await connectToOwner(stale)).toBeNull();
  expect(seen).toHaveLength(1);
  expect(seen.join('')).not.toContain(record.token);

  await new Promise((resolve) => impostor.close(resolve));
  expect(await connectToOwner(stale)).toBeNull();
});

test.each([
  '',
  '{}',
  '[]',
  'null',
  '{"pid":1,"port":80,"token":"short"}',
  '{"pid":1,"port":99999,"token":"x"}',
])('a file that is no record (%j) is named damaged', async (text) => {
  const path = join(running.folder, 'bad.json');
  await writeFile(path, text);
  await expect(connectToOwner(path)).rejects.toMatchObject({ code: 'store/damaged' });
});

test('after the owner ended: a clear code', async () => {
  const other = await startShell();
  const path = join(running.folder, 'other.json');
  await writeFile(path, renderOwnerRecord(other.shell.owner));
  const connection = await connectToOwner(path);
  await other.stop();
  await expect(connection?.core.info()).rejects.toMatchObject({ code: 'shell/not-available' });
});
