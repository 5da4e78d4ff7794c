// `npm start` without a window on the real core: one owner, a second start that joins, the command line beside it, an
// orderly end, and clear sentences for what goes wrong. Needs the built renderer (npm ci builds it).

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const homes: string[] = [];
const children: ChildProcess[] = [];

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly code: Promise<number | null>;
}

const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'cunan-start-'));
  homes.push(home);
  return home;
};
const envOf = (home: string): NodeJS.ProcessEnv => ({
  ...process.env,
  CUNAN_HOME: home,
  DISPLAY: '',
  WAYLAND_DISPLAY: '',
});

function launch(home: string, args: readonly string[]): Launched {
  const child = spawn(process.execPath, [join(root, 'electron/cli/start.ts'), ...args], {
    env: envOf(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, code };
}

const ENTRY = /http:\/\/127\.0\.0\.1:(\d+)\/enter#ticket=([\w-]{43})/;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

test('starts, lets in, is found by others, and ends in order', async () => {
  const home = newHome();
  const first = launch(home, []);
  await expect.poll(first.output, { timeout: 30_000 }).toMatch(ENTRY);
  const [, port = '', ticket = ''] = ENTRY.exec(first.output()) ?? [];
  const page = await fetch(`http://127.0.0.1:${port}/enter`, {
    method: 'POST',
    body: new URLSearchParams({ ticket }),
  });
  const bearer = /"bearer":"([\w-]+)"/.exec(await page.text())?.[1];
  const info = await fetch(`http://127.0.0.1:${port}/api/info`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(JSON.stringify(await info.json())).toContain('"shell":"browser"');

  const second = launch(home, ['--no-window']);
  expect(await second.code).toBe(0);
  expect(second.output()).toMatch(/已在运行.*already running/);
  expect(ENTRY.exec(second.output())?.[1]).toBe(port);

  const cases = spawnSync(process.execPath, [join(root, 'electron/cli/main.ts'), 'doctor'], {
    env: envOf(home),
    encoding: 'utf8',
  });
  expect(cases.stdout).toContain(home);

  expect(existsSync(join(home, 'shell.json'))).toBe(true);
  first.child.kill('SIGTERM');
  expect(await first.code).toBe(0);
  expect(first.output()).toContain('Cunan has ended');
  expect(existsSync(join(home, 'shell.json'))).toBe(false);
});

test('after a kill -9 the next start takes over; the stale address file leads nowhere', async () => {
  const home = newHome();
  const first = launch(home, ['--no-window']);
  await expect.poll(first.output, { timeout: 30_000 }).toMatch(ENTRY);
  const stale = readFileSync(join(home, 'shell.json'), 'utf8');
  first.child.kill('SIGKILL');
  await first.code;
  expect(readFileSync(join(home, 'shell.json'), 'utf8')).toBe(stale);
  const next = launch(home, ['--no-window']);
  await expect.poll(next.output, { timeout: 30_000 }).toMatch(ENTRY);
  expect(readFileSync(join(home, 'shell.json'), 'utf8')).not.toBe(stale);
  next.child.kill('SIGINT');
  expect(await next.code).toBe(0);
});

test('a port that is taken, an option that does not exist', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const blocked = launch(newHome(), ['--no-window', '--port', String(port)]);
  expect(await blocked.code).toBe(4);
  expect(blocked.output()).toMatch(/端口已被占用.*port is taken/);
  await new Promise((resolve) => taken.close(resolve));

  for (const args of [['--nonsense'], ['--port', 'x'], ['--port', '70000']]) {
    const refused = launch(newHome(), args);
    expect(await refused.code).toBe(2);
    expect(refused.output()).toContain('--no-window');
  }
});
