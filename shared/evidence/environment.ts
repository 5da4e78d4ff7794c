// data/environment.json: the cleanliness check (清洁性检查) before and after a capture. Items and grades: which finding
// gives which result stands in one table, so that a result always follows from what was found.

import type { ClockFacts } from './capture-record.ts';

export const ENVIRONMENT_FORMAT = 'cunan-environment/1';

/** In the order in which they are shown. */
export const ENVIRONMENT_ITEMS = [
  'clock',
  'os',
  'device',
  'virtual',
  'hosts',
  'dns',
  'proxy',
  'network',
  'server',
  'tls',
  'browser',
  'profile',
  'extensions',
  'cache',
  'protection',
  'processes',
  'self',
  'recorder',
  'disk',
  'comparison',
] as const;
export type EnvironmentItemCode = (typeof ENVIRONMENT_ITEMS)[number];

/** What is looked at around a file deposit: this computer and its clock, nothing of networks and browsers. */
export const DEPOSIT_ITEMS: readonly EnvironmentItemCode[] = [
  'clock',
  'os',
  'device',
  'virtual',
  'protection',
  'processes',
  'self',
  'disk',
];

export const ENVIRONMENT_RESULTS = ['pass', 'warn', 'fail', 'unchecked', 'not-applicable'] as const;
/** 通过, 提示, 不通过, 无法检查, 不适用. */
export type EnvironmentResult = (typeof ENVIRONMENT_RESULTS)[number];

/** What a probe may find, with the result it gives. */
export const ENVIRONMENT_FINDINGS = {
  'clock-agrees': 'pass', // {offsetMs, sources}
  'clock-off': 'warn', // {offsetMs, sources}
  'clock-wrong': 'fail', // {offsetMs, sources}
  'clock-one-source': 'warn', // {offsetMs, source}
  'clock-sources-differ': 'warn', // {differenceMs, sources}
  'clock-stepped': 'warn', // {stepMs}
  'clock-no-source': 'unchecked',
  'os-recorded': 'pass', // {name, build}
  'device-recorded': 'pass', // {host}
  'virtual-no-sign': 'pass',
  'virtual-machine': 'warn', // {kind}
  'virtual-remote': 'warn', // {kind}
  'hosts-plain': 'pass',
  'hosts-other': 'warn', // {count}
  'hosts-target': 'fail', // {host, address}
  'dns-agrees': 'pass', // {resolvers}
  'dns-differs': 'warn', // {system, resolvers}
  'dns-one-resolver': 'warn', // {resolver}
  'dns-no-system': 'warn', // {error}
  'dns-no-resolver': 'unchecked',
  'dns-not-asked': 'unchecked', // switched off: no host name leaves this computer
  'dns-address': 'not-applicable',
  'proxy-none': 'pass',
  'proxy-used': 'fail', // {value}
  'proxy-active': 'warn', // {where, value}
  'proxy-script': 'warn', // {where, value}
  'proxy-detect': 'warn', // {where}
  'tunnel-route': 'fail', // {name}
  'tunnel-present': 'warn', // {name}
  'network-up': 'pass', // {name, address}
  'network-offline': 'fail',
  'network-address-unknown': 'unchecked',
  'server-in-dns': 'pass', // {address}
  'server-not-in-dns': 'warn', // {address}
  'tls-public-root': 'pass', // {root}
  'tls-local-root': 'fail', // {issuer}
  'tls-interception': 'fail', // {issuer}
  'tls-refused': 'fail', // {error}
  'tls-plain': 'not-applicable',
  'tls-no-chain': 'unchecked',
  'browser-known': 'pass', // {name, version}
  'browser-other': 'warn', // {name, version}
  'profile-fresh': 'pass',
  'profile-used': 'fail', // {cookies}
  'profile-session': 'warn', // {cookies}
  'extensions-none': 'pass',
  'extensions-found': 'fail', // {count}
  'cache-unused': 'pass',
  'cache-used': 'warn', // {count}
  'protection-on': 'pass', // {name}
  'protection-off': 'warn', // {name}
  'protection-none': 'warn',
  'protection-not-here': 'not-applicable',
  'processes-plain': 'pass', // {count}
  'process-remote': 'warn', // {name}
  'process-debugger': 'warn', // {name}
  'self-intact': 'pass', // {files}
  'self-changed': 'fail', // {count, path}
  'self-checkout': 'unchecked',
  'recorder-not-used': 'not-applicable',
  'recorder-filmed': 'pass',
  'recorder-absent': 'warn',
  'disk-enough': 'pass', // {freeMiB}
  'disk-low': 'warn', // {freeMiB}
  'disk-full': 'fail', // {freeMiB}
  'comparison-same': 'pass',
  'comparison-changed': 'warn', // {item, before, after}
  // any item
  'findings-more': 'not-applicable', // left out, none graver than those listed {count}
  'private-target': 'not-applicable',
  'not-reached': 'unchecked',
  'probe-failed': 'unchecked', // {what, error}
} as const satisfies Readonly<Record<string, EnvironmentResult>>;
export type EnvironmentFindingCode = keyof typeof ENVIRONMENT_FINDINGS;

/** The browser refused the connection itself: there is nothing left to hold back. */
const NOT_BLOCKING: ReadonlySet<EnvironmentFindingCode> = new Set(['tls-refused']);

export type EnvironmentDetails = Readonly<Record<string, string | number>>;

export interface EnvironmentFinding {
  readonly code: EnvironmentFindingCode;
  readonly details?: EnvironmentDetails;
}

export type EnvironmentFact = string | number | boolean | null | readonly string[];

export interface EnvironmentItem {
  readonly code: EnvironmentItemCode;
  /** machine: shared by captures that run together, measured when startedAt says; page: of this capture alone. */
  readonly scope: 'machine' | 'page';
  /** The gravest of its findings. */
  readonly result: EnvironmentResult;
  readonly findings: readonly EnvironmentFinding[];
  readonly facts: Readonly<Record<string, EnvironmentFact>>;
  /** ISO 8601 UTC, device clock. */
  readonly startedAt: string;
  readonly durationMs: number;
}

export interface EnvironmentRun {
  readonly startedAt: string;
  readonly endedAt: string;
  /** One of each code, in the order of ENVIRONMENT_ITEMS; comparison only after. */
  readonly items: readonly EnvironmentItem[];
}

export interface EnvironmentOverride {
  readonly reason: string;
  /** As in the settings, not verified; null where nobody is named. */
  readonly by: string | null;
  readonly at: string;
  readonly items: readonly EnvironmentItemCode[];
}

export interface EnvironmentRecord {
  readonly format: typeof ENVIRONMENT_FORMAT;
  /** Null where only the machine was looked at. */
  readonly host: string | null;
  /** The target is an address of this machine or its network: network items do not apply. */
  readonly privateTarget: boolean;
  readonly platform: string;
  readonly result: EnvironmentOutcome;
  /** Items that hold a capture back unless a reason is given. */
  readonly blocking: readonly EnvironmentItemCode[];
  readonly override: EnvironmentOverride | null;
  readonly clock: ClockFacts;
  readonly publicIp: string | null;
  readonly before: EnvironmentRun;
  /** Null where the check was made without a capture. */
  readonly after: EnvironmentRun | null;
}

/** pass: every item that applies passed; warn: none failed, some warn or could not be checked. */
export type EnvironmentOutcome = 'pass' | 'warn' | 'fail';

/** One line of data/environment/raw.jsonl: what a probe was told, as it came, bounded; MAC addresses are masked. */
export interface EnvironmentRaw {
  readonly run: 'before' | 'after';
  readonly item: EnvironmentItemCode;
  /** The command, file, variable or server. */
  readonly source: string;
  readonly at: string;
  readonly text: string;
  /** More was there than is kept. */
  readonly cut: boolean;
}

/** Of one item; environmentMisfit allows no more. */
export const MAX_FINDINGS = 100;

/** All that fit, else the gravest of them and a last one that counts what is left out: the result stays what it was. */
export function boundedFindings(findings: readonly EnvironmentFinding[]): readonly EnvironmentFinding[] {
  if (findings.length <= MAX_FINDINGS) return findings;
  const gravity = ({ code }: EnvironmentFinding): number => GRAVEST_FIRST.indexOf(ENVIRONMENT_FINDINGS[code]);
  const kept = findings.toSorted((a, b) => gravity(a) - gravity(b)).slice(0, MAX_FINDINGS - 1);
  return [...kept, { code: 'findings-more', details: { count: findings.length - kept.length } }];
}

const GRAVEST_FIRST: readonly EnvironmentResult[] = ['fail', 'warn', 'unchecked', 'pass', 'not-applicable'];

export function resultOf(findings: readonly EnvironmentFinding[]): EnvironmentResult {
  const results = findings.map(({ code }) => ENVIRONMENT_FINDINGS[code]);
  return GRAVEST_FIRST.find((result) => results.includes(result)) ?? 'unchecked';
}

/** Codes of the items that hold a capture back. */
export function blockingItems(runs: readonly (EnvironmentRun | null)[]): readonly EnvironmentItemCode[] {
  const blocked = new Set(
    runs.flatMap((run) => (run?.items ?? []).filter(isBlocking).map(({ code }) => code)),
  );
  return ENVIRONMENT_ITEMS.filter((code) => blocked.has(code));
}

function isBlocking({ findings }: EnvironmentItem): boolean {
  return findings.some(({ code }) => ENVIRONMENT_FINDINGS[code] === 'fail' && !NOT_BLOCKING.has(code));
}

/** The graver result of each item, before or after. */
export function gravestResults({
  before,
  after,
}: Pick<EnvironmentRecord, 'before' | 'after'>): ReadonlyMap<EnvironmentItemCode, EnvironmentResult> {
  const results = new Map<EnvironmentItemCode, EnvironmentResult>();
  for (const { code, result } of [...before.items, ...(after?.items ?? [])]) {
    const known = results.get(code);
    if (known === undefined || GRAVEST_FIRST.indexOf(result) < GRAVEST_FIRST.indexOf(known)) {
      results.set(code, result);
    }
  }
  return results;
}

export function outcomeOf(runs: Pick<EnvironmentRecord, 'before' | 'after'>): EnvironmentOutcome {
  const results = new Set(gravestResults(runs).values());
  if (results.has('fail')) return 'fail';
  return results.has('warn') || results.has('unchecked') ? 'warn' : 'pass';
}
