// What a check found -> environment.json and raw.jsonl, as they stand in the package.

import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import {
  blockingItems,
  ENVIRONMENT_FORMAT,
  outcomeOf,
  type EnvironmentRaw,
  type EnvironmentRecord,
  type EnvironmentRun,
} from '../../shared/evidence/environment.ts';
import type { EnvironmentReport } from '../capture/types.ts';
import type { ClockReading } from './clock/watch.ts';
import type { System } from './ports.ts';

/** A look at this computer that is over, with what it read. */
export interface ClosedRun {
  readonly run: EnvironmentRun;
  readonly raw: readonly EnvironmentRaw[];
}

export interface ReportSubject {
  readonly host: string | null;
  readonly isPrivate: boolean;
  readonly system: Pick<System, 'platform' | 'release' | 'arch' | 'timeZone'>;
  readonly clock: ClockReading;
  /** Why a capture went on in spite of what blocks, and who said so; null: nobody did. */
  readonly reason: string | null;
  readonly by: string | null;
  /** Of the report, ISO 8601 UTC. */
  readonly at: string;
}

/** @param after null where only the machine was looked at. */
export function buildReport(
  { host, isPrivate, system, clock, reason, by, at }: ReportSubject,
  before: ClosedRun,
  after: ClosedRun | null,
): EnvironmentReport {
  const runs = { before: before.run, after: after?.run ?? null };
  const blocking = blockingItems([runs.before, runs.after]);
  const facts = [...(after?.run.items ?? []), ...before.run.items].find(
    ({ code }) => code === 'network',
  )?.facts;
  const record: EnvironmentRecord = {
    format: ENVIRONMENT_FORMAT,
    host,
    privateTarget: isPrivate,
    platform: `${system.platform} ${system.release} ${system.arch}`,
    result: outcomeOf(runs),
    blocking,
    override: blocking.length > 0 && reason !== null ? { reason, by, at, items: blocking } : null,
    clock: { ...clock, timeZone: system.timeZone },
    publicIp: textOrNull(facts?.['publicIp']),
    ...runs,
  };
  return {
    record,
    network: textOrNull(facts?.['network']),
    json: canonicalJson(record),
    rawJsonl: [...before.raw, ...(after?.raw ?? [])].map((line) => `${canonicalJson(line)}\n`).join(''),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
