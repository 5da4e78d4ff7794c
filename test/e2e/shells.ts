// The same specs on every shell: the browser shell as a person starts it, and the Electron shell wherever its binary is.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, chromium, type Page } from 'playwright';
import { discoverBrowser } from '../../electron/capture/browser/discover.ts';
import { QUIET } from '../quiet-browser.ts';

const root = join(import.meta.dirname, '../..');

export interface RunningApp {
  readonly page: Page;
  readonly home: string;
  /** Ends the app as a person would, and gives the folder to the next one that is opened on it. */
  close(): Promise<void>;
}

export interface AppShell {
  readonly name: string;
  open(home: string): Promise<RunningApp>;
}

export function temporaryHome(): { home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'cunan-e2e-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export const browserShell: AppShell = {
  name: 'browser shell',
  async open(home) {
    const server = spawn(process.execPath, ['electron/cli/main.ts', 'serve', '--no-window'], {
      cwd: root,
      env: { ...process.env, CUNAN_HOME: home, CUNAN_LANG: 'zh-CN' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await entryAddress(server);
    const { path, args } = await discoverBrowser(process.env['CUNAN_BROWSER'] ?? null);
    const browser = await chromium.launch({ executablePath: path, args: [...QUIET, ...args] });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto(address);
    return {
      page,
      home,
      async close() {
        await browser.close();
        server.kill('SIGTERM');
        await new Promise((done) => server.once('exit', done));
      },
    };
  },
};

function entryAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.once('exit', (code) => reject(new Error(`the shell ended with ${code}: ${text}`)));
    server.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+\/enter\S*/.exec(text);
      if (match) resolve(match[0]);
    });
  });
}

const electronBinary = join(
  root,
  'node_modules/electron/dist',
  process.platform === 'win32' ? 'electron.exe' : 'electron',
);

export const electronShell: AppShell = {
  name: 'desktop shell',
  async open(home) {
    const app = await _electron.launch({
      executablePath: electronBinary,
      args: [root],
      env: { ...process.env, CUNAN_HOME: home } as Record<string, string>,
    });
    return { page: await app.firstWindow(), home, close: () => app.close() };
  },
};

/** Shells that can run on this machine; the missing one is named, so that nobody takes silence for success. */
export function availableShells(): readonly AppShell[] {
  if (existsSync(electronBinary)) return [browserShell, electronShell];
  console.info('The Electron binary is not here: the desktop shell is not run by these specs.');
  return [browserShell];
}
