// The desktop's IPC link end to end: the renderer's own link, the preload's bridge, structured clones, the router.

import { createTRPCClient } from '@trpc/client';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { REQUEST_CHANNEL } from '../../../electron/desktop/channels.ts';
import type { IpcServer } from '../../../electron/desktop/ipc-server.ts';
import { ipcLink } from '../../../renderer/api/ipc-link.ts';
import type { AppRouter } from '../../../electron/api/router.ts';
import type { CunanBridge } from '../../../shared/api/ipc.ts';
import {
  contextBridge,
  dialog,
  FakeFrame,
  FakeWebContents,
  ipcMain,
  ipcRenderer,
} from '../../fakes/electron.ts';
import { createShellCore, type ShellCore } from '../../integration/http/shell-core.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

vi.mock('electron', () => import('../../fakes/electron.ts'));

let fake: ShellCore;
let server: IpcServer;

beforeAll(() => import('../../../electron/desktop/preload.ts'));
beforeEach(async () => {
  fake = createShellCore();
  const { serveIpc } = await import('../../../electron/desktop/ipc.ts');
  server = serveIpc({ core: fake.core, log: fake.log });
  ipcRenderer.contents = new FakeWebContents();
  ipcRenderer.frame = null;
});
afterEach(() => {
  ipcMain.removeAllListeners();
  ipcRenderer.removeAllListeners();
});

const bridgeOf = (): CunanBridge => contextBridge.exposed.get('cunan') as CunanBridge;
const clientOf = () => createTRPCClient<AppRouter>({ links: [ipcLink(bridgeOf())] });

test('the page gets four functions and nothing else', () => {
  expect([...contextBridge.exposed.keys()]).toEqual(['cunan']);
  expect(Object.keys(bridgeOf()).toSorted()).toEqual(['choose', 'onMessage', 'pathOf', 'send']);
});

test('queries side by side, mutations, and answers to the one who asked', async () => {
  const client = clientOf();
  const [info, cases, made] = await Promise.all([
    client.info.query(),
    client.listCases.query(),
    client.createCase.mutate({ name: '某某商标案' }),
  ]);
  expect(info.ledgerOrigin).toBe('cunan/0000000000000000');
  expect(cases).toEqual([]);
  expect(made.name).toBe('某某商标案');
  await expect.poll(() => server.open(), PATIENT).toBe(0);
});

test.each([
  [{ name: '' }, 'input/invalid'],
  [{ name: 'refused' }, 'store/disk-full'],
  [{ name: 'defect' }, 'internal'],
])('%j fails with %s, in the shape that HTTP gives', async (input, code) => {
  await expect(clientOf().createCase.mutate(input)).rejects.toMatchObject({ data: { app: { code } } });
  await expect(clientOf().createCase.mutate(input)).rejects.not.toMatchObject({
    message: expect.stringContaining('secret'),
  });
});

test('an unknown procedure, also one of the prototype, is not found', async () => {
  const replies: unknown[] = [];
  bridgeOf().onMessage((reply) => replies.push(reply));
  for (const [id, path] of ['nothing', '__proto__', 'constructor', 'toString'].entries())
    bridgeOf().send({ id, type: 'query', path, input: undefined });
  await expect.poll(() => replies.length, PATIENT).toBe(4);
  for (const reply of replies)
    expect(reply).toMatchObject({ type: 'error', error: { data: { code: 'NOT_FOUND' } } });
});

test('events: in order, none lost; unsubscribing ends the generator in the main process', async () => {
  const seen: string[] = [];
  const subscription = clientOf().events.subscribe(undefined, {
    onData: (event) => {
      if (event.type === 'evidence') seen.push(event.id);
    },
  });
  await expect.poll(() => fake.listeners(), PATIENT).toBe(1);
  for (let index = 0; index < 201; index += 1) fake.emit({ type: 'evidence', id: String(index) });
  await expect.poll(() => seen.length, PATIENT).toBe(201);
  expect(seen).toEqual(Array.from({ length: 201 }, (_, index) => String(index)));
  subscription.unsubscribe();
  await expect.poll(() => fake.listeners(), PATIENT).toBe(0);
  expect(server.open()).toBe(0);
});

test.each(['did-start-navigation', 'render-process-gone', 'destroyed'])(
  '%s ends what the page had open',
  async (event) => {
    clientOf().events.subscribe(undefined, {});
    await expect.poll(() => fake.listeners(), PATIENT).toBe(1);
    ipcRenderer.contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    ipcRenderer.contents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    expect(server.open()).toBe(1);
    ipcRenderer.contents.emit(event, { isMainFrame: true, isSameDocument: false });
    await expect.poll(() => fake.listeners(), PATIENT).toBe(0);
    expect(server.open()).toBe(0);
  },
);

test('a foreign frame, a child frame of our own and a frame that is gone are not heard', async () => {
  const message = { id: 1, type: 'mutation', path: 'createCase', input: { name: 'attack' } };
  const foreign = new FakeFrame();
  foreign.origin = 'https://evil.test';
  for (const senderFrame of [foreign, new FakeFrame(), null])
    ipcMain.emit(REQUEST_CHANNEL, { sender: ipcRenderer.contents, senderFrame }, message);
  ipcRenderer.contents.mainFrame.origin = 'https://evil.test';
  ipcMain.emit(
    REQUEST_CHANNEL,
    { sender: ipcRenderer.contents, senderFrame: ipcRenderer.contents.mainFrame },
    message,
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fake.created).toEqual([]);
});

test('the system dialog and the place of a file are for our own top frame', async () => {
  dialog.chosen = ['/home/lin/合同.pdf'];
  expect(await bridgeOf().choose('file')).toEqual(['/home/lin/合同.pdf']);
  expect(bridgeOf().pathOf({ path: '/tmp/a' } as unknown as File)).toBe('/tmp/a');
  ipcRenderer.frame = new FakeFrame();
  expect(await bridgeOf().choose('folder')).toEqual([]);
  ipcRenderer.frame = null;
});

test.each([
  null,
  'text',
  7,
  [],
  {},
  { id: -1, type: 'query', path: 'info' },
  { id: 1, type: 'eval', path: 'info' },
  { id: 1.5, type: 'stop' },
  { id: 1, type: 'query', path: 'x'.repeat(200) },
])('a malformed message (%j) is dropped', (message) => {
  const event = { sender: ipcRenderer.contents, senderFrame: ipcRenderer.contents.mainFrame };
  expect(() => ipcMain.emit(REQUEST_CHANNEL, event, message)).not.toThrow();
  expect(server.open()).toBe(0);
});

test('one page cannot open more than 512 operations', async () => {
  for (let id = 0; id < 600; id += 1)
    bridgeOf().send({ id, type: 'subscription', path: 'events', input: undefined });
  await expect.poll(() => fake.listeners(), PATIENT).toBe(512);
  expect(server.open()).toBe(512);
  server.release(ipcRenderer.contents.id);
  await expect.poll(() => fake.listeners(), PATIENT).toBe(0);
});
