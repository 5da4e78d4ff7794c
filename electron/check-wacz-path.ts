// A bare .wacz file on disk through the strict check.

import type { WaczReport } from '../shared/evidence/wacz-report.ts';
import { checkWacz } from './capture/wacz/check/check-wacz.ts';
import { openFileAccess } from './platform/file-access.ts';

/** Throws input/not-found, input/file-unreadable; anything wrong inside the file is a problem in the report. */
export async function checkWaczPath(path: string, signal?: AbortSignal): Promise<WaczReport> {
  const file = await openFileAccess(path);
  try {
    return await checkWacz(file, signal);
  } finally {
    await file.close();
  }
}
