// Where things stand on disk: the data folder by each system's convention (CUNAN_HOME overrides), what is in it, and
// the person's Downloads folder.

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly userHome: string;
}

export interface DataPaths {
  readonly home: string;
  readonly database: string;
  /** SQLite file that is held locked while the folder is owned. */
  readonly ownerLock: string;
  /** JSON: who holds it. */
  readonly ownerFacts: string;
  /** JSON, 0600: how a command line reaches the running app (electron/http/owner-record.ts). */
  readonly shellFacts: string;
  readonly vault: string;
  /** Folders of running jobs; swept at start. */
  readonly work: string;
  /** Folders of recordings under way; what a start finds there is sealed as interrupted. */
  readonly recordings: string;
  /** Files a browser has sent for a deposit that is not sealed yet. */
  readonly uploads: string;
  /** Papers of applications, and what is packed for one that is under way. */
  readonly applications: string;
  readonly logs: string;
  /** Chrome for Testing, where the user asked for it. */
  readonly browser: string;
  readonly keys: string;
}

function nodeSurroundings(): Surroundings {
  return { env: process.env, platform: process.platform, userHome: homedir() };
}

/** Absolute path of the data folder; it need not exist. */
export function dataFolder(around: Surroundings = nodeSurroundings()): string {
  const { env, platform, userHome } = around;
  const chosen = env['CUNAN_HOME'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') {
    return join(absolute(env['LOCALAPPDATA']) ?? join(userHome, 'AppData', 'Local'), 'Cunan');
  }
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Cunan');
  return join(absolute(env['XDG_DATA_HOME']) ?? join(userHome, '.local', 'share'), 'cunan');
}

/** XDG base directory specification: relative values are ignored. */
function absolute(path: string | undefined): string | null {
  return path && isAbsolute(path) ? path : null;
}

/**
 * Where small state is kept outside the data folder (a copy of the newest checkpoint). Null for a folder that is not the
 * system's own: whoever keeps data elsewhere (a stick, a test) has nothing written into other places unasked.
 */
export function stateFolder(home: string, around: Surroundings = nodeSurroundings()): string | null {
  const { env, platform, userHome } = around;
  const chosen = env['CUNAN_STATE'];
  if (chosen) return resolve(chosen);
  if (home !== dataFolder({ ...around, env: { ...env, CUNAN_HOME: undefined } })) return null;
  if (platform === 'win32') {
    return join(absolute(env['APPDATA']) ?? join(userHome, 'AppData', 'Roaming'), 'Cunan State');
  }
  if (platform === 'darwin') return join(userHome, 'Library', 'Preferences', 'Cunan State');
  return join(absolute(env['XDG_STATE_HOME']) ?? join(userHome, '.local', 'state'), 'cunan');
}

export function dataPaths(home: string): DataPaths {
  return {
    home,
    database: join(home, 'cunan.db'),
    ownerLock: join(home, 'owner.db'),
    ownerFacts: join(home, 'owner.json'),
    shellFacts: join(home, 'shell.json'),
    vault: join(home, 'vault'),
    work: join(home, 'work'),
    recordings: join(home, 'recordings'),
    uploads: join(home, 'uploads'),
    applications: join(home, 'applications'),
    logs: join(home, 'logs'),
    browser: join(home, 'browser'),
    keys: join(home, 'keys'),
  };
}

/** xdg-user-dirs where there is one, else Downloads in the home folder. */
export function downloadsFolder(around: Surroundings = nodeSurroundings()): string {
  const { env, platform, userHome } = around;
  if (platform === 'linux') {
    const config = absolute(env['XDG_CONFIG_HOME']) ?? join(userHome, '.config');
    const match = /^XDG_DOWNLOAD_DIR="(\$HOME)?(\/[^"\n]*)?"/m.exec(readText(join(config, 'user-dirs.dirs')));
    // $HOME alone is how user-dirs says 'disabled'.
    if (match?.[2] && match[2] !== '/') return match[1] ? join(userHome, match[2]) : match[2];
  }
  return join(userHome, 'Downloads');
}

/** '' where there is no such file: the convention's default applies then. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
