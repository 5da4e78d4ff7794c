// Which installed Chromium, Chrome or Edge may show the app's window. Looks at known places only; starts nothing.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface BrowserSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PATHS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** Absolute paths, best first; none of them need exist. */
function browserCandidates({ platform, env }: BrowserSurroundings): readonly string[] {
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return roots.flatMap((root) => (root ? WINDOWS_PATHS.map((path) => join(root, ...path)) : []));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env['HOME'] ? [join(env['HOME'], 'Applications')] : [])];
    return roots.flatMap((root) => MAC_APPS.map((app) => join(root, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The configured browser where it can be run, else the first installed one, else null. */
export function findWindowBrowser(configured: string | null, around: BrowserSurroundings): string | null {
  const candidates = configured === null ? [] : [configured];
  return [...candidates, ...browserCandidates(around)].find(isExecutable) ?? null;
}

/** A window needs a display; only Linux has machines without one that matter here. */
export function hasDisplay({ platform, env }: BrowserSurroundings): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
