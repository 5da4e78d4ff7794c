// The environment check at a prompt: two time servers agree that this computer is an hour off. Without a reason the
// attempt is sealed as failed; with one the page is captured and the reason stands in package and certificate.

import { createSocket, type Socket } from 'node:dgram';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { EnvironmentRaw, EnvironmentRecord } from '../../../shared/evidence/environment.ts';
import type { Statement } from '../../../shared/evidence/statement.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { describeWith } from '../../tools.ts';
import { createCli, events, expectWhole, lastItem, type Cli, type Run } from './cunan.ts';

const REASON = '电池没电，时钟无法校准；以时间戳为准。';
const HOUR_MS = 3_600_000;

/** An NTP server whose clock is an hour ahead. */
async function startTimeServer(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    const answer = Buffer.alloc(48);
    answer.set([(4 << 3) | 4, 1]);
    request.copy(answer, 24, 40, 48);
    const ms = Date.now() + HOUR_MS;
    for (const at of [32, 40]) {
      answer.writeUInt32BE((Math.floor(ms / 1_000) + 2_208_988_800) % 2 ** 32, at);
      answer.writeUInt32BE(Math.floor(((ms % 1_000) / 1_000) * 2 ** 32), at + 4);
    }
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

const read = (run: Run | string, path: string): string => {
  const zip = typeof run === 'string' ? run : String(lastItem(run)['package']);
  return spawnSync('unzip', ['-p', zip, path], { encoding: 'utf8' }).stdout;
};

const json = (run: Run | string, path: string): unknown => JSON.parse(read(run, path));

describeWith(['unzip', 'pdftotext'], 'the environment check at a prompt', () => {
  let cli: Cli;
  let site: Site;
  let sockets: readonly Socket[];
  let held: Run;
  let reasoned: Run;

  beforeAll(async () => {
    cli = createCli();
    site = await startSites();
    sockets = [await startTimeServer(), await startTimeServer()];
    const environment = {
      ntpServers: sockets.map((socket) => `127.0.0.1:${socket.address().port}`),
      timeUrls: [],
      dohUrls: [],
      publicIpUrl: null,
    };
    const set = await cli.run(['config', 'set', 'environment', JSON.stringify(environment)]);
    expect(set.code, set.err).toBe(0);
    const capture = ['--json', 'capture', '--allow-private', `${site.url}/simple`, '--out', cli.at('out')];
    held = await cli.run(capture);
    reasoned = await cli.run([...capture, '--reason', REASON]);
  });
  afterAll(async () => {
    await site.close();
    for (const socket of sockets) socket.close();
    cli.remove();
  });

  it('without a reason: a sealed attempt with a code of its own, and nothing of the page', async () => {
    expect(held.code, held.err).toBe(1);
    expect(lastItem(held)).toMatchObject({
      state: 'FAILED',
      environment: { result: 'fail', blocking: ['clock'] },
    });
    const record = json(held, 'data/capture.json') as CaptureRecord;
    expect(record.reasons).toEqual([
      {
        code: 'no-main-document',
        details: expect.objectContaining({ error: 'capture/environment-blocked', cause: 'clock' }),
      },
    ]);
    expect(reasonSentence(record.reasons[0]!, 'zh-CN')).toContain('系统时间');
    expect(record.steps.find(({ name }) => name === 'navigate')?.status).toBe('skipped');
    expect(record.resources).toEqual([]);
    // The other one came with the reason.
    expect(site.paths().filter((path) => path === '/simple')).toHaveLength(1);
    expect(record.dns[0]?.addresses).toEqual(['127.0.0.1']);
    expect(await verdictOf(held)).toBe('valid');
  });

  it('with a reason: captured, the offset signed, the reason sealed', async () => {
    expect(reasoned.code, reasoned.err).toBe(0);
    const { clock } = (json(reasoned, 'attest/statement.json') as Statement).predicate;
    expect(clock.source).toBe('ntp');
    expect(Math.abs(clock.offsetMs! + HOUR_MS)).toBeLessThan(5_000);
    const record = json(reasoned, 'data/environment.json') as EnvironmentRecord;
    expect(record).toMatchObject({ result: 'fail', blocking: ['clock'], privateTarget: true, clock });
    expect(record.override).toMatchObject({ reason: REASON, by: null, items: ['clock'] });
    const raw = read(reasoned, 'data/environment/raw.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as EnvironmentRaw);
    expect(raw.filter(({ item }) => item === 'clock').map(({ run }) => run)).toContain('after');
    expect(await verdictOf(reasoned)).toBe('valid');
  });

  it('the process log has the order of a capture by the book', () => {
    const log = read(reasoned, 'data/events.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; details: Record<string, unknown> });
    const order = [
      'check-begin',
      'check-before',
      'navigate',
      'check-connection',
      'check-after',
      'check-overridden',
    ];
    const places = order.map((event) => log.findIndex((line) => line.event === event));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(log.find(({ event }) => event === 'check-overridden')?.details).toMatchObject({ reason: REASON });
    expect(log.at(-1)?.event).toBe('capture-end');
  });

  it('the certificate prints outcome, reason and digest of the report', () => {
    const zip = String(lastItem(reasoned)['package']);
    const pdf = spawnSync('unzip', ['-p', zip, 'certificate.pdf']).stdout;
    const text = spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' }).stdout;
    const flat = text.replace(/\s/g, '');
    expect(flat).toContain('不通过Failed');
    expect(flat).toContain(REASON.replace(/\s/g, ''));
    const sha256 = spawnSync('sha256sum', {
      input: read(reasoned, 'data/environment.json'),
      encoding: 'utf8',
    });
    expect(flat).toContain(sha256.stdout.slice(0, 64));
    expect(flat).not.toContain('未执行');
  });

  it('a batch carries its reason to every item; one without is held back, and says what to do', async () => {
    const sheet = cli.at('sheet.csv');
    writeFileSync(sheet, `网址\n${site.url}/simple\n`);
    const from = ['--json', 'capture', '--allow-private', '--include-duplicates', '--from', sheet];
    const folder = cli.at('batch-out');
    const given = await cli.run([...from, '--case', 'given', '--out', folder, '--reason', REASON]);
    expect(given.code, given.err).toBe(0);
    const record = json(String(events(given, 'package')[0]!['path']), 'data/environment.json');
    expect((record as EnvironmentRecord).override).toMatchObject({ reason: REASON, items: ['clock'] });
    expect(events(given, 'batch').at(-1)).toMatchObject({ environmentReason: REASON, counts: { done: 1 } });

    const none = await cli.run([...from.slice(1), '--case', 'none']);
    expect(none.code, none.err).toBe(1);
    expect(none.out).toContain('环境检查不通过（系统时间），没有填写理由');
    const id = /^(B-\w+) /m.exec(none.out)![1]!;
    const again = await cli.run(['--json', 'batch', 'retry', id, '--reason', REASON]);
    expect(again.code, again.err).toBe(0);
    expect(events(again, 'batch').at(-1)).toMatchObject({ balanced: true, counts: { done: 1, failed: 0 } });
  });

  it('cunan check says the same beforehand', async () => {
    const lines = await cli.run(['--json', 'check', `${site.url}/simple`]);
    const words = await cli.run(['check', `${site.url}/simple`]);
    expect(lines.code).toBe(1);
    expect(events(lines, 'check').find((line) => line['code'] === 'clock')).toMatchObject({ result: 'fail' });
    expect(events(lines, 'environment')[0]).toMatchObject({ result: 'fail', blocking: ['clock'] });
    expectWhole(words.out);
    expect(words.out.split('\n')[0]).toMatch(/^✗ 不通过 {2}系统时间/);
  });

  async function verdictOf(run: Run): Promise<unknown> {
    const verified = await cli.run(['--json', 'verify', String(lastItem(run)['package'])]);
    const report = verified.lines[0] as unknown as {
      verdict: string;
      checks: readonly { id: string; status: string }[];
    };
    expect(report.checks.find(({ id }) => id === 'environment')?.status).toBe('pass');
    return report.verdict;
  }
});
