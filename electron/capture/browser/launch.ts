// Starts a browser with a profile of its own and ends it with every process it started. Commands go over a pipe:
// there is no debugging port that a page could reach, and the browser ends by itself when our process dies.

import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, TargetType, type Browser, type CDPSession } from 'puppeteer-core';
import { AppError } from '../../../shared/errors.ts';
import type { BrowserBinary } from '../types.ts';
import { endProcessTree } from './process-tree.ts';

const HOST_RULES = '--host-resolver-rules=';
const LAUNCH_LIMIT_MS = 30_000;
const SMALL_SHM_BYTES = 512 * 1024 * 1024;

/** No traffic of the browser's own, nothing restored, nothing translated, no throttling of a page nobody looks at. */
const QUIET_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--no-pings',
  '--hide-scrollbars',
  '--mute-audio',
];

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** The session of the browser itself, for targets and downloads. */
  readonly session: CDPSession;
  readonly pid: number | undefined;
  readonly flags: readonly string[];
  /** Ends every process and removes the profile; safe to call twice. */
  dispose(): Promise<void>;
}

/** Throws browser/launch-failed {reason}. */
export async function launchBrowser(
  binary: BrowserBinary,
  workDir: string,
  viewport: { readonly width: number; readonly height: number },
  hostRules: string,
  signal: AbortSignal,
): Promise<LaunchedBrowser> {
  const profile = await mkdtemp(join(workDir, 'profile-'));
  await writePreferences(profile);
  let browser: Browser;
  try {
    browser = await launch({
      executablePath: binary.path,
      // A headless shell knows the old switch only; full builds take the new headless mode.
      headless: /headless|sparticuz/i.test(binary.path) || binary.origin === 'npm' ? 'shell' : true,
      args: [
        ...QUIET_FLAGS,
        `--window-size=${viewport.width},${viewport.height}`,
        `${HOST_RULES}${hostRules}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...(await sharedMemoryFlags()),
        ...binary.args,
      ],
      userDataDir: profile,
      pipe: true,
      defaultViewport: null,
      waitForInitialPage: false,
      // Pages are driven through sessions of our own; puppeteer keeps to the process and the connection.
      targetFilter: (target) => target.type() === TargetType.BROWSER,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: LAUNCH_LIMIT_MS,
      protocolTimeout: 0,
      signal,
    });
  } catch (error) {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    if (signal.aborted) throw new AppError('capture/cancelled', {}, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('browser/launch-failed', { problem: reason.slice(0, 500) }, { cause: error });
  }
  const child = browser.process();
  let ended: Promise<void> | null = null;
  const dispose = (): Promise<void> => {
    ended ??= (async () => {
      if (child) await endProcessTree(child);
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    })();
    return ended;
  };
  try {
    const session = await browser.target().createCDPSession();
    // puppeteer's own attaching would hold new windows back unseen; page/popups.ts does it instead.
    await session.connection()?.send('Target.setAutoAttach', {
      autoAttach: false,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
    return { browser, session, pid: child?.pid, flags: recordedFlags(child?.spawnargs ?? []), dispose };
  } catch (error) {
    await dispose();
    throw new AppError('browser/launch-failed', { problem: String(error).slice(0, 500) }, { cause: error });
  }
}

/** Speculation rules fetch pages past the interception of requests: a browser that preloads nothing ignores them. */
async function writePreferences(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'), { recursive: true });
  const preferences = { net: { network_prediction_options: 2 } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}

/** Containers often have 64 MB of /dev/shm, where big pages crash. */
async function sharedMemoryFlags(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  try {
    const facts = await statfs('/dev/shm');
    return facts.bavail * facts.bsize < SMALL_SHM_BYTES ? ['--disable-dev-shm-usage'] : [];
  } catch {
    return ['--disable-dev-shm-usage'];
  }
}

/** Without the program, folder names (which may name a person) and our own ports; each switch once. */
function recordedFlags(spawnargs: readonly string[]): readonly string[] {
  const flags = spawnargs.slice(1).filter((flag) => flag.startsWith('-'));
  const shown = flags.map((flag) => {
    if (flag.startsWith('--user-data-dir=')) return '--user-data-dir=<fresh>';
    return flag.startsWith(HOST_RULES) ? `${HOST_RULES}<private addresses>` : flag;
  });
  return [...new Set(shown)];
}
