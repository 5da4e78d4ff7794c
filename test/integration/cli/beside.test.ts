// A command line beside a running app: it talks to the owner of the folder, never runs a second job runner, and no
// capture reaches the app's own port.

import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { createCli, errorOf, events, lastItem, snapshot, type Cli } from './cunan.ts';

const ENTRY = /http:\/\/127\.0\.0\.1:(\d+)\/enter/;

let cli: Cli;
let site: DemoSite;
let app: ChildProcess;
let said = '';
let port: string;

beforeAll(async () => {
  cli = createCli();
  site = await startDemoSite(findResources(null).demoSite);
  app = cli.start(['serve', '--no-window']);
  for (const stream of [app.stdout!, app.stderr!])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  await vi.waitUntil(() => ENTRY.test(said), { timeout: 60_000 });
  port = ENTRY.exec(said)![1]!;
});

afterAll(async () => {
  if (app.exitCode === null) app.kill('SIGKILL');
  await site.close();
  cli.remove();
});

it('captures through the app, exports from its own process, and sees what the app sees', async () => {
  const run = await cli.run([
    ...words('--json capture --case 旁边 --allow-private --out'),
    cli.at('out'),
    `${site.url}/`,
    `${site.url}/item.html`,
  ]);
  expect(run.code, run.err).toBe(0);
  const items = events(run, 'item');
  expect(items.map((item) => item['state'])).toEqual(['COMPLETE', 'COMPLETE']);
  for (const item of items) expect(existsSync(String(item['package']))).toBe(true);
  // Every job was announced by the owner's stream, step by step.
  const steps = events(run, 'job').filter((line) => line['step'] === 'screenshot');
  expect(steps.length).toBeGreaterThanOrEqual(2);
  const verified = await cli.run(['--json', 'verify', ...items.map((item) => String(item['package']))]);
  expect(verified.lines.map((line) => line['verdict'])).toEqual(['valid', 'valid']);
  expect(verified.lines[0]).toMatchObject({ signer: { status: 'known' } });
  const certified = await cli.run(['--json', 'certify', String(items[0]!['id']), '--out', cli.at('out')]);
  expect(existsSync(String(lastItem(certified)['certificate']))).toBe(true);
});

it('two command lines at once: one runner, every page captured once, numbers without gaps', async () => {
  const runs = await Promise.all(
    ['a', 'b'].map((query) =>
      cli.run(['--json', 'capture', `${site.url}/?${query}`, '--case', '旁边', '--allow-private']),
    ),
  );
  expect(runs.map((run) => run.code)).toEqual([0, 0]);
  const listed = await cli.run(['--json', 'cases', '旁边']);
  const numbers = listed.lines.map((line) => Number(line['sequence'])).toSorted((a, b) => a - b);
  expect(numbers).toEqual([1, 2, 3, 4]);
  expect(new Set(listed.lines.map((line) => line['requestedUrl'])).size).toBe(4);
});

it.each([
  ['config', 'set', 'concurrency', 'many', 'input/invalid'],
  ['capture', 'not a url', '--case', '新案件', 'input/not-a-url'],
  ['export', 'E-20261122-AAAAAAAAA', '', '', 'input/not-found'],
])('errors keep their codes on the way through the app: %s %s', async (...args) => {
  const code = args.pop();
  const run = await cli.run(['--json', ...args.filter((arg) => arg !== '')]);
  expect(errorOf(run)).toBe(code);
  expect(run.code).toBe(2);
});

it("refuses the app's own port, however it is written and whatever is allowed", async () => {
  for (const host of ['localhost', '0x7f.1', '[::ffff:127.0.0.1]']) {
    const run = await cli.run(['--json', 'capture', `http://${host}:${port}/`, '--allow-private']);
    expect(errorOf(run), host).toBe('input/private-address');
    expect(run.code).toBe(2);
  }
  expect((await cli.run(['--json', 'cases'])).lines.map((line) => line['name'])).toEqual(['旁边']);
});

it('leaves the folder in order when the app ends', async () => {
  const ended = new Promise((resolve) => app.once('close', resolve));
  app.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(existsSync(join(cli.home, 'shell.json'))).toBe(false);
  const { evidence, jobs } = await snapshot(cli.home);
  expect(evidence).toHaveLength(4);
  expect(jobs.every((job) => job.state === 'done' && job.attempts === 1)).toBe(true);
});

function words(line: string): readonly string[] {
  return line.split(' ');
}
