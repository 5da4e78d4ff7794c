// A parser's complaint about hostile bytes, turned into data. Anything else it throws is a defect and passes on.

import { isAppError } from '../errors.ts';

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly line: number | null };

export function attempt<T>(parse: () => T): Attempt<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith('format/')) throw error;
    const line = error.details['line'];
    return {
      ok: false,
      reason: String(error.details['problem'] ?? error.code),
      line: typeof line === 'number' ? line : null,
    };
  }
}
