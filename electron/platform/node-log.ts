// The log: JSON lines in <home>/logs/cunan.log, turned over by size. It never holds secrets (fields by name, user info
// in URLs), never grows without bound, and never makes the program fail: a full disk loses log lines, not evidence.

import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError } from '../../shared/errors.ts';
import type { Clock, Log, Random } from './ports.ts';

export interface NodeLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** One file's limit; default 2 MiB. */
  readonly maxBytes?: number;
  /** Older files that are kept; default 4. */
  readonly keep?: number;
}

const SECRET_NAME =
  /pass(word|phrase)|secret|token|cookie|authori[sz]ation|private|credential|mnemonic|^pin$|(^|_)api_?key/i;
const MAX_TEXT = 2_000;
const MAX_DEPTH = 5;
const MAX_ITEMS = 50;
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function createNodeLog(options: NodeLogOptions): Log {
  const { folder, clock, random, maxBytes = 2 * 1024 * 1024, keep = 4 } = options;
  const file = join(folder, 'cunan.log');

  function write(level: string, message: string, rest: Readonly<Record<string, unknown>>): void {
    const line = { at: clock.now().toISOString(), level, message: clean(message, 0), ...rest };
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      turnOver();
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // A log that cannot be written must not stop the work that it describes.
    }
  }

  function turnOver(): void {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < maxBytes) return;
    for (let i = keep; i >= 1; i--) {
      const from = i === 1 ? file : `${file}.${i - 1}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${i}`);
    }
  }

  return {
    info: (message, fields = {}) => write('info', message, { fields: clean(fields, 0) }),
    warn: (message, fields = {}) => write('warn', message, { fields: clean(fields, 0) }),
    error(message, error) {
      const reference = Array.from(random.bytes(6), (byte) => SYMBOLS[byte & 31]).join('');
      write('error', message, { reference, error: describeError(error, 0) });
      return reference;
    },
  };
}

function describeError(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return clean(error, depth);
  return {
    name: error.name,
    message: clean(error.message, depth),
    stack: clean(error.stack ?? '', depth),
    ...(isAppError(error) ? { code: error.code, details: clean(error.details, depth) } : {}),
    ...(error.cause !== undefined && depth < MAX_DEPTH
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/** A copy that is safe to write: bounded, without bytes, without what is named like a secret. */
function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    const text = value.replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi, '$1[redacted]@');
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length})` : text;
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth + 1);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => clean(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([key, item]) => [key, SECRET_NAME.test(key) ? '[redacted]' : clean(item, depth + 1)]),
  );
}
