// When a failed attempt is made again: four times as long after each failure, a fifth more or less so that many jobs
// of one host do not come back at the same moment.

import type { Random } from '../platform/ports.ts';
import type { JobRecord } from './ports.ts';

const FACTOR = 4;
const JITTER = 0.2;

/** ISO 8601; the job has a retry rule. */
export function postponedUntil(
  { retry, earlier }: Pick<JobRecord, 'retry' | 'earlier'>,
  now: Date,
  random: Random,
): string {
  const wait = (retry?.backoffMs ?? 0) * FACTOR ** earlier.length;
  const share = random.bytes(1)[0]! / 255;
  return new Date(now.getTime() + wait * (1 - JITTER + 2 * JITTER * share)).toISOString();
}
