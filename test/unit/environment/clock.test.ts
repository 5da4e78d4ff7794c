// The clock against servers that tell the truth, lie, or answer something else: real UDP and real HTTPS on this machine.

import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeClock } from '../../../electron/environment/clock/judge.ts';
import { askHttpsDate, askNtp, type TimeReading } from '../../../electron/environment/clock/sources.ts';
import { createHttps, createUdp } from '../../../electron/environment/node-network.ts';
import { createCertificates } from '../../sites/certificates.ts';
import { clock, portsOf, random } from './ports.ts';

const EPOCH_S = 2_208_988_800;

/** What the server does to an honest answer. */
type Lie = (answer: Buffer, request: Buffer) => Buffer | readonly Buffer[] | null;

let socket: Socket;
let lie: Lie = (answer) => answer;
let aheadMs = 0;
let https: Server;
let date: () => string = () => new Date().toUTCString();
let age: string | null = null;
const certificate = createCertificates(1)[0]!;

beforeAll(async () => {
  socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    const answer = Buffer.alloc(48);
    answer[0] = (4 << 3) | 4;
    answer[1] = 2;
    request.copy(answer, 24, 40, 48);
    for (const at of [32, 40]) writeTime(answer, at, Date.now() + aheadMs);
    const told = lie(answer, request);
    for (const each of told === null ? [] : [told].flat()) socket.send(each, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  https = createServer({ key: certificate.keyPem, cert: certificate.certPem }, (_, response) => {
    response.writeHead(200, { date: date(), ...(age !== null && { age }) }).end();
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  socket.close();
  await new Promise((resolve) => https.close(resolve));
});

function writeTime(answer: Buffer, at: number, ms: number): void {
  answer.writeUInt32BE((Math.floor(ms / 1_000) + EPOCH_S) % 2 ** 32, at);
  answer.writeUInt32BE(Math.floor(((ms % 1_000) / 1_000) * 2 ** 32), at + 4);
}

const deps = {
  ports: portsOf({
    udp: createUdp(clock.monotonicMs),
    https: createHttps(clock.monotonicMs, certificate.certPem),
  }),
  clock,
  random,
  timeoutMs: 400,
};
const ask = (): Promise<TimeReading> =>
  askNtp(`127.0.0.1:${socket.address().port}`, { ...deps, timeoutMs: 5_000 });

const url = (): string => `https://127.0.0.1:${(https.address() as AddressInfo).port}/`;

const reading = (server: string, offsetMs: number, kind: TimeReading['kind'] = 'ntp'): TimeReading => ({
  kind,
  server,
  offsetMs,
  uncertaintyMs: kind === 'ntp' ? 20 : 550,
});

const codesOf = (readings: readonly TimeReading[]): readonly string[] =>
  judgeClock(readings).findings.map(({ code }) => code);

const read = (): Promise<TimeReading> => askHttpsDate(url(), { ...deps, timeoutMs: 10_000 });

describe('NTP', () => {
  it('tells how far the device is off, and how sure that is', async () => {
    for (const ms of [0, 90_000, -3_600_000]) {
      aheadMs = ms;
      const { offsetMs, uncertaintyMs } = await ask();
      expect(Math.abs(offsetMs + ms)).toBeLessThanOrEqual(uncertaintyMs + 50);
    }
    aheadMs = 0;
  });

  it.each<[string, Lie, RegExp]>([
    ['a client', (answer) => Buffer.from(answer.with(0, (4 << 3) | 3)), /mode 3/],
    ['version 1', (answer) => Buffer.from(answer.with(0, (1 << 3) | 4)), /version 1/],
    [
      'not synchronised',
      (answer) => Buffer.from(answer.with(0, (3 << 6) | (4 << 3) | 4)),
      /not synchronised/,
    ],
    ['stratum 16', (answer) => Buffer.from(answer.with(1, 16)), /stratum 16/],
    [
      'go away',
      (answer) => {
        answer[1] = 0;
        answer.write('RATE', 12);
        return answer;
      },
      /refused: RATE/,
    ],
    [
      'unsure by hours',
      (answer) => {
        answer.writeUInt32BE(0x0fff0000, 8);
        return answer;
      },
      /unsure/,
    ],
    ['no time', (answer) => answer.fill(0, 40, 48), /no time/],
    [
      'sent before it was received',
      (answer) => {
        writeTime(answer, 40, Date.now() - 5_000);
        return answer;
      },
      /contradict/,
    ],
  ])('an answer that counts for nothing: %s', async (_name, change, problem) => {
    lie = change;
    try {
      await expect(ask()).rejects.toThrow(problem);
    } finally {
      lie = (answer) => answer;
    }
  });

  it('answers to another question are not heard, the right one behind them is', async () => {
    lie = (answer) => {
      const forged = Buffer.from(answer);
      forged.fill(7, 24, 32);
      writeTime(forged, 32, Date.now() + 999_000);
      writeTime(forged, 40, Date.now() + 999_000);
      return [forged, answer.subarray(0, 20), answer];
    };
    expect(Math.abs((await ask()).offsetMs)).toBeLessThan(5_000);
    lie = () => null;
    await expect(askNtp(`127.0.0.1:${socket.address().port}`, deps)).rejects.toThrow(
      /no answer within 400 ms/,
    );
    lie = (answer) => answer;
  });
});

describe('HTTPS Date', () => {
  it('is taken to the second, and not from a cache', async () => {
    date = () => new Date(Date.now() + 120_000).toUTCString();
    const { offsetMs, uncertaintyMs } = await read();
    expect(Math.abs(offsetMs + 120_000)).toBeLessThanOrEqual(uncertaintyMs + 500);
    age = '300';
    await expect(read()).rejects.toThrow(/cache/);
    age = null;
    date = () => 'yesterday';
    await expect(read()).rejects.toThrow(/no Date/);
  });

  it('a certificate that nobody vouches for is no source', async () => {
    const strict = { ...deps, ports: portsOf({ https: createHttps(clock.monotonicMs) }), timeoutMs: 10_000 };
    await expect(askHttpsDate(url(), strict)).rejects.toThrow(/self-signed/);
    await expect(askHttpsDate(url().replace('https', 'http'), strict)).rejects.toThrow(/only https/);
  });
});

describe('what may be said of several readings', () => {
  it('none, one, two that agree', () => {
    expect(codesOf([])).toEqual(['clock-no-source']);
    expect(codesOf([reading('a', 4)])).toEqual(['clock-one-source']);
    expect(codesOf([reading('a', 90_000)])).toEqual(['clock-one-source']);
    expect(codesOf([reading('a', 4), reading('b', -9)])).toEqual(['clock-agrees']);
    expect(codesOf([reading('a', 4_000), reading('b', 4_100)])).toEqual(['clock-off']);
    expect(codesOf([reading('a', -90_000), reading('b', -90_040, 'https-date')])).toEqual(['clock-wrong']);
  });

  it('a liar is outvoted and named; two that contradict one another decide nothing', () => {
    const judged = judgeClock([reading('a', 5), reading('liar', 3_600_000), reading('b', 300, 'https-date')]);
    expect(judged.findings.map(({ code }) => code)).toEqual(['clock-sources-differ', 'clock-agrees']);
    expect(judged.reading?.server).toBe('a');
    expect(judgeClock([reading('a', 0), reading('liar', 3_600_000)])).toMatchObject({
      findings: [{ code: 'clock-sources-differ' }],
      reading: null,
    });
  });
});
