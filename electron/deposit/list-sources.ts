// What a person chose -> every file in it, found without following a link. Nothing is opened here. Names are NFC; what
// has no name that can be told, is a link or is no file is refused by name.

import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, isAbsolute, resolve } from 'node:path';
import { DEPOSIT_LIMITS, type DepositRefusal } from '../../shared/evidence/deposit-record.ts';
import { isSourcePath } from '../../shared/evidence/deposit-shape.ts';
import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../platform/write-errors.ts';

export interface SourceFile {
  /** Within what was chosen, beginning with a root. */
  readonly path: string;
  /** Without a link in it. */
  readonly absolute: string;
  readonly sizeBytes: number;
  /** Where the file system's time is not the file's own (an upload); undefined: the file system's. */
  readonly modifiedAt?: string | null;
}

export interface Sources {
  readonly roots: readonly string[];
  /** Folder in which all roots stand; null where they stand in several. */
  readonly location: string | null;
  readonly files: readonly SourceFile[];
  readonly emptyFolders: readonly string[];
  readonly refused: readonly { readonly path: string; readonly kind: DepositRefusal }[];
  /** Files and folders that could not even be looked at. */
  readonly unread: readonly { readonly path: string; readonly error: string }[];
  readonly totalBytes: number;
}

interface Found {
  files: SourceFile[];
  emptyFolders: string[];
  refused: { path: string; kind: DepositRefusal }[];
  unread: { path: string; error: string }[];
  seen: Set<string>;
}

/**
 * @param ownFolder the data folder: keys and vault are never deposited.
 * Throws input/not-found, input/own-folder, input/too-many-files, or the signal's reason.
 */
export async function listSources(
  paths: readonly string[],
  ownFolder: string,
  signal: AbortSignal,
): Promise<Sources> {
  const found: Found = { files: [], emptyFolders: [], refused: [], unread: [], seen: new Set() };
  const chosen = [...new Set(paths.map((path) => resolve(path)))];
  const roots: string[] = [];
  for (const absolute of chosen) {
    const real = await assertSource(absolute, ownFolder);
    const root = rootName(absolute, roots);
    roots.push(root);
    await visit(found, root, real, signal);
  }
  const places = new Set(chosen.map((path) => dirname(path)));
  return {
    roots,
    location: places.size === 1 ? [...places][0]! : null,
    files: found.files,
    emptyFolders: found.emptyFolders,
    refused: found.refused,
    unread: found.unread,
    totalBytes: found.files.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}

/** Names of what was chosen, whether it is still there or not. */
export function rootNames(paths: readonly string[]): readonly string[] {
  const roots: string[] = [];
  for (const absolute of new Set(paths.map((path) => resolve(path)))) roots.push(rootName(absolute, roots));
  return roots;
}

/** Throws input/not-found, input/own-folder; gives the names of what was chosen. */
export async function checkSources(paths: readonly string[], ownFolder: string): Promise<readonly string[]> {
  const roots: string[] = [];
  for (const absolute of new Set(paths.map((path) => resolve(path)))) {
    await assertSource(absolute, ownFolder);
    roots.push(rootName(absolute, roots));
  }
  return roots;
}

/** Where it stands, without a link on the way; what was chosen may be one itself. */
async function assertSource(absolute: string, ownFolder: string): Promise<string> {
  const own = await realpath(ownFolder).catch(() => ownFolder);
  const facts = await lstat(absolute).catch((cause: unknown) => {
    if (holds(ownFolder, absolute)) throw new AppError('input/own-folder');
    throw new AppError('input/not-found', { what: absolute }, { cause });
  });
  const real = facts.isSymbolicLink()
    ? join(await realpath(dirname(absolute)).catch(() => dirname(absolute)), basename(absolute))
    : await realpath(absolute).catch(() => absolute);
  for (const folder of [ownFolder, own]) {
    for (const path of [absolute, real]) {
      if (holds(path, folder) || holds(folder, path)) throw new AppError('input/own-folder');
    }
  }
  return real;
}

/** Is `inner` the folder or below it? */
function holds(folder: string, inner: string): boolean {
  const way = relative(folder, inner);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** Two files of one name from different folders are told apart. */
function rootName(absolute: string, taken: readonly string[]): string {
  const own = tellable(basename(absolute)) || 'root';
  for (let n = 1; ; n++) {
    const name = n === 1 ? own : `${own} (${n})`;
    if (!taken.includes(name)) return name;
  }
}

/** A name that can be told, with what cannot be replaced by U+FFFD. */
function tellable(name: string): string {
  const text = name.toWellFormed().normalize('NFC');
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f]/g, '\ufffd').slice(0, 255);
}

async function visit(found: Found, path: string, absolute: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const count = found.files.length + found.refused.length + found.unread.length + found.emptyFolders.length;
  if (count >= DEPOSIT_LIMITS.files) {
    throw new AppError('input/too-many-files', { limit: DEPOSIT_LIMITS.files });
  }
  if (!isSourcePath(path) || found.seen.has(path)) {
    found.refused.push({ path: path.slice(0, DEPOSIT_LIMITS.pathChars).toWellFormed(), kind: 'name' });
    return;
  }
  found.seen.add(path);
  const facts = await lstat(absolute).catch((error: unknown) => systemCode(error) || 'error');
  if (typeof facts === 'string') {
    // Node puts U+FFFD for bytes that are not UTF-8: such a name leads nowhere.
    if (facts === 'ENOENT' && path.includes('\ufffd')) found.refused.push({ path, kind: 'name' });
    else found.unread.push({ path, error: facts });
  } else if (facts.isSymbolicLink()) found.refused.push({ path, kind: 'symlink' });
  else if (facts.isFile()) found.files.push({ path, absolute, sizeBytes: facts.size });
  else if (facts.isDirectory()) await visitFolder(found, path, absolute, signal);
  else found.refused.push({ path, kind: 'special' });
}

async function visitFolder(found: Found, path: string, absolute: string, signal: AbortSignal): Promise<void> {
  const names = await readdir(absolute).catch((error: unknown) => systemCode(error) || 'error');
  if (typeof names === 'string') {
    found.unread.push({ path, error: names });
    return;
  }
  if (names.length === 0) found.emptyFolders.push(path);
  for (const name of names.toSorted()) {
    const told = tellable(name);
    const lost = told !== name.normalize('NFC');
    if (lost)
      found.refused.push({ path: `${path}/${told}`.slice(0, DEPOSIT_LIMITS.pathChars), kind: 'name' });
    else await visit(found, `${path}/${told}`, join(absolute, name), signal);
  }
}
