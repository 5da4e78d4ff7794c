// data/events.jsonl, format cunan-events/1: what the capture did, in order, each line bound to the one before it.
// A line is canonical JSON; prev is the SHA-256 (hex) of the previous line's bytes without its line feed, 64 zeros in
// the first line. Lines are on disk as soon as they are written.

import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readFile, truncate } from 'node:fs/promises';
import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import type { Clock } from '../platform/ports.ts';
import { systemCode } from '../platform/write-errors.ts';

export const EVENTS_FORMAT = 'cunan-events/1';

export type EventDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface EventLog {
  /** The first line that could not be written (a full disk), null where all were. Nothing is written after it. */
  readonly failure: { readonly error: unknown } | null;
  /** Never throws: many events are added inside the browser's event handlers. */
  add(event: string, details?: EventDetails): void;
}

const MAX_EVENTS = 50_000;
const MAX_TEXT = 4_096;

export interface EventLine {
  readonly seq: number;
  readonly at: string;
  readonly event: string;
  readonly details: EventDetails;
  readonly prev: string;
}

/** Where an existing log ends: the next line's number and the digest of the last one. */
interface EventLogEnd {
  readonly seq: number;
  readonly prev: string;
}

/**
 * The log of a capture that ended in the middle, to be gone on with; what was written last may be torn and is cut, which
 * its next line says. Rejects with the system's error where it cannot be read.
 */
export async function resumeEventLog(
  path: string,
  clock: Clock,
): Promise<{ readonly log: EventLog; readonly lines: readonly EventLine[] }> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const lines: EventLine[] = [];
  let prev = '0'.repeat(64);
  let whole = 0;
  for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) {
    const read = parseLine(line);
    if (read === null || read.seq !== lines.length || read.prev !== prev) break;
    lines.push(read);
    prev = createHash('sha256').update(line).digest('hex');
    whole += Buffer.byteLength(line) + 1;
  }
  const log = createEventLog(path, clock, undefined, { seq: lines.length, prev });
  if (whole < bytes.length) {
    await truncate(path, whole);
    log.add('log-cut', { bytes: bytes.length - whole });
  }
  return { log, lines };
}

function parseLine(line: string): EventLine | null {
  try {
    return JSON.parse(line) as EventLine;
  } catch {
    return null; // Torn by the end of the program.
  }
}

/** @param mask applied to every text before it is written; for recordings, in which passwords are typed. */
export function createEventLog(
  path: string,
  clock: Clock,
  mask: (text: string) => string = (text) => text,
  end: EventLogEnd = { seq: 0, prev: '0'.repeat(64) },
): EventLog {
  let { seq, prev } = end;
  let failure: EventLog['failure'] = null;
  function write(event: string, details: EventDetails): void {
    const line = canonicalJson({
      ...(seq === 0 ? { format: EVENTS_FORMAT } : {}),
      seq,
      at: clock.now().toISOString(),
      clock: 'device',
      event,
      details: printable(details, mask),
      prev,
    });
    try {
      appendFileSync(path, `${line}\n`);
    } catch (error) {
      failure = { error };
      return;
    }
    prev = createHash('sha256').update(line).digest('hex');
    seq += 1;
  }
  return {
    get failure() {
      return failure;
    },
    add(event, details = {}) {
      if (failure !== null) return;
      if (seq < MAX_EVENTS) write(event, details);
      else if (seq === MAX_EVENTS) write('log-limit', { limit: MAX_EVENTS });
    },
  };
}

/** Pages choose many of these texts: they are cut and made well formed, numbers made whole. */
function printable(details: EventDetails, mask: (text: string) => string): EventDetails {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? mask(value).slice(0, MAX_TEXT).toWellFormed()
        : typeof value === 'number'
          ? Math.round(value)
          : value,
    ]),
  );
}
