// Publishes where the owner's API listens: a 0600 file beside the database, written whole or not at all.

import { rm } from 'node:fs/promises';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { writeDurably } from '../platform/durable-files.ts';
import type { Random } from '../platform/ports.ts';
import { renderOwnerRecord, type OwnerRecord } from './owner-record.ts';

/** Null removes it. Only the holder of the folder's lock may call this. */
export async function announceOwner(path: string, record: OwnerRecord | null, random: Random): Promise<void> {
  if (record === null) return rm(path, { force: true });
  const unique = toHex(random.bytes(8));
  await writeDurably(path, toUtf8(renderOwnerRecord(record)), { unique, mode: 0o600 });
}
