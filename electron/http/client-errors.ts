// Turns what comes back from the owner into the error the core threw there.

import { TRPCClientError } from '@trpc/client';
import { AppError, isErrorCode, type ErrorDetails } from '../../shared/errors.ts';

/** Waits for a call; every rejection leaves as an AppError. */
export async function callOwner<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toAppError(error);
  }
}

/** The owner's own code and facts; shell/unauthorised for a refused token, shell/not-available where it is gone. */
export function toAppError(error: unknown): AppError {
  const options = { cause: error };
  if (!(error instanceof TRPCClientError))
    return new AppError('shell/not-available', { what: 'owner API' }, options);
  const data: unknown = error.data;
  if (isRecord(data) && isRecord(data['app'])) return appErrorOf(data['app'], options);
  const status =
    isRecord(error.meta) && error.meta['response'] instanceof Response ? error.meta['response'].status : 0;
  return status === 401
    ? new AppError('shell/unauthorised', {}, options)
    : new AppError('shell/not-available', { what: 'owner API' }, options);
}

/** `{code, details}` of a JSON answer. */
export function appErrorOf(value: unknown, options: { cause?: unknown } = {}): AppError {
  if (!isRecord(value) || !isErrorCode(value['code']))
    return new AppError('shell/not-available', { what: 'owner API' }, options);
  return new AppError(value['code'], plainDetails(value['details']), options);
}

function plainDetails(value: unknown): ErrorDetails {
  if (!isRecord(value)) return {};
  const details: Record<string, string | number | boolean | null> = {};
  for (const [key, fact] of Object.entries(value)) {
    if (fact === null || typeof fact === 'string' || typeof fact === 'number' || typeof fact === 'boolean')
      details[key] = fact;
  }
  return details;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
