// The time inside a time-stamp response, for the -attime of README.txt's openssl lines. Nothing is verified here.

import { isAppError } from '../../shared/errors.ts';
import { parseTimestampResponse } from '../../shared/timestamp/parse.ts';
import { Refusal } from '../../shared/timestamp/refusal.ts';

/** ISO 8601 UTC; null where the response cannot be read: the command then stands without -attime. */
export function genTimeOf(tsr: Uint8Array): string | null {
  try {
    return parseTimestampResponse(tsr).token?.tstInfo.genTime.iso ?? null;
  } catch (error) {
    if (isAppError(error) || error instanceof Refusal) return null;
    throw error;
  }
}
