// The closed shape of cunan-deposit/1, and the rules that hold within it: paths, states and digests follow from outcomes.

import {
  dictionary,
  exactly,
  either,
  integer,
  list,
  matching,
  oneOf,
  orNull,
  record,
  satisfying,
  text,
} from '../bytes/json-shape.ts';
import { compareBytes, toUtf8 } from '../bytes/utf8.ts';
import {
  DEPOSIT_FILES,
  DEPOSIT_FORMAT,
  DEPOSIT_LIMITS,
  DEPOSIT_OUTCOMES,
  DEPOSIT_REFUSALS,
  DEPOSIT_RENAMED,
  depositState,
  type DepositedFile,
  type DepositRecord,
} from './deposit-record.ts';
import { isPackagePath } from './path.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const { files, pathChars, textChars } = DEPOSIT_LIMITS;

const digest = matching(/^[0-9a-f]{64}$/);
const time = satisfying(
  (value) =>
    /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) &&
    Number.isFinite(Date.parse(value)),
);
const path = satisfying(isSourcePath);

/**
 * A path within what was chosen: relative, '/'-separated, well-formed NFC, without control characters and without empty,
 * '.' or '..' segments. Wider than a path in a package, which must suit every system: it is told, never opened.
 */
export function isSourcePath(value: string): boolean {
  if (value.length > pathChars || !value.isWellFormed() || value.normalize('NFC') !== value) return false;
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) return false;
  return value.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function isStoredPath(value: string): boolean {
  return isPackagePath(value) && (value.startsWith(DEPOSIT_FILES) || value.startsWith(DEPOSIT_RENAMED));
}

const file = record({
  path,
  outcome: oneOf(DEPOSIT_OUTCOMES),
  error: orNull(text(256)),
  size: orNull(integer(0, MAX)),
  sha256: orNull(digest),
  sm3: orNull(digest),
  modifiedAt: orNull(time),
  readAt: orNull(time),
  stored: orNull(satisfying(isStoredPath)),
});

const deposit = record({
  format: exactly(DEPOSIT_FORMAT),
  mode: oneOf(['copy', 'digest-only']),
  category: matching(/^[a-z][a-z-]{0,31}$/),
  fields: dictionary(text(textChars), 32),
  title: text(65_536),
  state: oneOf(['COMPLETE', 'PARTIAL', 'FAILED']),
  reasons: list(
    record(
      { code: matching(/^[a-z-]{1,64}$/) },
      { details: dictionary(either(text(65_536), integer(-MAX, MAX)), 16) },
    ),
    0,
    10_000,
  ),
  startedAt: time,
  endedAt: time,
  source: record({
    via: oneOf(['path', 'upload']),
    roots: list(
      satisfying((value) => isSourcePath(value) && !value.includes('/')),
      1,
      10_000,
    ),
    location: orNull(text(pathChars)),
  }),
  files: list(file, 0, files),
  emptyFolders: list(path, 0, files),
  refused: list(record({ path: text(pathChars), kind: oneOf(DEPOSIT_REFUSALS) }), 0, files),
});

/** Where the value departs from cunan-deposit/1 ('.files[3].size'), null where it does not. */
export function depositMisfit(value: unknown): string | null {
  const misfit = deposit(value);
  if (misfit !== null) return misfit === '' ? 'not an object' : misfit.slice(1);
  const made = value as DepositRecord;
  for (const [index, each] of made.files.entries()) {
    const problem = fileMisfit(each, made.mode);
    if (problem !== null) return `files[${index}].${problem}`;
  }
  const unsorted = outOfOrder(made.files.map((each) => each.path));
  if (unsorted !== null) return `files[${unsorted}].path`;
  const stored = made.files.flatMap((each) => each.stored ?? []);
  if (new Set(stored).size !== stored.length) return 'files: one copy named twice';
  // A stopped or interrupted deposit is FAILED whatever was read before.
  const ended = made.reasons.some(({ code }) => code === 'cancelled' || code === 'interrupted');
  if (made.state !== depositState(made) && !(ended && made.state === 'FAILED')) return 'state';
  return null;
}

function fileMisfit(each: DepositedFile, mode: DepositRecord['mode']): string | null {
  const read = each.outcome === 'kept' || each.outcome === 'changed';
  for (const name of ['size', 'sha256', 'sm3', 'readAt'] as const) {
    if ((each[name] !== null) !== read) return name;
  }
  if ((each.error === null) !== read) return 'error';
  if ((each.stored !== null) !== (read && mode === 'copy')) return 'stored';
  const inPlace = each.stored?.startsWith(DEPOSIT_FILES) === true;
  if (inPlace && each.stored !== DEPOSIT_FILES + each.path) return 'stored';
  return null;
}

/** Index of the first path that does not stand behind the one before it; paths are thereby unique. */
function outOfOrder(paths: readonly string[]): number | null {
  let before: Uint8Array | null = null;
  for (const [index, each] of paths.entries()) {
    const bytes = toUtf8(each);
    if (before !== null && compareBytes(before, bytes) >= 0) return index;
    before = bytes;
  }
  return null;
}
