// Node's and SQLite's ways of saying 'cannot write' as the store's own codes.

import { AppError, isAppError } from '../../shared/errors.ts';

/** SHMSIZE: the file that SQLite's WAL shares between processes could not grow. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM', 'SQLITE_CANTOPEN', 'SQLITE_PERM']);
const DAMAGED = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

/** The error's code as the system names it, '' where it has none. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** Turns a failed write below `path` into store/disk-full, read-only, damaged or write-failed; keeps an AppError. */
export function toWriteError(error: unknown, path: string): AppError {
  if (isAppError(error)) return error;
  const code = systemCode(error);
  if (FULL.has(code)) return new AppError('store/disk-full', {}, { cause: error });
  if (READ_ONLY.has(code) || code.startsWith('SQLITE_READONLY')) {
    return new AppError('store/read-only', { path }, { cause: error });
  }
  if (DAMAGED.has(code) || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('store/damaged', { problem: code }, { cause: error });
  }
  return new AppError('store/write-failed', { problem: code || 'unknown' }, { cause: error });
}

/** True for errors of the file system or of SQLite; anything else is a defect and must not be dressed up. */
export function isSystemError(error: unknown): boolean {
  const code = systemCode(error);
  return /^E[A-Z0-9]+$/.test(code) || code.startsWith('SQLITE_');
}
