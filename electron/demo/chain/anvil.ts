// Runs anvil (npm package @foundry-rs/anvil, a development dependency) as a child process on a loopback port.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';

export interface Anvil {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  /** Resolves when the process has ended; asks first, then kills. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 3_000;
const MAX_OUTPUT_CHARS = 65_536;

/** Path of the binary that npm brought for this platform, null where there is none. */
export function findAnvil(): string | null {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const binary = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  try {
    const path = createRequire(import.meta.url).resolve(
      `@foundry-rs/anvil-${process.platform}-${arch}/bin/${binary}`,
    );
    return existsSync(path) ? path : null;
  } catch {
    // Not installed: an optional package of an optional platform.
    return null;
  }
}

/**
 * Throws shell/not-available where anvil is absent or does not start.
 * @param options.folder working folder, also for the states that anvil moves to disk
 * @param options.port 0: a free one
 */
export async function startAnvil(options: {
  readonly folder: string;
  readonly chainId: number;
  readonly port?: number;
  readonly extra?: readonly string[];
}): Promise<Anvil> {
  const path = findAnvil();
  if (!path) throw new AppError('shell/not-available', { what: 'anvil' });
  const args = ['--host', '127.0.0.1', '--port', String(options.port ?? 0)];
  args.push('--chain-id', String(options.chainId), '--cache-path', options.folder);
  args.push('--accounts', '1', '--mnemonic-random', '12', ...(options.extra ?? []));
  const child = spawn(path, args, {
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    // Nothing of ours: no proxy, no key. Windows needs SystemRoot to open a socket.
    env: { HOME: options.folder, SystemRoot: process.env['SystemRoot'] },
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.removeListener('exit', killWithUs));
  const port = await listeningPort(child);
  return { url: `http://127.0.0.1:${port}`, port, stop: () => stop(child) };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const found = new Promise<number | null>((resolve) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      // Read on afterwards: a full pipe would stop the node.
      if (output.length > MAX_OUTPUT_CHARS) return;
      output += chunk.toString('utf8');
      const match = /Listening on 127\.0\.0\.1:(\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    });
    child.once('error', () => resolve(null));
    child.once('exit', () => resolve(null));
  });
  const timer = new AbortController();
  const late = delay(START_TIMEOUT_MS, null, { signal: timer.signal }).catch(() => null);
  const port = await Promise.race([found, late]);
  timer.abort();
  if (port !== null) return port;
  await stop(child);
  throw new AppError('shell/not-available', { what: 'anvil' });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
