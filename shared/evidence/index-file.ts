// attest/index.jsonl: the payload's list. One canonical JSON line per file {path, salt, sha256, size, sm3}, sorted by
// the UTF-8 bytes of the path, '\n' after each line. Each line without its newline is a Merkle leaf (RFC 6962).

import { canonicalJson } from '../bytes/canonical-json.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import { type JsonLimits, parseCanonicalJson } from '../bytes/json.ts';
import { compareBytes, inByteOrder, toUtf8 } from '../bytes/utf8.ts';
import { AppError, isAppError } from '../errors.ts';
import type { FileDigest, IndexLine } from './index-line.ts';
import { findPathClash, isPayloadPath } from './path.ts';

export const INDEX_PATH = 'attest/index.jsonl';
const INDEX_LIMITS = { maxBytes: 64 * 1024 * 1024, maxLines: 100_000 } as const;
export const SALT_BYTES = 16;

const LINE_LIMITS: JsonLimits = { maxBytes: 4096, maxDepth: 1, maxTokens: 16 };
const NEWLINE = 0x0a;
const FIELDS = 'path,salt,sha256,size,sm3';

export interface PackageIndex {
  /** The file as it stands in the package. */
  readonly bytes: Uint8Array;
  /** Sorted by the bytes of the path. */
  readonly lines: readonly IndexLine[];
  /** Data of each Merkle leaf, in the order of lines. */
  readonly leaves: readonly Uint8Array[];
}

/**
 * @param salts one of 32 hex digits per file, in the order of `files`; each used once only.
 * Throws format/bad-package where a path, digest, size or salt cannot stand in an index.
 */
export function buildIndex(files: readonly FileDigest[], salts: readonly string[]): PackageIndex {
  if (files.length !== salts.length) throw bad('salts and files differ in number');
  if (new Set(salts).size !== salts.length) throw bad('a salt is used twice');
  const lines = files.map(({ path, size, sha256, sm3 }, i): IndexLine => ({
    path,
    salt: salts[i]!,
    sha256,
    size,
    sm3,
  }));
  const sorted = inByteOrder(lines, ({ path }) => path);
  const bytes = toUtf8(sorted.map((line) => `${canonicalJson(line)}\n`).join(''));
  // The one gate for written and for read indexes.
  return parseIndex(bytes);
}

/** Throws format/bad-package {problem, line}: any text but the one that buildIndex gives for the same files. */
export function parseIndex(bytes: Uint8Array): PackageIndex {
  if (bytes.length > INDEX_LIMITS.maxBytes) throw bad('too large');
  if (bytes.at(-1) !== NEWLINE) throw bad('no newline at the end');
  const lines: IndexLine[] = [];
  const leaves: Uint8Array[] = [];
  let previous: Uint8Array = new Uint8Array(0);
  let total = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    const number = lines.length + 1;
    if (number > INDEX_LIMITS.maxLines) throw bad('too many lines');
    const leaf = bytes.slice(start, end);
    const line = parseIndexLine(leaf, number);
    const key = toUtf8(line.path);
    if (number > 1 && compareBytes(previous, key) >= 0) throw bad('not sorted', number);
    total += line.size;
    if (!Number.isSafeInteger(total)) throw bad('sizes too large', number);
    lines.push(line);
    leaves.push(leaf);
    previous = key;
    start = end + 1;
  }
  const clash = findPathClash(lines.map((line) => line.path));
  if (clash !== null) throw bad('two names for one place');
  return { bytes, lines, leaves };
}

/** One line alone, as it may be shown with its inclusion proof. Throws format/bad-package. */
export function parseIndexLine(leaf: Uint8Array, number = 1): IndexLine {
  const value = readLine(leaf, number);
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== FIELDS) {
    throw bad('unknown fields', number);
  }
  const { path, salt, sha256, size, sm3 } = value as Record<keyof IndexLine, unknown>;
  if (!isPayloadPath(path)) throw bad('bad path', number);
  if (typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt)) throw bad('bad salt', number);
  if (!isSha256Hex(sha256)) throw bad('bad sha256', number);
  // An SM3 digest has the same shape: 32 bytes in lower-case hex.
  if (!isSha256Hex(sm3)) throw bad('bad sm3', number);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw bad('bad size', number);
  return { path, salt, sha256, size, sm3 };
}

function readLine(leaf: Uint8Array, number: number): unknown {
  try {
    return parseCanonicalJson(leaf, LINE_LIMITS);
  } catch (error) {
    if (isAppError(error)) throw bad(String(error.details['problem']), number, error);
    throw error;
  }
}

function bad(problem: string, line: number | null = null, cause?: unknown): AppError {
  return new AppError('format/bad-package', { problem: `${INDEX_PATH}: ${problem}`, line }, { cause });
}
