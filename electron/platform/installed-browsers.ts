// Where installers put Chrome, Chromium and Edge on each system. Known places only; nothing is started.

import { delimiter, join } from 'node:path';

export interface BrowserSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PARTS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** Absolute paths in the order in which they are taken; none of them need exist. */
export function installedBrowserPaths({ platform, env }: BrowserSurroundings): readonly string[] {
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(isText);
    return WINDOWS_PARTS.flatMap((parts) => roots.map((root) => [root, ...parts].join('\\')));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(isText(env['HOME']) ? [join(env['HOME'], 'Applications')] : [])];
    return MAC_APPS.flatMap((app) => roots.map((root) => join(root, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** A window needs a display; only Linux has machines without one that matter here. */
export function hasDisplay({ platform, env }: BrowserSurroundings): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
