// Several readings of the clock's offset -> one offset and what may be said of it. One source alone, however good, never
// passes; sources that contradict one another are named as that, and the larger agreeing group counts.

import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import type { TimeReading } from './sources.ts';

const WARN_MS = 2_000;
const BLOCK_MS = 60_000;
/** What two honest sources may differ by beyond their own uncertainty. */
const SLACK_MS = 250;

export interface JudgedClock {
  readonly findings: readonly EnvironmentFinding[];
  /** The reading that counts: NTP before HTTPS, then the surest. Null where nobody answered or no two agree. */
  readonly reading: TimeReading | null;
}

export function judgeClock(readings: readonly TimeReading[]): JudgedClock {
  const [only] = readings;
  if (only === undefined) return { findings: [{ code: 'clock-no-source' }], reading: null };
  if (readings.length === 1) {
    const details = { offsetMs: only.offsetMs, source: only.server };
    return { findings: [{ code: 'clock-one-source', details }], reading: only };
  }
  const group = largestGroup(readings);
  const findings: EnvironmentFinding[] = [];
  if (group.length < readings.length) {
    const offsets = readings.map(({ offsetMs }) => offsetMs);
    findings.push({
      code: 'clock-sources-differ',
      details: { differenceMs: Math.max(...offsets) - Math.min(...offsets), sources: names(readings) },
    });
  }
  if (group.length < 2) return { findings, reading: null };
  const reading = best(group);
  const size = Math.abs(reading.offsetMs);
  const code = size > BLOCK_MS ? 'clock-wrong' : size > WARN_MS ? 'clock-off' : 'clock-agrees';
  findings.push({ code, details: { offsetMs: reading.offsetMs, sources: names(group) } });
  return { findings, reading };
}

function best(readings: readonly TimeReading[]): TimeReading {
  return readings.toSorted((a, b) => rank(a) - rank(b) || a.uncertaintyMs - b.uncertaintyMs)[0]!;
}

/** The readings whose intervals all hold one common offset; of two as large, the one with the surer reading. */
function largestGroup(readings: readonly TimeReading[]): readonly TimeReading[] {
  const groups = readings.map((edge) =>
    readings.filter((other) => low(other) <= low(edge) && high(other) >= low(edge)),
  );
  return groups.toSorted((a, b) => b.length - a.length || best(a).uncertaintyMs - best(b).uncertaintyMs)[0]!;
}

function rank({ kind }: TimeReading): number {
  return kind === 'ntp' ? 0 : 1;
}

function low({ offsetMs, uncertaintyMs }: TimeReading): number {
  return offsetMs - uncertaintyMs - SLACK_MS;
}

function high({ offsetMs, uncertaintyMs }: TimeReading): number {
  return offsetMs + uncertaintyMs + SLACK_MS;
}

function names(readings: readonly TimeReading[]): string {
  return readings.map(({ server }) => server).join(', ');
}
