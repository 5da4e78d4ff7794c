// Sources -> the record of a deposit and the copies it names. One file after another, in the order of their paths, memory
// flat whatever their size. Whether it is whole is measured, and stands in the record.

import {
  DEPOSIT_FORMAT,
  DEPOSIT_LIMITS,
  depositState,
  type DepositedFile,
  type DepositMode,
  type DepositRecord,
} from '../../shared/evidence/deposit-record.ts';
import type { Reason } from '../../shared/evidence/states.ts';
import { inByteOrder } from '../../shared/bytes/utf8.ts';
import { isAppError } from '../../shared/errors.ts';
import type { Clock } from '../platform/ports.ts';
import type { Sources } from './list-sources.ts';
import { readSource, type ReadDigests, type TakeBytes } from './read-source.ts';
import { createStoredPaths } from './stored-paths.ts';

export interface DepositRequest {
  readonly sources: Sources;
  readonly via: DepositRecord['source']['via'];
  readonly mode: DepositMode;
  readonly category: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly title: string;
  /** Whether the folder in which the files stood is told. */
  readonly tellLocation: boolean;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
}

export interface DepositDeps {
  readonly clock: Clock;
  /** Into the vault (copy) or into the digests alone. */
  readonly take: TakeBytes;
}

export interface DepositContext {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** What is done, in order, for the process log. */
  readonly onEvent: (event: string, details: Readonly<Record<string, string | number | null>>) => void;
}

export interface DepositResult {
  readonly record: DepositRecord;
  /** Copies, each already taken. Empty in digest-only deposits. */
  readonly copies: readonly (ReadDigests & { readonly path: string })[];
}

const TELL_EVERY_MS = 250;
/** Of longer deposits the log tells the first files; the record tells all. */
const FILES_LOGGED = 20_000;

/** Throws the signal's reason, and what `take` throws for reasons of its own, save a full disk: that is an outcome. */
export async function depositFiles(
  request: DepositRequest,
  { clock, take }: DepositDeps,
  { signal, onProgress, onEvent }: DepositContext,
): Promise<DepositResult> {
  const { sources, mode } = request;
  const now = (): string => clock.now().toISOString();
  const storedPath = createStoredPaths();
  const files: DepositedFile[] = [];
  let full = false;
  let doneBytes = 0;
  let toldMs = -Infinity;
  const tell = (bytes: number): void => {
    doneBytes += bytes;
    if (clock.monotonicMs() - toldMs < TELL_EVERY_MS) return;
    toldMs = clock.monotonicMs();
    onProgress(Math.min(doneBytes, sources.totalBytes), sources.totalBytes);
  };
  for (const source of inByteOrder(sources.files, ({ path }) => path)) {
    signal.throwIfAborted();
    if (files.length === FILES_LOGGED)
      onEvent('files-not-logged', { count: sources.files.length - FILES_LOGGED });
    const logged = files.length < FILES_LOGGED;
    if (full) {
      files.push({ path: source.path, ...NO_ROOM, stored: null });
      continue;
    }
    if (logged) onEvent('file-begin', { path: source.path, size: source.sizeBytes });
    const read = await readSource(source, take, now, tell).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'store/disk-full') throw error;
      full = true;
      return NO_ROOM;
    });
    if (logged) {
      const { outcome, error, size, sha256, sm3 } = read;
      onEvent('file-end', { path: source.path, outcome, error, size, sha256, sm3 });
    }
    const stored = mode === 'copy' && read.sha256 !== null ? storedPath(source.path) : null;
    files.push({ path: source.path, ...read, stored });
  }
  const all = inByteOrder([...files, ...sources.unread.map(asFile)], ({ path }) => path);
  const { refused } = sources;
  const record: DepositRecord = {
    format: DEPOSIT_FORMAT,
    mode,
    category: request.category,
    fields: request.fields,
    title: request.title,
    state: depositState({ files: all, refused }),
    reasons: reasonsOf(all, refused),
    startedAt: request.startedAt,
    endedAt: now(),
    source: {
      via: request.via,
      roots: sources.roots,
      location: request.tellLocation ? sources.location : null,
    },
    files: all,
    emptyFolders: inByteOrder(sources.emptyFolders, (path) => path),
    refused: inByteOrder(refused, ({ path }) => path),
  };
  return { record, copies: files.flatMap(copyOf) };
}

/** This computer's disk was full when the file's turn came; reading never ends with this word. */
const DISK_FULL = 'ENOSPC';
const NO_ROOM = {
  outcome: 'unreadable',
  error: DISK_FULL,
  size: null,
  sha256: null,
  sm3: null,
  modifiedAt: null,
  readAt: null,
} as const;

function asFile({ path, error }: Sources['unread'][number]): DepositedFile {
  const outcome = error === 'ENOENT' ? 'vanished' : 'unreadable';
  const nothing = { size: null, sha256: null, sm3: null, modifiedAt: null, readAt: null, stored: null };
  return { path, outcome, error, ...nothing };
}

function copyOf({ stored, size, sha256, sm3 }: DepositedFile): DepositResult['copies'] {
  if (stored === null || size === null || sha256 === null || sm3 === null) return [];
  return [{ path: stored, size, sha256, sm3 }];
}

/** One reason per file that is not whole; the rest of very many is counted. */
function reasonsOf(files: readonly DepositedFile[], refused: DepositRecord['refused']): readonly Reason[] {
  const nothing = files.every(({ sha256 }) => sha256 === null);
  const each = [
    ...files.flatMap(({ path, outcome, error }): readonly Reason[] => {
      if (outcome === 'kept' || error === DISK_FULL) return [];
      if (outcome === 'changed') return [{ code: 'file-changed', details: { path } }];
      if (outcome === 'vanished') return [{ code: 'file-vanished', details: { path } }];
      return [{ code: 'file-unreadable', details: { path, error: error ?? '' } }];
    }),
    ...refused.map(({ path, kind }): Reason => ({ code: 'file-refused', details: { path, kind } })),
  ];
  const listed = each.slice(0, DEPOSIT_LIMITS.reasonsListed);
  const unstored = files.filter(({ error }) => error === DISK_FULL).length;
  const more = each.length - listed.length;
  return [
    ...(nothing ? [{ code: 'nothing-deposited' } as const] : []),
    ...(unstored > 0 ? [{ code: 'disk-full', details: { count: unstored } } as const] : []),
    ...listed,
    ...(more > 0 ? [{ code: 'files-more', details: { count: more } } as const] : []),
  ];
}

/** What a deposit is called that nobody gave a name; the same in every language. */
export function depositTitle(roots: readonly string[]): string {
  const [first = ''] = roots;
  return roots.length > 1 ? `${first} (+${roots.length - 1})` : first;
}
