// Finds a Chromium that can capture: the configured one, else an installed Chrome, Chromium or Edge, else the one
// that npm carries on Linux x64 (@sparticuz/chromium, absent from the packaged app).

import { access, constants, stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { installedBrowserPaths, type BrowserSurroundings } from '../../platform/installed-browsers.ts';
import type { BrowserBinary } from '../types.ts';

export interface Surroundings extends BrowserSurroundings {
  readonly arch: string;
}

const HERE: Surroundings = { platform: process.platform, arch: process.arch, env: process.env };

/** Where packages put them on Linux, for services whose PATH is short. */
const LINUX_HOMES = [
  '/opt/google/chrome/chrome',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/microsoft/msedge/msedge',
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
  const homes = here.platform === 'linux' ? LINUX_HOMES : [];
  for (const path of [...installedBrowserPaths(here), ...homes]) {
    if (await isExecutable(path)) return { path, origin: 'installed', args: [] };
  }
  if (downloadedPath !== null && (await isExecutable(downloadedPath))) {
    return { path: downloadedPath, origin: 'downloaded', args: [] };
  }
  const carried = await npmBrowser(here);
  if (carried !== null) return { path: carried, origin: 'npm', args: [] };
  throw new AppError('browser/not-found', { configured: null });
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
