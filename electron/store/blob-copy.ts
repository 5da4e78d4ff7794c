// One pass over a source: read, digest by SHA-256 and SM3, write behind the blob header. Two buffers of 1 MiB, so that
// reading, writing and digesting overlap (for long sources a second thread digests too); memory stays flat.

import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { type Hashers, openBoth } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { systemCode } from '../platform/write-errors.ts';
import { PLAIN_HEADER } from './blob-format.ts';
import type { ReadNext, StoredBlob } from './types.ts';

export const CHUNK_BYTES = 1024 * 1024;

export interface CopyOptions {
  readonly hashers: Hashers;
  /** Of the source; decides only where it is digested. */
  readonly expectedBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWritten?: (bytes: number) => void;
}

/** Rejects with the system's error of the target, input/file-unreadable for the source's, or the signal's reason. */
export async function copyIntoBlob(
  readNext: ReadNext,
  target: FileHandle,
  { hashers, expectedBytes, signal, onWritten }: CopyOptions,
): Promise<StoredBlob> {
  await writeAll(target, PLAIN_HEADER);
  const both = await openBoth(hashers, expectedBytes);
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
      // Both run while the chunk is digested; a rejection is looked at below.
      reading.catch(() => undefined);
      writing.catch(() => undefined);
      await both.update(chunk);
      size += length;
      await writing;
      onWritten?.(length);
      [buffer, spare] = [spare, buffer];
    }
    const { sha256, sm3 } = await both.digests();
    return { sha256: toHex(sha256), sm3: toHex(sm3), size };
  } finally {
    both.drop();
    await Promise.allSettled([reading, writing]);
  }
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
