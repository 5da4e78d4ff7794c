// Reading a blob: bytes at an offset or as a stream, the header hidden.

import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../platform/write-errors.ts';
import { assertReadable, BLOB_HEADER_BYTES } from './blob-format.ts';
import { CHUNK_BYTES } from './blob-copy.ts';
import type { BlobReader } from './types.ts';

/** Throws store/damaged where the file is missing, unreadable or has no header of ours. */
export async function openBlob(path: string, sha256: string): Promise<BlobReader> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw damaged(sha256, systemCode(error), error);
  });
  try {
    const header = new Uint8Array(BLOB_HEADER_BYTES);
    const { bytesRead } = await handle.read(header, 0, BLOB_HEADER_BYTES, 0);
    assertReadable(header.subarray(0, bytesRead), sha256);
    const { size } = await handle.stat();
    return createReader(handle, sha256, size - BLOB_HEADER_BYTES);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function createReader(handle: FileHandle, sha256: string, size: number): BlobReader {
  let closed = false;

  async function read(offset: number, length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0) {
      throw new RangeError(`not a range: ${offset}, ${length}`);
    }
    if (offset + length > size) throw new RangeError(`${offset}+${length} is past the end (${size})`);
    const out = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const { bytesRead } = await handle.read(out, at, length - at, BLOB_HEADER_BYTES + offset + at);
      if (bytesRead === 0) throw damaged(sha256, 'cut short');
      at += bytesRead;
    }
    return out;
  }

  return {
    name: sha256,
    size,
    read,
    async *stream(offset = 0, length = size - offset) {
      const end = offset + length;
      for (let at = offset; at < end; at += CHUNK_BYTES)
        yield await read(at, Math.min(CHUNK_BYTES, end - at));
    },
    async close() {
      if (closed) return;
      closed = true;
      await handle.close();
    },
  };
}

function damaged(sha256: string, problem: string, cause?: unknown): AppError {
  return new AppError('store/damaged', { problem: `blob ${sha256.slice(0, 16)}: ${problem}` }, { cause });
}
