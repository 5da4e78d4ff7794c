// A folder for what a command writes.

import { mkdir } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';

/** Throws input/output-unwritable. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path: folder }, { cause });
  }
}
