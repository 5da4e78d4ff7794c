// The device's clock against its sources: measured now and then for all captures, and held against the monotonic clock in
// between, so that setting the clock in the meantime shows without asking the servers again.

import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import type { Clock, Random } from '../../platform/ports.ts';
import type { EnvironmentPorts } from '../ports.ts';
import type { Found, Look } from '../probe.ts';
import { judgeClock } from './judge.ts';
import { askHttpsDate, askNtp, type TimeProblem, type TimeReading } from './sources.ts';

const GOOD_FOR_MS = 300_000;
/** Nobody answered: a closed network is not asked again at once. */
const BAD_FOR_MS = 60_000;
const TIMEOUT_MS = 1_500;
/** Slewing and the grain of both clocks stay below it. */
const STEP_MS = 500;

export interface TimeServers {
  readonly ntpServers: readonly string[];
  readonly timeUrls: readonly string[];
}

export interface ClockReading {
  readonly source: 'device' | 'ntp' | 'https-date';
  readonly offsetMs: number | null;
}

export interface ClockWatch {
  probe(look: Look): Promise<Found>;
  /** The newest measurement with what the clock was moved by since. */
  current(): ClockReading;
}

interface Measured {
  readonly key: string;
  readonly atMonotonicMs: number;
  /** Device clock minus monotonic clock. */
  readonly baseMs: number;
  readonly readings: readonly TimeReading[];
  readonly problems: readonly TimeProblem[];
}

export interface ClockDeps {
  readonly ports: EnvironmentPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly servers: () => TimeServers;
}

export function createClockWatch({ ports, clock, random, servers }: ClockDeps): ClockWatch {
  let measured: Measured | null = null;
  let under: Promise<Measured> | null = null;

  const base = (): number => clock.now().getTime() - clock.monotonicMs();

  async function measure(key: string, { ntpServers, timeUrls }: TimeServers): Promise<Measured> {
    const deps = { ports, clock, random, timeoutMs: TIMEOUT_MS };
    const baseMs = base();
    const asked = [
      ...ntpServers.map((server) => [{ kind: 'ntp' as const, server }, askNtp(server, deps)] as const),
      ...timeUrls.map(
        (url) => [{ kind: 'https-date' as const, server: url }, askHttpsDate(url, deps)] as const,
      ),
    ];
    const answers = await Promise.allSettled(asked.map(([, answer]) => answer));
    return {
      key,
      atMonotonicMs: clock.monotonicMs(),
      baseMs,
      readings: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
      problems: answers.flatMap((answer, at) =>
        answer.status === 'rejected' ? [{ ...asked[at]![0], error: String(answer.reason) }] : [],
      ),
    };
  }

  async function fresh(): Promise<Measured> {
    const wanted = servers();
    const key = JSON.stringify(wanted);
    const ageMs = measured === null ? Infinity : clock.monotonicMs() - measured.atMonotonicMs;
    if (measured?.key === key && ageMs < (measured.readings.length > 0 ? GOOD_FOR_MS : BAD_FOR_MS))
      return measured;
    under ??= measure(key, wanted).finally(() => {
      under = null;
    });
    measured = await under;
    return measured;
  }

  return {
    async probe(look) {
      const now = await fresh();
      const stepMs = base() - now.baseMs;
      for (const { server, kind, offsetMs, uncertaintyMs } of now.readings) {
        look.keep(
          `${kind} ${server}`,
          `device minus server ${offsetMs.toFixed(1)} ms, ± ${uncertaintyMs.toFixed(1)} ms`,
        );
      }
      for (const { server, kind, error } of now.problems) look.keep(`${kind} ${server}`, error);
      const judged = judgeClock(now.readings.map((each) => ({ ...each, offsetMs: each.offsetMs + stepMs })));
      const stepped: readonly EnvironmentFinding[] =
        Math.abs(stepMs) > STEP_MS ? [{ code: 'clock-stepped', details: { stepMs } }] : [];
      return {
        findings: [...judged.findings, ...stepped],
        facts: {
          offsetMs: judged.reading === null ? null : judged.reading.offsetMs,
          uncertaintyMs: judged.reading === null ? null : judged.reading.uncertaintyMs,
          source: judged.reading === null ? null : `${judged.reading.kind} ${judged.reading.server}`,
          measuredSecondsAgo: (clock.monotonicMs() - now.atMonotonicMs) / 1_000,
          answered: now.readings.map(({ server }) => server),
          silent: now.problems.map(({ server }) => server),
          timeZone: ports.system.timeZone,
        },
      };
    },
    current() {
      if (measured === null) return { source: 'device', offsetMs: null };
      const stepMs = base() - measured.baseMs;
      const { reading } = judgeClock(measured.readings);
      if (reading === null) return { source: 'device', offsetMs: null };
      return { source: reading.kind, offsetMs: Math.round(reading.offsetMs + stepMs) };
    },
  };
}
