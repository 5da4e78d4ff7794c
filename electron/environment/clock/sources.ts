// Asks the time of others: NTP servers over UDP, and the Date of HTTPS answers (whole seconds, but signed for by TLS).

import type { Clock, Random } from '../../platform/ports.ts';
import type { EnvironmentPorts } from '../ports.ts';
import { answersSntp, buildSntpRequest, readSntpAnswer } from './sntp.ts';

export interface TimeReading {
  readonly kind: 'ntp' | 'https-date';
  readonly server: string;
  /** Device minus server. */
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
}

export interface TimeProblem {
  readonly kind: TimeReading['kind'];
  readonly server: string;
  readonly error: string;
}

export interface SourceDeps {
  readonly ports: EnvironmentPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly timeoutMs: number;
}

const NTP_PORT = 123;

/** @param server host or host:port */
export async function askNtp(server: string, deps: SourceDeps): Promise<TimeReading> {
  const { host, port } = hostAndPort(server);
  const nonce = deps.random.bytes(8);
  // One reading of both clocks: the device's may be set while we wait, the monotonic one never jumps.
  const baseMs = deps.clock.now().getTime() - deps.clock.monotonicMs();
  const { bytes, sentMs, receivedMs } = await deps.ports.udp.ask({
    host,
    port,
    datagram: () => buildSntpRequest(nonce),
    accept: (answer) => answersSntp(answer, nonce),
    timeoutMs: deps.timeoutMs,
  });
  const { offsetMs, uncertaintyMs } = readSntpAnswer(bytes, baseMs + sentMs, receivedMs - sentMs);
  return { kind: 'ntp', server, offsetMs, uncertaintyMs };
}

export async function askHttpsDate(url: string, deps: SourceDeps): Promise<TimeReading> {
  const baseMs = deps.clock.now().getTime() - deps.clock.monotonicMs();
  const { headers, sentMs, answeredMs } = await deps.ports.https.send({
    method: 'HEAD',
    url,
    headers: { 'cache-control': 'no-cache' },
    timeoutMs: deps.timeoutMs,
    maxBytes: 65_536,
  });
  const text = headers['date'] ?? '';
  const dateMs = Date.parse(text);
  if (!text.endsWith(' GMT') || Number.isNaN(dateMs)) throw new Error('no Date in the answer');
  // RFC 9110 section 5.1.1 of caches: an answer that was kept somewhere tells the time of long ago.
  if (headers['age'] !== undefined && headers['age'] !== '0')
    throw new Error('the answer comes from a cache');
  const halfTripMs = (answeredMs - sentMs) / 2;
  // The Date is the second that had begun: its middle is 500 ms later.
  const offsetMs = baseMs + sentMs + halfTripMs - (dateMs + 500);
  return { kind: 'https-date', server: new URL(url).host, offsetMs, uncertaintyMs: 500 + halfTripMs };
}

function hostAndPort(server: string): { readonly host: string; readonly port: number } {
  const match = /^(.+?)(?::(\d{1,5}))?$/.exec(server);
  const bracketed = /^\[(.+)\](?::(\d{1,5}))?$/.exec(server);
  const [, host = server, port] = bracketed ?? match ?? [];
  return { host, port: port === undefined ? NTP_PORT : Number(port) };
}
