// The command line as a person runs it: a process of its own, a data folder of its own, nothing of ours in between.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import type { CaseView, EvidenceView, JobView } from '../../../shared/api/views.ts';
import { isErrorCode } from '../../../shared/errors.ts';
import { errorLine } from '../../../shared/text/errors.ts';

export const root = join(import.meta.dirname, '..', '..', '..');
/** As it ships (npm run build:node), which starts three times as fast as the sources. */
const MAIN = join(root, 'out', 'node', 'cunan.js');
/** Halves what a start costs. */
const COMPILE_CACHE = join(tmpdir(), 'cunan-compile-cache');

export type Line = Readonly<Record<string, unknown>>;

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The JSON lines of --json. */
  readonly lines: readonly Line[];
}

export interface Cli {
  readonly folder: string;
  readonly home: string;
  /** A path below the test's own folder. */
  at(...parts: readonly string[]): string;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run>;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  remove(): void;
}

export function createCli(home?: string): Cli {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-cli-'));
  const data = home ?? join(folder, 'home');
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        CUNAN_LANG: 'zh-CN',
        CUNAN_PASSPHRASE: undefined,
        CUNAN_HOME: data,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    home: data,
    at: (...parts) => join(folder, ...parts),
    start,
    run: (args, env) => ended(start(args, env)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ended(child: ChildProcess): Promise<Run> {
  let out = '';
  let err = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err, lines: linesOf(out) }));
  });
}

function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** The lines of one kind of event. */
export function events(run: Run, event: string): readonly Line[] {
  return run.lines.filter((line) => line['event'] === event);
}

/** The last item's line; fails with what was printed where there is none. */
export function lastItem(run: Run): Line {
  const item = events(run, 'item').at(-1);
  expect(item, `${run.out}\n${run.err}`).toBeDefined();
  return item!;
}

/** The run's error line: its code, and a whole sentence in both languages. Returns the code. */
export function errorOf(run: Run): string {
  const [line] = events(run, 'error');
  expect(line, `${run.out}\n${run.err}`).toBeDefined();
  const { event: _event, code, sentence, ...details } = line!;
  if (!isErrorCode(code)) throw new Error(`not one of our codes: ${String(code)}`);
  const facts = details as Parameters<typeof errorLine>[1];
  expect(sentence).toBe(errorLine(code, facts, 'zh-CN'));
  expectWhole(String(sentence));
  expectWhole(errorLine(code, facts, 'en'));
  return code;
}

/** No blank that nobody filled, no stack, nothing undefined. */
export function expectWhole(text: string): void {
  expect(text).not.toBe('');
  expect(text).not.toMatch(/\{\w+\}|undefined|\[object|\bat .*\.ts:\d+/);
}

export interface Snapshot {
  readonly cases: readonly CaseView[];
  readonly evidence: readonly EvidenceView[];
  readonly jobs: readonly JobView[];
  readonly settings: unknown;
}

/** What is in the folder, read without the command line; the audit log is checked on the way. */
export async function snapshot(home: string): Promise<Snapshot> {
  const app = await createApp({ home, shell: 'cli', startJobs: false });
  try {
    const { core } = app;
    expect((await core.doctor()).find((item) => item.id === 'audit')).toMatchObject({ status: 'ok' });
    return {
      cases: await core.listCases(),
      evidence: (await core.listEvidence({})).items,
      jobs: await core.listJobs(),
      settings: await core.getSettings(),
    };
  } finally {
    await app.close();
  }
}
