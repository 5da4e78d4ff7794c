// The one window: sandboxed, isolated, without Node, shown when painted.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { BrowserWindow } from 'electron';
import { APP_ORIGIN } from './channels.ts';

export interface DesktopWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly devTools: boolean;
}

export async function openDesktopWindow(options: DesktopWindowOptions): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1360,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: '存安取证 · Cunan',
    icon: options.icon,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** A second start brings the window of the first to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
