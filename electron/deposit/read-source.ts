// One source file, read once from its beginning to its end. Size, times and identity are looked at before and after, of
// the open file and of its name: where anything differs, what was read is kept and said to have changed.

import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import type { DepositedFile, DepositOutcome } from '../../shared/evidence/deposit-record.ts';
import { systemCode } from '../platform/write-errors.ts';
import type { SourceFile } from './list-sources.ts';

/** Fills the buffer from its start; 0: the end. */
export type ReadNext = (buffer: Uint8Array) => Promise<number>;

export interface ReadDigests {
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

/** Takes everything a read gives: into the vault, or into the digests alone. */
export type TakeBytes = (read: ReadNext, expectedBytes: number) => Promise<ReadDigests>;

export type ReadSource = Omit<DepositedFile, 'path' | 'stored'>;

/** A link put in a file's place meanwhile is not followed, a pipe not waited for. Windows knows neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Rejects with what `take` rejects with for reasons of its own (a full disk, a cancel); trouble of the source is an
 * outcome.
 */
export async function readSource(
  file: SourceFile,
  take: TakeBytes,
  now: () => string,
  onBytes: (bytes: number) => void,
): Promise<ReadSource> {
  let handle: FileHandle;
  try {
    handle = await open(file.absolute, FLAGS);
  } catch (error) {
    return notRead(error, file);
  }
  try {
    const before = await handle.stat({ bigint: true });
    // A folder on the way that became a link meanwhile leads elsewhere.
    const real = await realpath(file.absolute).catch(() => file.absolute);
    if (real !== file.absolute) return unread('unreadable', 'ELOOP', file, null);
    if (!before.isFile()) return unread('unreadable', 'EINVAL', file, null);
    let trouble: unknown = null;
    const read: ReadNext = async (buffer) => {
      try {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length);
        onBytes(bytesRead);
        return bytesRead;
      } catch (error) {
        trouble = error;
        throw error;
      }
    };
    const taken = await take(read, Number(before.size)).catch((error: unknown) => {
      if (trouble === null) throw error;
      return null;
    });
    if (taken === null) return unread('unreadable', systemCode(trouble) || 'error', file, before);
    const after = await handle.stat({ bigint: true });
    const named = await lstat(file.absolute, { bigint: true }).catch(() => null);
    const still = named !== null && same(before, after) && same(before, named);
    const outcome: DepositOutcome = still && BigInt(taken.size) === after.size ? 'kept' : 'changed';
    return { outcome, error: null, ...taken, modifiedAt: modifiedAt(file, before), readAt: now() };
  } finally {
    await handle.close();
  }
}

function same(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}

function notRead(error: unknown, file: SourceFile): ReadSource {
  const code = systemCode(error);
  return unread(code === 'ENOENT' ? 'vanished' : 'unreadable', code || 'error', file, null);
}

function unread(
  outcome: 'unreadable' | 'vanished',
  error: string,
  file: SourceFile,
  facts: BigIntStats | null,
): ReadSource {
  const known = facts === null ? null : modifiedAt(file, facts);
  return { outcome, error, size: null, sha256: null, sm3: null, modifiedAt: known, readAt: null };
}

/** Null where the file system's time is none that can be told. */
function modifiedAt(file: SourceFile, facts: BigIntStats): string | null {
  if (file.modifiedAt !== undefined) return file.modifiedAt;
  const date = new Date(Number(facts.mtimeNs / 1_000_000n));
  return Number.isFinite(date.getTime()) ? date.toISOString() : null;
}
