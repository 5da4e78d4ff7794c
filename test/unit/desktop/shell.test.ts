// The wiring of the desktop shell against a fake Electron: window, guards, scheme, key store, menu, quitting.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAppSchemeHandler, registerAppScheme } from '../../../electron/desktop/app-scheme.ts';
import { menuTemplate } from '../../../electron/desktop/menu.ts';
import { createDesktopSecrets } from '../../../electron/desktop/platform.ts';
import { runDesktop } from '../../../electron/desktop/run.ts';
import { guardContents, guardSession } from '../../../electron/desktop/session-guard.ts';
import { connectToOwner } from '../../../electron/http/client.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../../electron/platform/node-secrets.ts';
import type { JobView } from '../../../shared/api/views.ts';
import {
  app,
  BrowserWindow,
  dialog,
  FakeWebContents,
  Menu,
  protocol,
  safeStorage,
  session,
} from '../../fakes/electron.ts';
import { createShellCore, EVIDENCE_ID } from '../../integration/http/shell-core.ts';
import { PAGE } from '../../integration/http/shell-fixture.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

vi.mock('electron', () => import('../../fakes/electron.ts'));

const random = createNodeRandom();
const folders: string[] = [];
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'cunan-desktop-'));
  folders.push(path);
  return path;
}

function staticDir(): string {
  const home = folder();
  mkdirSync(join(home, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(home, 'renderer', 'index.html'), PAGE);
  writeFileSync(join(home, 'renderer', 'assets', 'app.js'), 'export {};');
  writeFileSync(join(home, 'outside.txt'), 'outside');
  return join(home, 'renderer');
}

const start = async (jobs: readonly JobView[] = []) => {
  const fake = createShellCore();
  const ownerFile = join(folder(), 'shell.json');
  const closed = vi.fn(async () => {});
  const ownPorts = new Set<number>();
  const core = { ...fake.core, listJobs: async () => jobs };
  await runDesktop(
    { core, log: fake.log, ownPorts, close: closed },
    {
      clock: createNodeClock(),
      random,
      staticDir: staticDir(),
      preload: '/p/preload.cjs',
      icon: '/p/icon.png',
      ownerFile,
    },
  );
  return { ownerFile, closed, ownPorts, window: BrowserWindow.all[0] };
};

describe('a run', () => {
  beforeEach(() => {
    app.removeAllListeners();
    app.exits.length = 0;
    BrowserWindow.all.length = 0;
    dialog.asked.length = 0;
    dialog.response = 0;
  });

  const job = { state: 'running' } as JobView;

  test('the window is sandboxed, isolated, without Node, and loads our page only', async () => {
    const { window } = await start();
    expect(window?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      preload: '/p/preload.cjs',
    });
    expect(window?.calls).toEqual(['load app://cunan/']);
    window?.emit('ready-to-show');
    app.emit('second-instance');
    expect(window?.calls).toEqual(['load app://cunan/', 'show', 'restore', 'focus']);
    expect(Menu.template).not.toBeNull();
    app.quit();
    await expect.poll(() => app.exits, PATIENT).toEqual([0]);
  });

  test('a command line finds the running app, and no longer after it quit', async () => {
    const { ownerFile, closed, ownPorts } = await start();
    expect(statSync(ownerFile).mode & 0o777).toBe(0o600);
    const owner = await connectToOwner(ownerFile);
    expect((await owner?.core.info())?.demonstration).toBe(true);
    expect([...ownPorts].map((port) => `http://127.0.0.1:${port}`)).toEqual([owner?.url]);
    app.quit();
    await expect.poll(() => app.exits, PATIENT).toEqual([0]);
    expect(closed).toHaveBeenCalledTimes(1);
    expect(await connectToOwner(ownerFile)).toBeNull();
  });

  test('with jobs running it asks; cancel keeps everything, yes closes in order', async () => {
    const { closed } = await start([job, job]);
    dialog.response = 1;
    app.quit();
    await expect.poll(() => dialog.asked.length, PATIENT).toBe(1);
    expect(dialog.asked[0]?.message).toContain('2');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.exits).toEqual([]);
    expect(closed).not.toHaveBeenCalled();
    dialog.response = 0;
    app.quit();
    await expect.poll(() => app.exits, PATIENT).toEqual([0]);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  test('all windows closed: quits without a question', async () => {
    await start([job]);
    BrowserWindow.all.length = 0;
    app.emit('window-all-closed');
    await expect.poll(() => app.exits, PATIENT).toEqual([0]);
    expect(dialog.asked).toEqual([]);
  });
});

const handler = (name: string) =>
  session.defaultSession.handlers.get(name) as (...args: unknown[]) => unknown;

describe('guards', () => {
  beforeAll(() => {
    session.defaultSession.removeAllListeners();
    guardSession(session.defaultSession as never);
  });

  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'usb',
    'hid',
  ])('the permission %s is refused', (permission) => {
    const answer = vi.fn();
    handler('permission')({ getURL: () => 'app://cunan/' }, permission, answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(handler('check')(null, permission, 'app://cunan')).toBe(false);
  });

  test('copying is allowed to our page alone; no device ever', () => {
    const answer = vi.fn();
    handler('permission')({ getURL: () => 'app://cunan/' }, 'clipboard-sanitized-write', answer);
    handler('permission')({ getURL: () => 'app://cunan.evil.test/' }, 'clipboard-sanitized-write', answer);
    expect(answer.mock.calls).toEqual([[true], [false]]);
    expect(handler('device')({})).toBe(false);
  });

  test.each([
    ['app://cunan/assets/app.js', false],
    ['blob:app://cunan/x', false],
    ['data:image/png;base64,AA', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:80/', true],
    ['file:///etc/passwd', true],
    ['app://other/', true],
    ['ws://127.0.0.1/', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const answer = vi.fn();
    handler('request')({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  test('no new windows, no foreign pages, no webviews, no foreign downloads', () => {
    const contents = new FakeWebContents();
    guardContents(contents as never);
    expect(contents.windowOpenHandler?.({ url: 'app://cunan/' })).toEqual({ action: 'deny' });
    const prevented = (name: string, url: string): boolean => {
      const event = { url, preventDefault: vi.fn() };
      contents.emit(name, event);
      return event.preventDefault.mock.calls.length > 0;
    };
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(prevented(name, 'app://cunan/#cases')).toBe(false);
      for (const url of [
        'https://evil.test/',
        'file:///x',
        'app://cunan.evil.test/',
        'javascript:1',
        'app://cunanx/',
      ])
        expect(prevented(name, url)).toBe(true);
    }
    expect(prevented('will-attach-webview', '')).toBe(true);
    const download = { preventDefault: vi.fn() };
    session.defaultSession.emit('will-download', download, { getURL: () => 'https://evil.test/x' });
    expect(download.preventDefault).toHaveBeenCalledTimes(1);
    session.defaultSession.emit('will-download', download, { getURL: () => 'blob:app://cunan/x' });
    expect(download.preventDefault).toHaveBeenCalledTimes(1);
  });
});

describe('app://', () => {
  const fake = createShellCore();
  const handle = createAppSchemeHandler({ core: fake.core, log: fake.log, random, staticDir: staticDir() });
  const get = (path: string, init?: RequestInit): Promise<Response> =>
    handle(new Request(`app://cunan${path}`, init));

  test('is registered as a standard, secure scheme', () => {
    registerAppScheme();
    expect(protocol.schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ]);
  });

  test('the page carries a fresh nonce and the policy of the browser shell', async () => {
    const pages = [await get('/'), await get('/index.html')];
    const nonces = pages.map(
      (page) => /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
    expect(await pages[0]?.text()).toContain(`content="${nonces[0]}"`);
    expect(pages[0]?.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await get('/assets/app.js');
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    // The verification worker is held to this policy, and hashes in WebAssembly.
    expect(script.headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });

  test.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets',
    '/none',
    '/assets/..%5c..%5coutside.txt',
  ])('%s leads nowhere', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('another host, another method', async () => {
    expect((await handle(new Request('app://evil/index.html'))).status).toBe(403);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  test('captured files: range, sandbox, attachment, no handle left', async () => {
    const part = await get(`/files/${EVIDENCE_ID}/data/numbers.bin`, { headers: { range: 'bytes=5-9' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 5]);
    const whole = await get(`/files/${EVIDENCE_ID}/data/numbers.bin`);
    expect((await whole.arrayBuffer()).byteLength).toBe(600_000);
    const html = await get(`/files/${EVIDENCE_ID}/data/page.html`);
    expect(html.headers.get('content-type')).toBe('application/octet-stream');
    expect(html.headers.get('content-security-policy')).toMatch(/; sandbox$/);
    await html.body?.cancel();
    await get(`/files/${EVIDENCE_ID}/data/page.html`, { method: 'HEAD' });
    expect((await get(`/files/${EVIDENCE_ID}/none`)).status).toBe(404);
    expect((await get(`/files/${EVIDENCE_ID}/data/defect`)).status).toBe(500);
    expect(fake.openFiles()).toBe(0);
  });
});

const fallbackFor = (keys: string, passphrase: string | null = null) =>
  createNodeSecrets({ folder: keys, random, log: createShellCore().log, passphrase, scryptLogN: 10 });

const desktop = (keys: string, platform: NodeJS.Platform = 'linux', passphrase: string | null = null) =>
  createDesktopSecrets({ folder: keys, random, platform, fallback: fallbackFor(keys, passphrase) });

describe('key store', () => {
  const secret = new Uint8Array([1, 2, 3, 255]);
  beforeEach(() => {
    Object.assign(safeStorage, { available: true, backend: 'gnome_libsecret', key: 0x5a, reEncrypt: false });
  });

  test('writes sealed, reads back, and another shell refuses instead of making a second key', async () => {
    const keys = folder();
    const secrets = await desktop(keys);
    expect(secrets.protection).toBe('safe-storage');
    expect(await secrets.read('device')).toBeNull();
    await secrets.write('device', secret);
    expect(await secrets.read('device')).toEqual(secret);
    const path = join(keys, 'device.secret.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(secret).toString('base64'));
    await expect(fallbackFor(keys).read('device')).rejects.toMatchObject({ code: 'key/unreadable' });
  });

  test.each(['basic_text', 'unknown'])(
    '%s is no protection: the 0600 file says what it is',
    async (backend) => {
      safeStorage.backend = backend;
      expect((await desktop(folder())).protection).toBe('key-file-0600');
      expect((await desktop(folder(), 'darwin')).protection).toBe('safe-storage');
    },
  );

  test('no key store, or a passphrase that was chosen: the fallback', async () => {
    expect((await desktop(folder(), 'linux', 'secret words')).protection).toBe('passphrase');
    safeStorage.available = false;
    expect((await desktop(folder(), 'win32')).protection).toBe('key-file-0600');
  });

  test('a key that another shell made stays readable for it', async () => {
    const keys = folder();
    await fallbackFor(keys).write('device', secret);
    const secrets = await desktop(keys);
    expect(await secrets.read('device')).toEqual(secret);
    await secrets.write('device', new Uint8Array([9]));
    expect(await fallbackFor(keys).read('device')).toEqual(new Uint8Array([9]));
  });

  test('a lost key is named; a turned-over key is written anew', async () => {
    const keys = folder();
    const secrets = await desktop(keys);
    await secrets.write('device', secret);
    const before = readFileSync(join(keys, 'device.secret.json'), 'utf8');
    safeStorage.reEncrypt = true;
    expect(await secrets.read('device')).toEqual(secret);
    safeStorage.key = 0x11;
    await expect(secrets.read('device')).rejects.toMatchObject({ code: 'key/unreadable' });
    expect(before.length).toBeGreaterThan(0);
    await expect(secrets.write('../x', secret)).rejects.toThrow('not a secret');
  });
});

describe('menu', () => {
  test.each(['zh-CN', 'en'] as const)(
    '%s: every entry is a role with a label; developer tools only in development',
    (language) => {
      for (const platform of ['darwin', 'win32'] as const) {
        const flat = JSON.stringify(menuTemplate({ language, platform, devTools: false }));
        expect(flat).not.toContain('toggleDevTools');
        expect(JSON.stringify(menuTemplate({ language, platform, devTools: true }))).toContain(
          'toggleDevTools',
        );
        expect(flat.includes('复制')).toBe(language === 'zh-CN');
      }
    },
  );
});
