// Names of files in a package, so that sha256sum, BagIt, Windows, macOS and every unzip agree on them:
// relative, '/'-separated, NFC, no control or direction characters, none of \ % < > : " | ? *, no name that Windows
// reserves, no two that fold to one. Limits: 255 UTF-8 bytes a segment, 512 a path, 16 segments.

import { toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { foldName } from '../zip/entry-name.ts';

const PATH_LIMITS = { pathBytes: 512, segmentBytes: 255, segments: 16 } as const;

export type PathProblem =
  'empty' | 'too-long' | 'too-deep' | 'not-normalised' | 'bad-character' | 'bad-segment' | 'reserved-name';

/** C0, DEL, C1, line and paragraph separators, direction marks and overrides, byte order mark, and \ % < > : " | ? * */
const BAD_CHARACTER =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\\%<>:"|?*]/u;

/** Windows device names, with or without an ending. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/iu;

/** Null where the path may stand in a package. */
export function pathProblem(path: string): PathProblem | null {
  if (path === '') return 'empty';
  if (!path.isWellFormed() || BAD_CHARACTER.test(path)) return 'bad-character';
  if (path.normalize('NFC') !== path) return 'not-normalised';
  if (toUtf8(path).length > PATH_LIMITS.pathBytes) return 'too-long';
  if (path.startsWith('-')) return 'bad-segment';
  const segments = path.split('/');
  if (segments.length > PATH_LIMITS.segments) return 'too-deep';
  for (const segment of segments) {
    if (toUtf8(segment).length > PATH_LIMITS.segmentBytes) return 'too-long';
    // Windows drops trailing dots and blanks; this also refuses '', '.' and '..'.
    if (segment === '' || /[. ]$/.test(segment) || segment.startsWith(' ')) return 'bad-segment';
    if (RESERVED.test(segment)) return 'reserved-name';
  }
  return null;
}

export function isPackagePath(path: unknown): path is string {
  return typeof path === 'string' && pathProblem(path) === null;
}

/** Files under data/, the payload in BagIt's words. */
export function isPayloadPath(path: unknown): path is string {
  return isPackagePath(path) && path.startsWith('data/');
}

/** Throws format/bad-package. */
export function assertPackagePath(path: string): void {
  const problem = pathProblem(path);
  if (problem !== null) throw new AppError('format/bad-package', { problem: `path ${problem}`, path });
}

/** The first path that folds to an earlier one or is also a folder of another; null where all can be unpacked. */
export function findPathClash(paths: readonly string[]): string | null {
  const files = new Set<string>();
  for (const path of paths) {
    const folded = foldName(path);
    if (files.has(folded)) return path;
    files.add(folded);
  }
  for (const path of paths) {
    const folded = foldName(path);
    for (let slash = folded.indexOf('/'); slash !== -1; slash = folded.indexOf('/', slash + 1)) {
      if (files.has(folded.slice(0, slash))) return path;
    }
  }
  return null;
}
