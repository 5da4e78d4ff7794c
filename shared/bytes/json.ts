// Reads JSON (RFC 8259) that a stranger wrote: UTF-8 only, with bounds on bytes, depth and values that are checked
// before anything is built, and no object with two fields of one name. Throws format/bad-json {problem}.

import { AppError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { equalBytes, fromUtf8, toUtf8 } from './utf8.ts';

export interface JsonLimits {
  readonly maxBytes: number;
  /** Nesting of arrays and objects; 1: a flat object. */
  readonly maxDepth: number;
  /** Commas, colons and brackets together, a bound on the number of values. */
  readonly maxTokens: number;
}

export function parseJson(bytes: Uint8Array, limits: JsonLimits): unknown {
  if (bytes.length > limits.maxBytes) throw bad('too large');
  const text = fromUtf8(bytes);
  if (text === null) throw bad('not UTF-8');
  scan(text, limits);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw bad('not JSON', error);
  }
}

/** Accepts only the one text that canonicalJson() gives for the value (RFC 8785, integers only). */
export function parseCanonicalJson(bytes: Uint8Array, limits: JsonLimits): unknown {
  const value = parseJson(bytes, limits);
  if (!isCanonical(value, bytes)) throw bad('not canonical');
  return value;
}

/** Are these bytes the one canonical text of the value? */
export function isCanonical(value: unknown, bytes: Uint8Array): boolean {
  try {
    return equalBytes(toUtf8(canonicalJson(value)), bytes);
  } catch (error) {
    // canonicalJson refuses fractions, unsafe integers and lone surrogates with a TypeError: no canonical form.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function bad(problem: string, cause?: unknown): AppError {
  return new AppError('format/bad-json', { problem }, { cause });
}

/** Names seen in each open object; null for an array. */
type Open = Set<string> | null;

/** One pass without recursion; grammar is left to JSON.parse, which comes after the bounds hold. */
function scan(text: string, limits: JsonLimits): void {
  const open: Open[] = [];
  let tokens = 0;
  let expectName = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = stringEnd(text, at);
      const names = open.at(-1);
      if (expectName && names) addName(names, text.slice(at, end + 1));
      expectName = false;
      at = end;
      continue;
    }
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      open.push(char === OPEN_OBJECT ? new Set() : null);
      if (open.length > limits.maxDepth) throw bad('too deep');
      expectName = char === OPEN_OBJECT;
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
      open.pop();
      expectName = false;
    } else if (char === COMMA) {
      expectName = open.at(-1) instanceof Set;
    } else if (char !== COLON) {
      continue;
    }
    tokens += 1;
    if (tokens > limits.maxTokens) throw bad('too many values');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Position of the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at;
    if (char === BACKSLASH) at += 1;
  }
  throw bad('not JSON');
}

/** Escapes are resolved first: "a" and "\u0061" are one name. */
function addName(names: Set<string>, literal: string): void {
  let name: unknown;
  try {
    name = JSON.parse(literal);
  } catch (error) {
    throw bad('not JSON', error);
  }
  if (typeof name !== 'string' || names.has(name)) throw bad('a field stands twice');
  names.add(name);
}
