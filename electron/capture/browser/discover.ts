// Finds a Chromium that can capture: the configured one, else an installed Chrome, Chromium or Edge, else the one
// that npm carries on Linux x64 (@sparticuz/chromium, absent from the packaged app).

import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { BrowserBinary } from '../types.ts';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const HERE: Surroundings = { platform: process.platform, arch: process.arch, env: process.env };

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const LINUX_PATHS = [
  '/opt/google/chrome/chrome',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/microsoft/msedge/msedge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PARTS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/**
 * configuredPath: from the settings or --browser; a wrong one is an error, never silently replaced.
 * downloadedPath: a Chrome for Testing that download.ts put into the data folder; null where there is none.
 * Throws browser/not-found {configured}.
 */
export async function discoverBrowser(
  configuredPath: string | null,
  downloadedPath: string | null = null,
  here: Surroundings = HERE,
): Promise<BrowserBinary> {
  if (configuredPath !== null && configuredPath !== '') {
    if (!(await isExecutable(configuredPath)))
      throw new AppError('browser/not-found', { configured: configuredPath });
    return { path: configuredPath, origin: 'configured', args: [] };
  }
  for (const path of installedPaths(here)) {
    if (await isExecutable(path)) return { path, origin: 'installed', args: [] };
  }
  if (downloadedPath !== null && (await isExecutable(downloadedPath))) {
    return { path: downloadedPath, origin: 'downloaded', args: [] };
  }
  const carried = await npmBrowser(here);
  if (carried !== null) return { path: carried, origin: 'npm', args: [] };
  throw new AppError('browser/not-found', { configured: null });
}

/** Where installers put Chrome, Chromium and Edge, in the order in which they are taken. */
export function installedPaths(here: Surroundings): readonly string[] {
  const { platform, env } = here;
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(isText);
    return WINDOWS_PARTS.flatMap((parts) => roots.map((root) => [root, ...parts].join('\\')));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(isText(env['HOME']) ? [join(env['HOME'], 'Applications')] : [])];
    return MAC_APPS.flatMap((app) => roots.map((root) => join(root, `${app}.app`, 'Contents', 'MacOS', app)));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return [...LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...LINUX_PATHS];
}

async function npmBrowser(here: Surroundings): Promise<string | null> {
  if (here.platform !== 'linux' || here.arch !== 'x64') return null;
  const name: string = '@sparticuz/chromium';
  try {
    const module = (await import(name)) as { default?: { executablePath?: () => Promise<string> } };
    const path = (await module.default?.executablePath?.()) ?? null;
    return path !== null && (await isExecutable(path)) && (await isOurs(path)) ? path : null;
  } catch {
    return null; // An optional dependency: not installed, or the platform cannot unpack it.
  }
}

/** The package unpacks itself into the shared temporary folder: somebody else's file of that name is not run. */
async function isOurs(path: string): Promise<boolean> {
  return (await stat(path)).uid === process.getuid?.();
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
