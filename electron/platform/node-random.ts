// The system's random numbers.

import { randomBytes } from 'node:crypto';
import type { Random } from './ports.ts';

export function createNodeRandom(): Random {
  return { bytes: (length) => new Uint8Array(randomBytes(length)) };
}
