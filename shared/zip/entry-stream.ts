// The bytes of one entry in chunks, with flat memory: never more than the declared size, and the CRC-32 checked at the end.

import { crc32 as tableCrc32 } from './crc32.ts';
import { ZipFault } from './fault.ts';
import type { RandomAccess } from './random-access.ts';
import type { ZipEntry } from './reader.ts';

const CHUNK_BYTES = 1 << 20;

/** CRC-32 (ISO-HDLC) of bytes continued from a previous value; 0 to begin. Node brings a faster one (zlib.crc32). */
export type Crc32 = (bytes: Uint8Array, previous: number) => number;

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  readonly crc32?: Crc32 | undefined;
}

/** @throws ZipFault zip-size-lies, zip-bad-deflate, zip-crc-mismatch; the signal's reason; what source.read rejects with. */
export async function* entryChunks(
  source: RandomAccess,
  entry: ZipEntry,
  options: StreamOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const crc32 = options.crc32 ?? tableCrc32;
  const path = entry.name;
  let crc = 0;
  let size = 0;
  const raw = rawChunks(source, entry, options.signal);
  for await (const chunk of entry.method === 0 ? raw : inflate(raw, path)) {
    size += chunk.length;
    // A bomb is stopped at the first byte beyond what the directory declared.
    if (size > entry.size) throw new ZipFault('zip-size-lies', { path });
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== entry.size) throw new ZipFault('zip-size-lies', { path });
  if (crc !== entry.crc32) throw new ZipFault('zip-crc-mismatch', { path });
}

async function* rawChunks(
  source: RandomAccess,
  entry: ZipEntry,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let done = 0; done < entry.compressedSize;) {
    signal?.throwIfAborted();
    const length = Math.min(CHUNK_BYTES, entry.compressedSize - done);
    yield await source.read(entry.dataOffset + done, length);
    done += length;
  }
}

async function* inflate(
  raw: AsyncGenerator<Uint8Array, void, undefined>,
  path: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await raw.next();
      if (next.done === true) controller.close();
      else
        for (let at = 0; at < next.value.length; at += 1 << 14)
          controller.enqueue(next.value.slice(at, at + (1 << 14)));
    },
    async cancel() {
      await raw.return();
    },
  });
  const reader = input.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    // The platform answers damage and trailing bytes with a TypeError (zlib errors in Node); our own faults pass.
    if (error instanceof ZipFault || (error instanceof Error && error.name === 'AbortError')) throw error;
    throw new ZipFault('zip-bad-deflate', { path }, error);
  } finally {
    await reader.cancel().catch(() => {
      // The stream is already errored or closed: nothing is left to release.
    });
  }
}
