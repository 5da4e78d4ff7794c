// Writes our canonical ZIP container (shared/zip/layout.ts) with flat memory: each file is streamed behind its header,
// whose CRC-32 is set when the bytes have passed. The name appears only when all is on disk; a failure leaves nothing.

import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import {
  CRC_OFFSET,
  inContainerOrder,
  type LayoutEntry,
  layOut,
  localHeader,
} from '../../shared/zip/layout.ts';
import { syncFolder, type WriteBehind, writeBehind } from '../platform/durable-files.ts';
import { toOutputError } from './output-error.ts';

export interface ZipInput {
  readonly name: string;
  readonly size: number;
  /** The file's bytes from its start, in pieces; size bytes in all. */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface ZipWriteOptions {
  readonly outPath: string;
  readonly inputs: readonly ZipInput[];
  readonly signal?: AbortSignal | undefined;
  /** Hears where the file will stand while it is half-written, before it is made. */
  readonly onTemporary?: ((path: string) => void) | undefined;
  readonly onProgress?: ((writtenBytes: number, totalBytes: number) => void) | undefined;
}

export interface WrittenZip {
  readonly sizeBytes: number;
  readonly sha256: string;
}

const READ_BYTES = 1 << 20;
let written = 0;

/**
 * Replaces what stands under outPath. Throws store/disk-full, input/output-unwritable {path}, export/failed {problem};
 * what an input or the signal throws is passed on.
 */
export async function writeZip(options: ZipWriteOptions): Promise<WrittenZip> {
  const { outPath, signal } = options;
  const temporary = join(dirname(outPath), `.tmp-${uniqueOf(outPath)}-${basename(outPath)}`);
  options.onTemporary?.(temporary);
  const handle = await writing(outPath, () => open(temporary, 'w+'));
  try {
    let made: WrittenZip;
    try {
      const behind = writeBehind(handle);
      await writeContainer({ handle, behind, outPath }, options);
      // What the disk has still to take is being digested from memory meanwhile.
      [made] = await Promise.all([digestFile(handle, signal), writing(outPath, () => behind.sync())]);
    } finally {
      await handle.close();
    }
    signal?.throwIfAborted();
    await writing(outPath, () => rename(temporary, outPath));
    await writing(outPath, () => syncFolder(dirname(outPath)));
    return made;
  } catch (error) {
    // The first error is the one to tell; a half-written file that cannot be removed is at least not under the name.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The half-written file. */
interface Target {
  readonly handle: FileHandle;
  readonly behind: WriteBehind;
  /** Where it will stand, for what is said of a failure. */
  readonly outPath: string;
}

async function writeContainer(target: Target, options: ZipWriteOptions): Promise<void> {
  const inputs = inContainerOrder(options.inputs);
  // Offsets depend on names and sizes only, so the whole layout is known before any CRC-32 is.
  const blank = layOut(inputs.map(({ name, size }) => ({ name, size, crc32: 0 })));
  const report = (bytes: number): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.(bytes, blank.sizeBytes);
  };
  const entries: LayoutEntry[] = [];
  for (const [i, input] of inputs.entries()) {
    const { offset } = blank.entries[i]!;
    const header = localHeader(blank.entries[i]!);
    await writeAt(target, header, offset);
    const crc = await copyInput(target, input, offset + header.length, report);
    const crcBytes = new Uint8Array(4);
    new DataView(crcBytes.buffer).setUint32(0, crc, true);
    await writeAt(target, crcBytes, offset + CRC_OFFSET);
    entries.push({ name: input.name, size: input.size, crc32: crc });
  }
  const { tail, tailOffset, sizeBytes } = layOut(entries);
  await writeAt(target, tail, tailOffset);
  report(sizeBytes);
}

/** @param report hears how far the file is written; throws where it is to stop. */
async function copyInput(
  target: Target,
  input: ZipInput,
  start: number,
  report: (writtenBytes: number) => void,
): Promise<number> {
  let crc = 0;
  let done = 0;
  for await (const bytes of input.open()) {
    if (done + bytes.length > input.size) throw wrongSize(input, done + bytes.length);
    crc = crc32(bytes, crc);
    await writeAt(target, bytes, start + done);
    target.behind.wrote(bytes.length);
    done += bytes.length;
    report(start + done);
  }
  if (done !== input.size) throw wrongSize(input, done);
  return crc;
}

function wrongSize(input: ZipInput, got: number): AppError {
  return new AppError('export/failed', { problem: `${input.name}: ${got} != ${input.size}` });
}

async function writeAt({ handle, outPath }: Target, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await writing(outPath, () =>
      handle.write(bytes, done, bytes.length - done, at + done),
    );
    done += bytesWritten;
  }
}

/** One pass over what was written: the CRC-32s were set behind the stream, so it cannot be digested on the way. */
async function digestFile(handle: FileHandle, signal: AbortSignal | undefined): Promise<WrittenZip> {
  const hash = createHash('sha256');
  const buffer = new Uint8Array(READ_BYTES);
  let sizeBytes = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, sizeBytes);
    if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') };
    hash.update(buffer.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
}

/** Runs a write to the user's chosen place and gives its failure the code that says what to do. */
async function writing<T>(outPath: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw toOutputError(error, outPath);
  }
}

/** Two writers of one name never share a half-written file: process, counter and place make the 16 digits. */
function uniqueOf(outPath: string): string {
  written += 1;
  const seed = `${process.pid} ${written} ${basename(outPath)}`;
  return createHash('sha256').update(seed).digest('hex').slice(0, 16);
}
