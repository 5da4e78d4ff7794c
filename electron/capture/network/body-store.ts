// Response bodies on disk, digested while they arrive. Small ones share one file, large ones get their own; memory
// stays flat whatever a page sends. Writes are synchronous: order is kept and nothing piles up behind a slow disk.

import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

const SMALL_BYTES = 256 * 1024;

/** Bytes start..start+length of a file, or small ones in memory. */
export type StoredBody = {
  readonly length: number;
  readonly sha256: string;
} & ({ readonly path: string; readonly start: number } | { readonly bytes: Uint8Array });

export interface BodySink {
  readonly length: number;
  /** The chunk is the caller's again when this returns. */
  write(chunk: Uint8Array): void;
  /** The body so far; nothing may be written afterwards. */
  finish(): StoredBody;
  /** Forgets what was written, for a body that is read again another way. */
  discard(): void;
}

export interface BodyStore {
  readonly totalBytes: number;
  /** The first write that failed (a full disk), null where none did. Writes happen inside event handlers, where a
   * throw would end the process: nothing more is written afterwards, and the capture ends with this. */
  readonly failure: { readonly error: unknown } | null;
  createSink(): BodySink;
  dispose(): void;
}

export function createBodyStore(folder: string): BodyStore {
  const sharedPath = join(folder, 'bodies.bin');
  const shared = openSync(sharedPath, 'w');
  const handles = new Set<number>();
  let sharedLength = 0;
  let totalBytes = 0;
  let files = 0;
  let failure: BodyStore['failure'] = null;

  function attempt(write: () => void): void {
    if (failure !== null) return;
    try {
      write();
    } catch (error) {
      failure = { error };
    }
  }

  function createSink(): BodySink {
    const hash = createHash('sha256');
    let pending: Uint8Array[] = [];
    let length = 0;
    let own: { readonly path: string; readonly fd: number } | null = null;

    const spill = (): void => {
      const path = join(folder, `body-${files++}.bin`);
      own = { path, fd: openSync(path, 'w') };
      handles.add(own.fd);
      for (const chunk of pending) writeAll(own.fd, chunk);
      pending = [];
    };
    const closeOwn = (): void => {
      if (own === null) return;
      handles.delete(own.fd);
      closeSync(own.fd);
    };

    return {
      get length() {
        return length;
      },
      write(chunk) {
        if (chunk.length === 0) return;
        hash.update(chunk);
        length += chunk.length;
        totalBytes += chunk.length;
        attempt(() => {
          if (own === null && length > SMALL_BYTES) spill();
          if (own !== null) writeAll(own.fd, chunk);
          else pending.push(Uint8Array.from(chunk));
        });
      },
      finish() {
        const sha256 = hash.digest('hex');
        if (own !== null) {
          closeOwn();
          return { path: own.path, start: 0, length, sha256 };
        }
        const start = sharedLength;
        attempt(() => {
          for (const chunk of pending) writeAll(shared, chunk);
        });
        sharedLength += length;
        pending = [];
        return { path: sharedPath, start, length, sha256 };
      },
      discard() {
        closeOwn();
        totalBytes -= length;
        pending = [];
      },
    };
  }

  return {
    get totalBytes() {
      return totalBytes;
    },
    get failure() {
      return failure;
    },
    createSink,
    dispose() {
      for (const fd of handles) closeSync(fd);
      handles.clear();
      closeSync(shared);
    },
  };
}

function writeAll(fd: number, chunk: Uint8Array): void {
  let offset = 0;
  while (offset < chunk.length) offset += writeSync(fd, chunk, offset);
}

export function streamBody(body: StoredBody): Readable {
  if ('bytes' in body) return Readable.from([body.bytes]);
  return createReadStream(body.path, {
    start: body.start,
    end: body.start + body.length - 1,
    highWaterMark: 1 << 18,
  });
}

/** For bodies known to be small. */
export function readBody(body: StoredBody): Uint8Array {
  return readHead(body, body.length);
}

/** The first bytes, at most so many. */
export function readHead(body: StoredBody, maxBytes: number): Uint8Array {
  const length = Math.min(body.length, maxBytes);
  if ('bytes' in body) return body.bytes.subarray(0, length);
  if (length === 0) return new Uint8Array();
  const fd = openSync(body.path, 'r');
  try {
    const bytes = new Uint8Array(length);
    let offset = 0;
    while (offset < bytes.length) {
      const read = readSync(fd, bytes, offset, bytes.length - offset, body.start + offset);
      if (read === 0) throw new Error('a recorded body is shorter than it was');
      offset += read;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}
