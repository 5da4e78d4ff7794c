// `npm start`: the Electron desktop shell where its binary is here or can be had, else the browser shell. Builds what is
// missing first, and says in one sentence what it does and where the app is.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canFetchElectron, fetchElectron, findElectron } from '../http/electron-binary.ts';
import { SHELL_TEXT } from '../http/shell-text.ts';
import { hasDisplay } from '../platform/installed-browsers.ts';
import { isRoot, serve } from './serve.ts';

const USAGE = `npm start [-- 选项 · options]
  --no-window        不打开窗口，只打印地址 · print the address instead of opening a window
  --port N           使用指定的本机端口 · use this port on 127.0.0.1
  --browser          即使有 Electron 也用浏览器窗口 · use a browser window even where Electron is present`;

interface StartOptions {
  readonly window: boolean;
  readonly port: number;
  readonly desktop: boolean;
}

const root = join(import.meta.dirname, '..', '..');

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function parseOptions(args: readonly string[]): StartOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'no-window': { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        browser: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : 65_536;
    if (values.help || port > 65_535) return null;
    const window = !values['no-window'];
    return { window, port, desktop: window && port === 0 && !values.browser };
  } catch {
    return null; // an unknown option: the usage is shown
  }
}

/** Null for root on Linux, too: Electron is only started with its sandbox on. */
async function electronFor(options: StartOptions): Promise<string | null> {
  if (!options.desktop || isRoot() || !hasDisplay(process)) return null;
  const present = findElectron(root, process.env);
  if (present !== null || !process.stdout.isTTY || process.env['CI']) return present;
  if (!(await canFetchElectron(process.env))) return null;
  say(SHELL_TEXT.downloading);
  await fetchElectron(root, process.env);
  return findElectron(root, process.env);
}

/** Runs to its end with our terminal; resolves with the exit code. */
function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 4));
  });
}

async function build(config: string, product: string): Promise<void> {
  if (existsSync(join(root, product))) return;
  say(SHELL_TEXT.building);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await run(process.execPath, [vite, 'build', '-c', config, '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`building ${product} failed`);
}

async function startDesktop(electron: string): Promise<number> {
  await build('vite.node.config.ts', 'out/desktop/main.js');
  await build('vite.preload.config.ts', 'out/desktop/preload.cjs');
  say(SHELL_TEXT.desktop);
  return await run(electron, [root]);
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    say(USAGE);
    return process.argv.includes('--help') ? 0 : 2;
  }
  const electron = await electronFor(options);
  if (electron !== null) return await startDesktop(electron);
  if (options.desktop) say(SHELL_TEXT.noElectron);
  await build('vite.renderer.config.ts', 'out/renderer/index.html');
  return await serve(options);
}

process.exitCode = await main();
