// One run of the browser shell: server up, owner announced, window opened or address printed, orderly end when the
// window closes, on a signal, or when the caller says so.

import { join } from 'node:path';
import type { CoreApi } from '../../shared/api/core.ts';
import { isAppError } from '../../shared/errors.ts';
import { hasDisplay, type BrowserSurroundings } from '../platform/installed-browsers.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import { findWindowBrowser } from './find-browser.ts';
import { openWindow, type AppWindow } from './open-window.ts';
import type { OwnerRecord } from './owner-record.ts';
import { startHttpShell, type HttpShell } from './server.ts';
import { SHELL_TEXT } from './shell-text.ts';
import { PRINTED_TICKET_LIFE_MS } from './tickets.ts';

/** What a shell needs of the composed app. */
export interface ShellApp {
  readonly core: CoreApi;
  readonly log: Log;
}

export interface BrowserShellOptions {
  readonly app: ShellApp;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Random;
  readonly staticDir: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly window: boolean;
  readonly around: BrowserSurroundings & { readonly asRoot: boolean };
  /** Writes shell.json; null removes it. */
  readonly announceOwner: (record: OwnerRecord | null) => Promise<void>;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Aborted by Ctrl+C or a stop of the service. */
  readonly stop: AbortSignal;
  /** Called with a function that prints one more entry address (Enter at the terminal). */
  readonly onAskForAddress?: (printAddress: () => void) => void;
}

/** A window that has not come back by then is opened by hand instead. */
const WINDOW_PATIENCE_MS = 20_000;
/** Chrome on macOS outlives its last window: no event stream for this long means that it is closed. */
const STREAM_PATIENCE_MS = 15_000;

/** Resolves after an orderly end; the caller then closes the app. Rejects where the port is taken. */
export async function runBrowserShell(options: BrowserShellOptions): Promise<void> {
  const { app, say } = options;
  const shell = await startHttpShell({
    ...options,
    core: app.core,
    log: app.log,
    port: options.port,
  });
  const printAddress = (): void => say(SHELL_TEXT.address(shell.entryUrl(PRINTED_TICKET_LIFE_MS)));
  try {
    await options.announceOwner(shell.owner);
    const window = options.window ? await tryWindow(options, shell) : null;
    if (window === null) {
      printAddress();
      options.onAskForAddress?.(printAddress);
      await aborted(options.stop);
    } else {
      await windowEnds(options, shell, window, printAddress);
    }
    await sayWhatStillRuns(options);
  } finally {
    await options.announceOwner(null);
    await shell.close();
  }
}

/** Null, with the reason said, where no window can be opened. */
async function tryWindow(options: BrowserShellOptions, shell: HttpShell): Promise<AppWindow | null> {
  const { say, around } = options;
  if (!hasDisplay(around)) {
    say(SHELL_TEXT.noDisplay);
    return null;
  }
  const settings = await options.app.core.getSettings();
  const browser = findWindowBrowser(settings.browserPath, around);
  if (browser === null) {
    say(SHELL_TEXT.noBrowser);
    return null;
  }
  try {
    const window = await openWindow({
      browser,
      url: shell.url,
      ticket: shell.issueTicket(),
      folder: join(options.dataFolder, 'window'),
      language: settings.language,
      asRoot: around.asRoot,
    });
    say(SHELL_TEXT.window(shell.url));
    return window;
  } catch (error) {
    if (!isAppError(error)) throw error;
    options.app.log.warn('window not opened', { code: error.code });
    say(SHELL_TEXT.noBrowser);
    return null;
  }
}

async function windowEnds(
  options: BrowserShellOptions,
  shell: HttpShell,
  window: AppWindow,
  printAddress: () => void,
): Promise<void> {
  const patience = setTimeout(printAddress, WINDOW_PATIENCE_MS);
  const stopWatching = new AbortController();
  void forgetHandoverAfterUse();
  async function forgetHandoverAfterUse(): Promise<void> {
    await shell.entered;
    clearTimeout(patience);
    await window.forgetHandover();
  }
  const ends = [window.closed, aborted(options.stop)];
  if (options.around.platform === 'darwin') ends.push(streamsEnd(shell, stopWatching.signal));
  try {
    await Promise.race(ends);
  } finally {
    clearTimeout(patience);
    stopWatching.abort();
    window.close();
    await window.closed;
  }
}

/** Resolves when, after a first window came in, no event stream was open for a while. */
async function streamsEnd(shell: HttpShell, stop: AbortSignal): Promise<void> {
  await shell.entered;
  let quietMs = 0;
  while (quietMs < STREAM_PATIENCE_MS && !stop.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    quietMs = shell.openStreams() === 0 ? quietMs + 1_000 : 0;
  }
}

async function sayWhatStillRuns({ app, say }: BrowserShellOptions): Promise<void> {
  const jobs = await app.core.listJobs();
  const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued').length;
  say(running === 0 ? SHELL_TEXT.ended : SHELL_TEXT.endedWithJobs(running));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
