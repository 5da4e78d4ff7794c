// The app window of the browser shell: an installed Chromium in app mode with a profile of its own, which is made for
// this run and removed after it. The ticket travels in a 0600 file, never on a command line or in a URL.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import { renderHandoverFile } from './pages.ts';

export interface WindowOptions {
  readonly browser: string;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly ticket: string;
  /** Folder under the data folder for profiles; made 0700. */
  readonly folder: string;
  readonly language: string;
  /** Root on Linux cannot use Chromium's sandbox. */
  readonly asRoot: boolean;
}

export interface AppWindow {
  readonly pid: number;
  /** Resolves when the browser has ended, after its profile was removed. */
  readonly closed: Promise<void>;
  /** Removes the handover file: the ticket was used or has expired. */
  forgetHandover(): Promise<void>;
  close(): void;
}

/** Throws browser/launch-failed where the program cannot be started. */
export async function openWindow(options: WindowOptions): Promise<AppWindow> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  await sweepProfiles(options.folder);
  // mkdtemp makes the folder 0700; the process id lets a later start see that its owner is gone.
  const run = await mkdtemp(join(options.folder, `run-${process.pid}-`));
  const handover = join(run, 'open.html');
  await writeFile(handover, renderHandoverFile(options.url, options.ticket), { mode: 0o600, flag: 'wx' });
  const profile = join(run, 'profile');
  await mkdir(join(profile, 'Default'), { recursive: true, mode: 0o700 });
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES), { mode: 0o600 });
  const child = spawn(options.browser, windowArguments(options, profile, pathToFileURL(handover).href), {
    stdio: 'ignore',
    windowsHide: false,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await started(child).catch(async (error: unknown) => {
    await removeFolder(run);
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    closed: exited.then(() => removeFolder(run)),
    forgetHandover: () => rm(handover, { force: true }),
    close: () => {
      child.kill();
    },
  };
}

/** Quiet: no first-run pages, no calls home, no translation bubble, no key ring prompt. */
function windowArguments(
  options: Pick<WindowOptions, 'language' | 'asRoot'>,
  profile: string,
  page: string,
): readonly string[] {
  return [
    `--app=${page}`,
    `--user-data-dir=${profile}`,
    `--lang=${options.language}`,
    '--window-size=1360,900',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
    '--disable-quic',
    '--disable-sync',
    '--metrics-recording-only',
    '--no-pings',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(options.asRoot ? ['--no-sandbox'] : []),
  ];
}

const PREFERENCES = {
  translate: { enabled: false },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
  search: { suggest_enabled: false },
  browser: { has_seen_welcome_page: true },
};

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', (cause) =>
      reject(new AppError('browser/launch-failed', { problem: String(cause) }, { cause })),
    );
  });
}

/** Profiles of runs whose process is gone, left by a crash: they may hold a bearer of that run, which is worthless. */
async function sweepProfiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid)))
      await removeFolder(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Chromium's helpers may still write for a moment; what cannot be removed now is swept at a later start. */
async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(() => undefined);
}
