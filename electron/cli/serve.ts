// `cunan serve` and `npm start` without Electron: the core behind the browser shell, from the data folder's lock to an
// orderly end. Where the app runs already, its address is printed instead.

import { createInterface } from 'node:readline';
import { isAppError } from '../../shared/errors.ts';
import { errorLine } from '../../shared/text/errors.ts';
import { createApp, type App } from '../app.ts';
import { runBrowserShell } from '../http/browser-shell.ts';
import { connectToOwner } from '../http/client.ts';
import { announceOwner } from '../http/owner-file.ts';
import { SHELL_TEXT } from '../http/shell-text.ts';
import { createNodeClock } from '../platform/node-clock.ts';
import { createNodeRandom } from '../platform/node-random.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { findResources } from '../platform/resources.ts';
import { stopSignal } from './stop-signal.ts';

export interface ServeOptions {
  readonly window: boolean;
  /** 0: a free one. */
  readonly port: number;
}

/** Runs until the window closes or the process is told to stop; resolves with the exit code (0 done, 4 failed). */
export async function serve(options: ServeOptions): Promise<number> {
  try {
    await serveFolder(options, dataFolder());
    return 0;
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    return 4;
  }
}

/** Chromium's sandbox refuses root. */
export function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

async function serveFolder(options: ServeOptions, home: string): Promise<void> {
  const { shellFacts } = dataPaths(home);
  const random = createNodeRandom();
  const stop = stopSignal();
  const app = await openApp(home, shellFacts);
  if (app === null) return;
  try {
    await runBrowserShell({
      app,
      clock: createNodeClock(),
      random,
      staticDir: findResources(null).rendererFolder,
      dataFolder: home,
      port: options.port,
      window: options.window,
      around: { platform: process.platform, env: process.env, asRoot: isRoot() },
      announceOwner: async (record) => {
        if (record !== null) app.ownPorts.add(record.port);
        await announceOwner(shellFacts, record, random);
      },
      say,
      stop,
      onAskForAddress: onEnter,
    });
  } finally {
    await app.close();
  }
}

/** Null where the app runs already: its address was printed. */
async function openApp(home: string, ownerFile: string): Promise<App | null> {
  try {
    return await createApp({ home, shell: 'browser' });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'store/in-use') throw error;
    const owner = await connectToOwner(ownerFile);
    if (owner === null) throw error;
    say(SHELL_TEXT.alreadyRunning);
    say(SHELL_TEXT.address(await owner.requestEntryUrl()));
    return null;
  }
}

function onEnter(printAddress: () => void): void {
  if (!process.stdin.isTTY) return;
  const lines = createInterface({ input: process.stdin });
  lines.on('line', printAddress);
  // Ctrl+C goes to readline while it reads the terminal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sentenceOf(error: unknown): string {
  if (isAppError(error)) {
    const both = (['zh-CN', 'en'] as const).map((language) => errorLine(error.code, error.details, language));
    return `${both.join(' · ')} [${error.code}]`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return SHELL_TEXT.portTaken;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
