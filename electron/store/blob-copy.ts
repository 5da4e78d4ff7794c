// One pass over a source: read, digest by SHA-256 and SM3, write behind the blob header. Two buffers of 1 MiB, so that
// reading goes on while the digests run; memory stays flat at any size.

import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { systemCode } from '../platform/write-errors.ts';
import { PLAIN_HEADER } from './blob-format.ts';
import type { StoredBlob } from './types.ts';

export const CHUNK_BYTES = 1024 * 1024;

/** Fills the buffer from its start; 0: the end. */
export type ReadNext = (buffer: Uint8Array) => Promise<number>;

/** Rejects with the system's error of the target, input/file-unreadable for the source's, or the signal's reason. */
export async function copyIntoBlob(
  readNext: ReadNext,
  target: FileHandle,
  hashers: Hashers,
  signal?: AbortSignal,
): Promise<StoredBlob> {
  const sha256 = hashers.createSha256();
  const sm3 = hashers.createSm3();
  await writeAll(target, PLAIN_HEADER);
  let size = 0;
  let buffer = new Uint8Array(CHUNK_BYTES);
  let spare = new Uint8Array(CHUNK_BYTES);
  let reading = readNext(buffer);
  let writing: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const length = await reading;
      if (length === 0) break;
      signal?.throwIfAborted();
      const chunk = buffer.subarray(0, length);
      reading = readNext(spare);
      writing = writeAll(target, chunk);
      // Both run while this thread digests; a rejection is looked at below.
      reading.catch(() => undefined);
      writing.catch(() => undefined);
      sha256.update(chunk);
      sm3.update(chunk);
      size += length;
      await writing;
      [buffer, spare] = [spare, buffer];
    }
  } finally {
    await Promise.allSettled([reading, writing]);
  }
  return { sha256: toHex(sha256.digest()), sm3: toHex(sm3.digest()), size };
}

async function writeAll(target: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await target.write(bytes, at, bytes.length - at)).bytesWritten;
}

export function readFrom(source: FileHandle, path: string): ReadNext {
  return async (buffer) => {
    try {
      return (await source.read(buffer, 0, buffer.length)).bytesRead;
    } catch (error) {
      throw new AppError('input/file-unreadable', { path, problem: systemCode(error) }, { cause: error });
    }
  };
}

export function readBytes(bytes: Uint8Array): ReadNext {
  let at = 0;
  return (buffer) => {
    const part = bytes.subarray(at, at + buffer.length);
    buffer.set(part);
    at += part.length;
    return Promise.resolve(part.length);
  };
}
