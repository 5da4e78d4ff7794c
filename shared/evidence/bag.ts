// BagIt 1.0 (RFC 8493): the text files that make the package a bag, with nothing in them but what the index and the
// statement say, so that every export of one item has the same.

import { compareBytes, fromUtf8, inByteOrder, toUtf8 } from '../bytes/utf8.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import { AppError } from '../errors.ts';
import type { IndexLine } from './index-line.ts';
import { isPackagePath } from './path.ts';

export const BAGIT_PATH = 'bagit.txt';
export const BAG_INFO_PATH = 'bag-info.txt';
export const MANIFEST_SHA256_PATH = 'manifest-sha256.txt';
export const MANIFEST_SM3_PATH = 'manifest-sm3.txt';
export const TAG_MANIFEST_PATH = 'tagmanifest-sha256.txt';
/** Version of the package as docs/evidence-package.md describes it. */
const PACKAGE_VERSION = '1';

export interface ManifestLine {
  readonly path: string;
  /** 64 lower-case hex digits. */
  readonly digest: string;
}

/** RFC 8493 section 2.1.1. */
export function buildBagit(): Uint8Array {
  return toUtf8('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
}

/** RFC 8493 section 2.2.2. Bagging-Date is the UTC day on which the capture ended, by the statement. */
export function buildBagInfo(
  statement: { readonly id: string; readonly endedAt: string },
  lines: readonly IndexLine[],
): Uint8Array {
  const octets = lines.reduce((sum, line) => sum + line.size, 0);
  return toUtf8(
    [
      `External-Identifier: ${statement.id}`,
      `Bagging-Date: ${statement.endedAt.slice(0, 10)}`,
      `Payload-Oxum: ${octets}.${lines.length}`,
      `Cunan-Package-Version: ${PACKAGE_VERSION}`,
      '',
    ].join('\n'),
  );
}

/** RFC 8493 section 2.1.3 as `sha256sum -c` reads it: digest, two blanks, path, '\n'; sorted by the path's bytes. */
export function buildManifest(lines: readonly ManifestLine[]): Uint8Array {
  const sorted = inByteOrder(lines, ({ path }) => path);
  return toUtf8(sorted.map(({ digest, path }) => `${digest}  ${path}\n`).join(''));
}

export function buildPayloadManifest(lines: readonly IndexLine[], algorithm: 'sha256' | 'sm3'): Uint8Array {
  return buildManifest(lines.map((line) => ({ path: line.path, digest: line[algorithm] })));
}

const MANIFEST_LIMITS = { maxBytes: 64 * 1024 * 1024, maxLines: 100_000 } as const;

/** Throws format/bad-package {problem, line} for anything but what buildManifest writes. */
export function parseManifest(bytes: Uint8Array): readonly ManifestLine[] {
  const text = bytes.length > MANIFEST_LIMITS.maxBytes ? null : fromUtf8(bytes);
  if (text === null) throw bad('not UTF-8, or too large', 0);
  if (text !== '' && !text.endsWith('\n')) throw bad('no newline at the end', 0);
  const rows = text.split('\n').slice(0, -1);
  if (rows.length > MANIFEST_LIMITS.maxLines) throw bad('too many lines', rows.length);
  let previous: Uint8Array | null = null;
  return rows.map((row, i) => {
    const digest = row.slice(0, 64);
    const path = row.slice(66);
    if (!isSha256Hex(digest) || row.slice(64, 66) !== '  ' || !isPackagePath(path))
      throw bad('bad line', i + 1);
    const key = toUtf8(path);
    if (previous !== null && compareBytes(previous, key) >= 0) throw bad('not sorted', i + 1);
    previous = key;
    return { path, digest };
  });
}

function bad(problem: string, line: number): AppError {
  return new AppError('format/bad-package', { problem: `manifest: ${problem}`, line });
}
