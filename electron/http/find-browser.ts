// Which installed Chrome, Chromium or Edge may show the app's window. Starts nothing.

import { accessSync, constants } from 'node:fs';
import { installedBrowserPaths, type BrowserSurroundings } from '../platform/installed-browsers.ts';

/** The configured browser where it can be run, else the first installed one, else null. */
export function findWindowBrowser(configured: string | null, around: BrowserSurroundings): string | null {
  const candidates = configured === null ? [] : [configured];
  return [...candidates, ...installedBrowserPaths(around)].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
