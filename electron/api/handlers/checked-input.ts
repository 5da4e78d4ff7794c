// The command line calls handlers without a router in between: they check once more.

import type { z } from 'zod';
import { invalidInput } from '../../../shared/api/invalid-input.ts';

/** Throws input/invalid. */
export function checkedInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(input);
  if (error) throw invalidInput(error);
  return data;
}
