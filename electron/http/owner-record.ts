// shell.json: how a command line reaches the app that owns the data folder; owner-file.ts writes (0600) and removes it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';

const ownerRecord = z
  .object({
    pid: z.int().min(1),
    port: z.int().min(1).max(65_535),
    token: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  })
  .strict();
export type OwnerRecord = Readonly<z.infer<typeof ownerRecord>>;

/** Throws store/damaged where the text is not an owner record. */
export function parseOwnerRecord(text: string): OwnerRecord {
  try {
    return ownerRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('store/damaged', { problem: 'shell.json' }, { cause });
  }
}

export function renderOwnerRecord(record: OwnerRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * What the owner answers to a challenge (64 hex digits): only a holder of the token can. A client asks first, so
 * that another program that took the port after a crash is never given the token.
 */
export function ownerProof(token: string, port: number, challenge: string): string {
  return createHmac('sha256', token).update(`cunan owner\n${port}\n${challenge}`).digest('hex');
}

export function isOwnerProof(record: OwnerRecord, challenge: string, answer: string): boolean {
  const expected = Buffer.from(ownerProof(record.token, record.port, challenge));
  const given = Buffer.from(answer);
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
