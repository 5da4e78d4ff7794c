// The desktop app from 'ready' to its end: core, guards, scheme, IPC, owner's API, window, menu, orderly quit.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { app, dialog, session } from 'electron';
import type { CoreApi } from '../../shared/api/core.ts';
import { announceOwner } from '../http/owner-file.ts';
import { startHttpShell } from '../http/server.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import { serveAppScheme } from './app-scheme.ts';
import { serveIpc } from './ipc.ts';
import { setMenu } from './menu.ts';
import { quitInOrder } from './quit.ts';
import { guardSession } from './session-guard.ts';
import { focusWindow, openDesktopWindow } from './window.ts';

/** What the desktop shell needs of the composed app. */
export interface DesktopApp {
  readonly core: CoreApi;
  readonly log: Log;
  /** Loopback ports that captured pages may never reach. */
  readonly ownPorts: Set<number>;
  close(): Promise<void>;
}

export interface DesktopOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Random;
  /** Built renderer. */
  readonly staticDir: string;
  readonly preload: string;
  readonly icon: string;
  /** Where a command line finds this app's API. */
  readonly ownerFile: string;
}

/** Call when Electron's app is ready. */
export async function runDesktop(ours: DesktopApp, options: DesktopOptions): Promise<void> {
  const { core, log } = ours;
  const { random, staticDir } = options;
  const devTools = !app.isPackaged;

  guardSession(session.defaultSession);
  serveAppScheme(session.defaultSession, { core, log, random, staticDir });
  serveIpc({ core, log });

  const api = await startHttpShell({ core, log, clock: options.clock, random, staticDir: null });
  ours.ownPorts.add(api.port);
  await announceOwner(options.ownerFile, api.owner, random);
  quitInOrder({
    core,
    log,
    close: async () => {
      await announceOwner(options.ownerFile, null, random);
      await api.close();
      await ours.close();
    },
  });

  const { language } = await core.getSettings();
  setMenu({ language, platform: process.platform, devTools });
  const window = await openDesktopWindow({ preload: options.preload, icon: options.icon, devTools });
  app.on('second-instance', () => focusWindow(window));
}

/** For what leaves no window to say it in. */
export function sayFatal(title: string, text: string): void {
  dialog.showErrorBox(title, text);
}
