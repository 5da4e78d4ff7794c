// Everything that may be typed wrongly, or point at what is not there: an exit code, a code, a whole sentence in both
// languages, and nothing changed. Attempts that the network answers are sealed all the same.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoSite, type DemoSite } from '../../../electron/demo/site.ts';
import { findResources } from '../../../electron/platform/resources.ts';
import { startSites, type Site } from '../../sites/server.ts';
import {
  createCli,
  errorOf,
  events,
  expectWhole,
  lastItem,
  snapshot,
  type Cli,
  type Snapshot,
} from './cunan.ts';

let cli: Cli;
let site: DemoSite;
let secure: Site;
let before: Snapshot;
let packagePath: string;

beforeAll(async () => {
  cli = createCli();
  site = await startDemoSite(findResources(null).demoSite);
  secure = await startSites({ tls: true });
  const run = await cli.run([
    '--json',
    'capture',
    `${site.url}/`,
    '--case',
    '案件一',
    '--out',
    cli.at('out'),
    '--allow-private',
  ]);
  expect(run.code, run.err).toBe(0);
  packagePath = String(lastItem(run)['package']);
  before = await snapshot(cli.home);
  const whole = readFileSync(packagePath);
  writeFileSync(cli.at('cut.zip'), whole.subarray(0, whole.length >> 1));
  writeFileSync(cli.at('no-zip.zip'), 'this is no ZIP');
  writeFileSync(cli.at('empty.zip'), '');
  writeFileSync(cli.at('no-trust.json'), '{"format":"cunan-trust/1"}');
  writeFileSync(cli.at('no-root.pem'), 'this is no certificate');
  mkdirSync(cli.at('folder.zip'));
  copyFileSync(packagePath, cli.at('good.zip'));
});

afterAll(async () => {
  await site.close();
  await secure.close();
  cli.remove();
});

interface Refused {
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
}

const id = 'E-20261122-AAAAAAAAA';
const refused: readonly Refused[] = [
  { args: ['capture', 'not a url', '--case', '新案件'], exit: 2, code: 'input/not-a-url' },
  { args: ['capture', `http://e.example/${'证'.repeat(8_000)}`], exit: 2, code: 'input/not-a-url' },
  { args: ['capture', 'file:///etc/passwd'], exit: 2, code: 'input/unsupported-scheme' },
  { args: ['capture', 'javascript:alert(1)'], exit: 2, code: 'input/unsupported-scheme' },
  { args: ['capture', 'http://127.0.0.1/', '--case', '新案件'], exit: 2, code: 'input/private-address' },
  { args: ['capture', 'http://[::1]:8080/'], exit: 2, code: 'input/private-address' },
  { args: ['capture', 'http://0x7f000001/'], exit: 2, code: 'input/private-address' },
  { args: ['capture', 'http://user:secret@e.example/'], exit: 2, code: 'input/invalid' },
  { args: ['capture', 'http://nowhere.invalid/', 'not a url'], exit: 2, code: 'input/not-a-url' },
  { args: ['capture', 'http://nowhere.invalid/', '--case', ''], exit: 2, code: 'input/invalid' },
  { args: ['export', id], exit: 2, code: 'input/not-found' },
  { args: ['certify', id], exit: 2, code: 'input/not-found' },
  { args: ['attest', id], exit: 2, code: 'input/not-found' },
  { args: ['cases', '没有的案件'], exit: 2, code: 'input/not-found' },
  { args: ['config', 'get', 'nothing'], exit: 2, code: 'input/not-found' },
  { args: ['config', 'set', 'concurrency', 'many'], exit: 2, code: 'input/invalid' },
  { args: ['config', 'set', 'operator', 'Alice'], exit: 2, code: 'input/invalid' },
  { args: ['config', 'set', 'operator.name', 'x'.repeat(300)], exit: 2, code: 'input/invalid' },
  { args: ['config', 'set', '__proto__', '{}'], exit: 2, code: 'input/not-found' },
  { args: ['config', 'add-tsa', 'Bad Name', 'http://t.example/'], exit: 2, code: 'input/invalid' },
  { args: ['config', 'add-tsa', 'tsa', 'ftp://t.example/'], exit: 2, code: 'input/invalid' },
  {
    args: ['config', 'add-tsa', 'tsa', 'http://t.example/', '--policy', 'x'],
    exit: 2,
    code: 'input/invalid',
  },
  {
    args: ['config', 'add-tsa', 'tsa', 'http://t.example/', '--root', 'missing.pem'],
    exit: 2,
    code: 'input/file-unreadable',
  },
  {
    args: ['config', 'add-tsa', 'tsa', 'http://t.example/', '--root', 'no-root.pem'],
    exit: 2,
    code: 'input/invalid',
  },
  { args: ['config', 'remove-tsa', 'nobody'], exit: 2, code: 'input/not-found' },
  { args: ['verify', 'missing.zip'], exit: 2, code: 'input/not-found' },
  { args: ['verify', 'folder.zip'], exit: 2, code: 'input/file-unreadable' },
  { args: ['verify', 'good.zip', '--trust', 'missing.json'], exit: 2, code: 'input/file-unreadable' },
  { args: ['verify', 'good.zip', '--trust', 'no-trust.json'], exit: 2, code: 'input/invalid' },
  // Before the file: a flag must not swallow what follows it.
  { args: ['verify', '--require', 'tsa=0', 'good.zip'], exit: 2, code: 'input/invalid' },
  { args: ['verify', 'good.zip', '--at', 'yesterday'], exit: 2, code: 'input/invalid' },
  { args: ['serve', '--port', 'abc', '--no-window'], exit: 2, code: 'input/invalid' },
  { args: ['serve', '--port', '70000', '--no-window'], exit: 2, code: 'input/invalid' },
];

describe('refused, and nothing changed', () => {
  it.each(refused)('$code: $args.0 $args.1', async ({ args, exit, code }) => {
    const run = await cli.run(['--json', ...args]);
    expect(errorOf(run)).toBe(code);
    expect(run.code).toBe(exit);
    expect(run.out + run.err).not.toContain('secret');
  });

  it('leaves cases, evidence, jobs and settings as they were', async () => {
    expect(await snapshot(cli.home)).toEqual(before);
    expect(events(await cli.run(['--json', 'verify', packagePath]), 'verified')[0]!['verdict']).toBe('valid');
  });

  it.each([
    [['frob'], /没有“frob”这个命令/],
    [['--lang', 'en', 'frob'], /unknown command/],
    [['capture'], /--from/],
    [['capture', 'http://nowhere.invalid/', '--frob'], /没有“--frob”这个选项/],
    [['--lang', 'fr', 'cases'], /不在允许之列：zh-CN, en/],
  ])('wrong usage: %s', async (args, said) => {
    const run = await cli.run(args);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(said);
  });

  it('says the same to a person, in the language chosen', async () => {
    const zh = await cli.run(['capture', 'ftp://e.example/']);
    const en = await cli.run(['--lang', 'en', 'capture', 'ftp://e.example/']);
    expect(zh.err).toMatch(/^不支持“ftp”类型的地址。没有任何改动。.*\[input\/unsupported-scheme\]\n$/);
    expect(en.err).toMatch(/^Addresses of the kind “ftp” cannot be captured\. Nothing was changed\./);
    expect(zh.out + en.out).toBe('');
  });
});

describe('files that are no package are invalid, not an error', () => {
  it.each(['cut.zip', 'no-zip.zip', 'empty.zip'])('%s', async (name) => {
    const [json, text] = await Promise.all([cli.run(['--json', 'verify', name]), cli.run(['verify', name])]);
    expect([json.code, text.code]).toEqual([1, 1]);
    expect(events(json, 'verified')[0]).toMatchObject({ verdict: 'invalid', signer: { status: 'none' } });
    expectWhole(text.out);
    expect(text.out).toContain('无效');
  });

  it('the worst of several decides, and each has its line', async () => {
    const run = await cli.run(['--json', 'verify', 'good.zip', 'missing.zip', 'cut.zip']);
    expect(run.code).toBe(1);
    expect(run.lines.map((line) => line['verdict'] ?? line['code'])).toEqual([
      'valid',
      'input/not-found',
      'invalid',
    ]);
  });
});

describe('what the network refuses is sealed as FAILED', () => {
  it('a name, a closed port and a self-signed certificate, in one batch', async () => {
    const urls = [
      'http://nowhere.invalid/',
      `http://127.0.0.1:${await refusedPort()}/`,
      `${secure.url}/simple`,
    ];
    const run = await cli.run(['--json', 'capture', ...urls, '--out', cli.at('failed'), '--allow-private']);
    expect(run.code, run.err).toBe(1);
    const items = events(run, 'item');
    const causes = items.map(
      (item) => (item['reasons'] as { details: Record<string, string> }[])[0]!.details,
    );
    expect(items.map((item) => item['state'])).toEqual(['FAILED', 'FAILED', 'FAILED']);
    expect(causes.map(({ error, cause }) => [error, cause])).toEqual([
      ['capture/name-not-resolved', 'net::ERR_NAME_NOT_RESOLVED'],
      ['capture/connection-refused', 'net::ERR_CONNECTION_REFUSED'],
      ['capture/tls-error', 'net::ERR_CERT_AUTHORITY_INVALID'],
    ]);
    const packages = items.map((item) => String(item['package']));
    const verified = await cli.run(['--json', 'verify', ...packages]);
    expect(verified.lines.map((line) => line['verdict'])).toEqual(['valid', 'valid', 'valid']);
    const shown = await cli.run(['verify', packages[2]!]);
    expectWhole(shown.out);
  });

  it('and a person reads why', async () => {
    const zh = await cli.run(['capture', 'http://nowhere.invalid/']);
    expect(zh.code).toBe(1);
    expectWhole(zh.out);
    expect(zh.out).toMatch(/域名“nowhere\.invalid”无法解析。.*ERR_NAME_NOT_RESOLVED/);
  });
});

/** A port that nobody listens on (any more). */
async function refusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
