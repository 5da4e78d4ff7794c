// Starts a browser with a profile of its own and ends it with every process it started. Commands go over a pipe:
// there is no debugging port that a page could reach, and the browser ends by itself when our process dies.

import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { launch, type Process } from '@puppeteer/browsers';
import { connect, defaultArgs, TargetType, type Browser, type CDPSession } from 'puppeteer-core';
import { AppError } from '../../../shared/errors.ts';
import type { BrowserBinary } from '../types.ts';
import { createPipeTransport, type PipeTransport } from './pipe-transport.ts';
import { endProcessTree } from './process-tree.ts';
import { lacksSandbox } from './sandbox.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

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
  // WebRTC sends datagrams to any literal address, past interception, name rules and local network access.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--hide-scrollbars',
  '--mute-audio',
];
/** Of puppeteer's own: without it a page may flood the browser with moves and messages. */
const UNWANTED = ['--disable-ipc-flooding-protection'];
/**
 * A person is at work: no bar that says otherwise, and no sign to pages that a program is (navigator.webdriver, for
 * which the pipe alone would be enough).
 */
const UNWANTED_IN_WINDOW = ['--enable-automation'];
/** Of the quiet flags, those for pages that nobody looks at. */
const UNSEEN = ['--hide-scrollbars', '--mute-audio'];

/** 'visible': a window in which a person works. */
export type BrowserWindow = 'hidden' | 'visible';

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** The session of the browser itself, for targets and downloads. */
  readonly session: CDPSession;
  readonly pid: number | undefined;
  readonly flags: readonly string[];
  /** Why it runs without its sandbox: we are root, or the system does not let it make one; null where it has it. */
  readonly withoutSandbox: 'root' | 'system' | null;
  /** Profile and temporary folder, for what may be stored there. */
  readonly folders: readonly string[];
  /** Messages of the browser that were too long to be heard. */
  readonly droppedMessages: number;
  /** True where the browser ended otherwise than in good order (its last window was closed). */
  hasDied(): boolean;
  /** Ends every process and removes the profile; safe to call twice. */
  dispose(): Promise<void>;
}

export interface LaunchSetup {
  /** Its arguments are added to ours. */
  readonly binary: BrowserBinary;
  /** The profile and the browser's temporary files are made below it. */
  readonly workDir: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** Of --host-resolver-rules. */
  readonly hostRules: string;
  readonly signal: AbortSignal;
  readonly window: BrowserWindow;
}

/** Throws browser/launch-failed {problem}. */
export async function launchBrowser(setup: LaunchSetup): Promise<LaunchedBrowser> {
  const { binary, viewport, hostRules, signal, window } = setup;
  const args = [
    ...(window === 'visible' ? QUIET_FLAGS.filter((flag) => !UNSEEN.includes(flag)) : QUIET_FLAGS),
    `--window-size=${viewport.width},${viewport.height}`,
    `${HOST_RULES}${hostRules}`,
    ...(await sharedMemoryFlags()),
    ...binary.args,
  ];
  const asRoot = process.getuid?.() === 0;
  try {
    return await start(setup, args, asRoot ? 'root' : null);
  } catch (error) {
    if (asRoot || !(error instanceof NoSandbox)) throw toLaunchError(error, signal);
  }
  try {
    return await start(setup, args, 'system');
  } catch (error) {
    throw toLaunchError(error, signal);
  }
}

/** The system does not let the browser make its sandbox (user namespaces are restricted). */
class NoSandbox extends Error {}

function toLaunchError(error: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('capture/cancelled', {}, { cause: error });
  const problem = error instanceof Error ? error.message : String(error);
  return new AppError('browser/launch-failed', { problem: problem.slice(0, 500) }, { cause: error });
}

async function start(
  { binary, workDir, signal, window }: LaunchSetup,
  args: readonly string[],
  withoutSandbox: LaunchedBrowser['withoutSandbox'],
): Promise<LaunchedBrowser> {
  signal.throwIfAborted();
  const profile = await mkdtemp(join(workDir, 'profile-'));
  const temporary = await makeTemporaryFolder(workDir);
  let child: ChildProcess | null = null;
  let ended: Promise<void> | null = null;
  const dispose = (): Promise<void> => {
    ended ??= (async () => {
      if (child) await endProcessTree(child);
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      await temporary.remove();
    })();
    return ended;
  };
  try {
    await writePreferences(profile);
    const defaults = await defaultArgs({
      headless: window === 'visible' ? false : headlessMode(binary),
      args: [...args, ...(withoutSandbox === null ? [] : ['--no-sandbox'])],
      userDataDir: profile,
    });
    const unwanted = window === 'visible' ? [...UNWANTED, ...UNWANTED_IN_WINDOW] : UNWANTED;
    const launched = launch({
      executablePath: binary.path,
      args: [
        ...defaults.filter((flag) => !unwanted.includes(flag)),
        ...(window === 'visible' ? ['--disable-blink-features=AutomationControlled'] : []),
        '--remote-debugging-pipe',
      ],
      pipe: true,
      env: environment(temporary.path),
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      signal,
    });
    child = launched.nodeProcess;
    const { browser, transport } = await connectTo(launched);
    const session = await browser.target().createCDPSession();
    // puppeteer's own attaching would hold new windows back unseen; page/popups.ts does it instead.
    await session.connection()?.send('Target.setAutoAttach', {
      autoAttach: false,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
    return {
      browser,
      session,
      pid: child.pid,
      flags: recordedFlags(child.spawnargs),
      withoutSandbox,
      folders: [profile, ...(temporary.path === null ? [] : [temporary.path])],
      get droppedMessages() {
        return transport.dropped;
      },
      hasDied: () => child !== null && (child.signalCode !== null || (child.exitCode ?? 0) !== 0),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Throws NoSandbox, or an error with what the browser said last. */
async function connectTo(
  launched: Process,
): Promise<{ readonly browser: Browser; readonly transport: PipeTransport }> {
  const { 3: write, 4: read } = launched.nodeProcess.stdio;
  const transport = createPipeTransport(write as Writable, read as Readable);
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    launched.nodeProcess.once('error', reject);
    launched.nodeProcess.once('exit', (code) => reject(new Error(`the browser ended with code ${code}`)));
    timer = setTimeout(() => reject(new Error(`no answer within ${LAUNCH_LIMIT_MS} ms`)), LAUNCH_LIMIT_MS);
  });
  failed.catch(() => undefined); // Later it is the page's crash that tells.
  try {
    const connected = connect({
      transport,
      defaultViewport: null,
      // Pages are driven through sessions of our own; puppeteer keeps to the connection.
      targetFilter: (target) => target.type() === TargetType.BROWSER,
      protocolTimeout: 0,
    });
    connected.catch(() => undefined); // Lost the race.
    return { browser: await Promise.race([connected, failed]), transport };
  } catch (error) {
    const logs = launched.getRecentLogs();
    const message = `${(error as Error).message}\n${logs.join('\n')}`;
    throw lacksSandbox(logs) ? new NoSandbox(message) : new Error(message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** A headless shell knows the old switch only; full builds take the new headless mode. */
function headlessMode(binary: BrowserBinary): true | 'shell' {
  return /headless|sparticuz/i.test(binary.path) || binary.origin === 'npm' ? 'shell' : true;
}

/** Ours without our secrets: a browser that shows hostile pages needs none of them. */
function environment(temporary: string | null): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^CUNAN_/i.test(name));
  return { ...Object.fromEntries(own), ...(temporary === null ? {} : { TMPDIR: temporary }) };
}

/** 2: refused without asking; nobody is there to answer. */
const REFUSED_PERMISSIONS = [
  'automatic_downloads',
  'clipboard',
  'geolocation',
  'media_stream_camera',
  'media_stream_mic',
  'midi_sysex',
  'notifications',
  'protocol_handler',
  'sensors',
  'window_placement',
];

/** Speculation rules fetch pages past the interception of requests: a browser that preloads nothing ignores them. */
async function writePreferences(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'), { recursive: true });
  const refused = Object.fromEntries(REFUSED_PERMISSIONS.map((name) => [name, 2]));
  const preferences = {
    net: { network_prediction_options: 2 },
    webrtc: { ip_handling_policy: 'disable_non_proxied_udp' },
    // Nothing that a person types in a recorded browser is offered to be kept.
    credentials_enable_service: false,
    profile: { password_manager_enabled: false, default_content_setting_values: refused },
    autofill: { profile_enabled: false, credit_card_enabled: false },
    custom_handlers: { enabled: false },
  };
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
