// What zod found wrong with an input -> input/invalid with the field and what is wrong in our own few words, which
// shared/text has in both languages.

import type { z } from 'zod';
import { AppError } from '../errors.ts';

export interface Misfit {
  /** Dotted path; '' for the input as a whole. */
  readonly field: string;
  readonly problem: string;
}

export function firstMisfit(error: z.ZodError): Misfit {
  const [issue] = error.issues;
  return { field: issue?.path.join('.') ?? '', problem: issue ? inWords(issue) : 'is not usable' };
}

export function invalidInput(error: z.ZodError): AppError {
  return new AppError('input/invalid', { ...firstMisfit(error) }, { cause: error });
}

function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'has the wrong type';
    case 'too_small':
      return `is too small or too short (${issue.minimum})`;
    case 'too_big':
      return `is too large or too long (${issue.maximum})`;
    case 'invalid_format':
      return 'has the wrong form';
    case 'invalid_value':
      return `is not one of the allowed values (${issue.values.map(String).join(', ')})`;
    case 'unrecognized_keys':
      return `has unknown fields (${issue.keys.join(', ').slice(0, 200)})`;
    default:
      return 'is not usable';
  }
}
