// One item of the check: runs its probe under a time limit, turns what it cannot do into 'could not check', and keeps what
// it was told. Never throws.

import type {
  EnvironmentFact,
  EnvironmentFinding,
  EnvironmentItem,
  EnvironmentItemCode,
} from '../../shared/evidence/environment.ts';
import { boundedFindings, resultOf } from '../../shared/evidence/environment.ts';
import type { Clock } from '../platform/ports.ts';
import { masked } from './masks.ts';
import type { EnvironmentPorts } from './ports.ts';

export interface Raw {
  readonly source: string;
  readonly text: string;
  readonly cut: boolean;
}

export interface Found {
  readonly findings: readonly EnvironmentFinding[];
  readonly facts?: Readonly<Record<string, EnvironmentFact>>;
}

/** Reads through the ports and remembers what was read. */
export interface Look {
  readonly ports: EnvironmentPorts;
  /** Text of a file, and whether it was cut; rejects where it cannot be read. */
  file(path: string, maxBytes?: number): Promise<{ readonly text: string; readonly cut: boolean }>;
  /** What a program printed; rejects where it cannot be run. A refusal (exit code) is an answer. */
  command(program: string, ...args: readonly string[]): Promise<string>;
  /** Something else that was learnt. */
  keep(source: string, text: string): void;
}

export interface ProbedItem {
  readonly item: EnvironmentItem;
  readonly raw: readonly (Raw & { readonly at: string })[];
}

export type Probe = (look: Look) => Promise<Found>;

const MAX_RAW_BYTES = 16 * 1024;
const MAX_RAW_ENTRIES = 40;
/** Source of the last entry of a full list; its text is the number of those that are not kept. */
const LEFT_OUT = 'left-out';
const MAX_FACT_ENTRIES = 100;
const MAX_FILE_BYTES = 256 * 1024;

export async function runProbe(
  code: EnvironmentItemCode,
  scope: EnvironmentItem['scope'],
  probe: Probe,
  {
    ports,
    clock,
    limitMs,
  }: { readonly ports: EnvironmentPorts; readonly clock: Clock; readonly limitMs: number },
): Promise<ProbedItem> {
  const raw: (Raw & { readonly at: string })[] = [];
  const startedAt = clock.now().toISOString();
  const began = clock.monotonicMs();
  let leftOut = 0;
  const keep = (source: string, text: string, cut = false): void => {
    if (raw.length >= MAX_RAW_ENTRIES) {
      leftOut += 1;
      return;
    }
    const shown = masked(text.toWellFormed());
    raw.push({
      source: masked(source.toWellFormed()).slice(0, 500).toWellFormed(),
      text: shown.slice(0, MAX_RAW_BYTES).toWellFormed(),
      cut: cut || shown.length > MAX_RAW_BYTES,
      at: clock.now().toISOString(),
    });
  };
  const look: Look = {
    ports,
    async file(path, maxBytes = MAX_FILE_BYTES) {
      const { bytes, cut } = await ports.files.read(path, maxBytes);
      const text = decode(bytes);
      keep(path, text, cut);
      return { text, cut };
    },
    async command(program, ...args) {
      const { stdout, exitCode, cut } = await ports.commands.run(program, args);
      const text = decode(stdout);
      keep(`${[program, ...args].join(' ').slice(0, 300)} (exit ${exitCode ?? '?'})`, text, cut);
      return text;
    },
    keep,
  };
  let found: Found;
  try {
    found = await within(probe(look), limitMs);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    found = { findings: [{ code: 'probe-failed', details: { what: code, error: problem } }] };
  }
  if (leftOut > 0)
    raw.push({ source: LEFT_OUT, text: String(leftOut), cut: true, at: clock.now().toISOString() });
  const findings = boundedFindings(found.findings).map(printable);
  const item: EnvironmentItem = {
    code,
    scope,
    result: resultOf(findings),
    findings,
    facts: Object.fromEntries(
      Object.entries(found.facts ?? {}).map(([name, value]) => [name, boundedFact(value)]),
    ),
    startedAt,
    durationMs: Math.max(0, Math.round(clock.monotonicMs() - began)),
  };
  return { item, raw: [...raw] }; // A probe that lost against its limit goes on reading.
}

/** Programs of Chinese Windows print in its own code page. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${limitMs} ms`)), limitMs);
  });
  work.catch(() => undefined); // Lost the race: 'could not check' is recorded already.
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const MAX_FACT_CHARS = 1_000;

function bounded(text: string): string {
  return masked(text.toWellFormed()).slice(0, MAX_FACT_CHARS).toWellFormed();
}

function printable({ code, details }: EnvironmentFinding): EnvironmentFinding {
  if (details === undefined) return { code };
  return {
    code,
    details: Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        name,
        typeof value === 'string' ? bounded(value) : Math.round(value),
      ]),
    ),
  };
}

function boundedFact(value: EnvironmentFact): EnvironmentFact {
  if (typeof value === 'string') return bounded(value);
  if (typeof value === 'number') return Math.round(value);
  if (typeof value !== 'object' || value === null) return value;
  const kept = value.slice(0, MAX_FACT_ENTRIES).map(bounded);
  return kept.length < value.length ? [...kept, `+${value.length - kept.length}`] : kept;
}
