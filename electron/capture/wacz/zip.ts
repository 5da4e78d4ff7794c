// A ZIP that is the same bytes for the same input on every machine: stored entries in the given order, one fixed
// time, no fields of the operating system.

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly path: string;
  /** Bytes, or a file to read them from. */
  readonly content: Uint8Array | { readonly file: string };
}

export async function writeZip(target: string, entries: readonly ZipEntry[]): Promise<void> {
  const zip = new ZipFile();
  // DOS times are local times: built from local parts, this is 1980-01-01 00:00 in every zone.
  const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const { path, content } of entries) {
    if (content instanceof Uint8Array) zip.addBuffer(Buffer.from(content), path, options);
    else zip.addFile(content.file, path, options);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target));
}
