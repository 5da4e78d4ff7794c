// Secrets of one run: 256 random bits as base64url, kept as SHA-256 and compared in constant time.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../platform/ports.ts';

export interface RunSecret {
  /** 43 base64url characters. */
  readonly text: string;
  matches(candidate: string): boolean;
}

export function createRunSecret(random: Random): RunSecret {
  const text = secretText(random);
  const hash = secretHash(text);
  return { text, matches: (candidate) => timingSafeEqual(hash, secretHash(candidate)) };
}

export function secretText(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

export function secretHash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
