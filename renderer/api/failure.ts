// Whatever an API call throws, as the code and facts that a screen can put into words.

import { isTRPCClientError } from '@trpc/client';
import { isErrorCode, type ErrorCode, type ErrorDetails } from '../../shared/errors.ts';

export interface Failure {
  /** 'offline': the core itself did not answer (not a code of the core's). */
  readonly code: ErrorCode | 'offline';
  readonly details: ErrorDetails;
}

/** A Failure on its way up, e.g. out of a worker or the file endpoint. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (!isTRPCClientError(error)) return { code: 'internal', details: { reference: nameOf(error) } };
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null) return { code: 'offline', details: {} };
  const app: unknown = (data as { app?: unknown }).app;
  if (typeof app === 'object' && app !== null) {
    const { code, details } = app as { code?: unknown; details?: unknown };
    if (isErrorCode(code)) return { code, details: (details ?? {}) as ErrorDetails };
  }
  if ((data as { httpStatus?: unknown }).httpStatus === 401)
    return { code: 'shell/unauthorised', details: {} };
  return { code: 'internal', details: { reference: error.message.slice(0, 80) } };
}

/** A failed answer of the file endpoint, which has no body worth reading. */
export function fileFailure(status: number, path: string): Failure {
  if (status === 401) return { code: 'shell/unauthorised', details: {} };
  if (status === 404) return { code: 'input/not-found', details: { what: path } };
  return { code: 'internal', details: { reference: `HTTP ${status}` } };
}

function nameOf(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`.slice(0, 120)
    : String(error).slice(0, 120);
}
