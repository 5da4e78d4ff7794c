// Whether `npm start` can use the Electron desktop shell: the binary is here, or it can be had within a minute or so.
// Never imports the electron package: it would start a download by itself.

import { spawn } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Absolute path of Electron's executable as its package records it; null where it was never fetched. */
export function findElectron(root: string, env: Env): string | null {
  const folder = join(root, 'node_modules', 'electron');
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
    const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
    return existsSync(path) ? path : null;
  } catch {
    return null; // no path.txt: nothing was downloaded
  }
}

const PROBE_MS = 2_000;
const DOWNLOAD_MS = 10 * 60_000;

/** True where the download host (a mirror that the user set, else GitHub) has an address from here. */
export async function canFetchElectron(env: Env): Promise<boolean> {
  const mirror = env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? 'https://github.com/';
  const host = URL.parse(mirror)?.hostname;
  if (!host) return false;
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PROBE_MS).unref());
  const found = lookup(host).then(
    () => true,
    () => false,
  );
  return await Promise.race([found, late]);
}

/** Electron's own installer, with its checksums; true where the binary is there afterwards. */
export async function fetchElectron(root: string, env: Env): Promise<boolean> {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return false;
  const child = spawn(process.execPath, [installer], {
    stdio: ['ignore', 'inherit', 'ignore'],
    timeout: DOWNLOAD_MS,
  });
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return findElectron(root, env) !== null;
}
