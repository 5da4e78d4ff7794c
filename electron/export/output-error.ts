// Why a file could not be written where the user wanted it, as a code that says what to do.

import { AppError, isAppError } from '../../shared/errors.ts';
import { systemCode } from '../platform/write-errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

/** store/disk-full, input/output-unwritable {path} or export/failed {problem}; what is no system error comes back as it is. */
export function toOutputError(error: unknown, outPath: string): unknown {
  const code = systemCode(error);
  if (isAppError(error) || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (FULL.has(code)) return new AppError('store/disk-full', {}, { cause: error });
  if (UNWRITABLE.has(code)) {
    return new AppError('input/output-unwritable', { path: outPath }, { cause: error });
  }
  return new AppError('export/failed', { problem: code }, { cause: error });
}
