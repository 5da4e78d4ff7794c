// The archive of a capture as others see it: through the reader in Python that shares no code with the writer, and byte
// by byte at the places that capture.json names.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ResourceOutcome } from '../../../shared/evidence/capture-record.ts';
import type { Captured } from './harness.ts';

const READER = join(import.meta.dirname, '../../readers/warc_wacz.py');

export interface ArchivedResponse {
  readonly url: string;
  readonly status: number;
  readonly ip: string | null;
  readonly truncated: string | null;
  readonly bytes: number;
  readonly sha256: string;
  /** Names in lower case, values with one character per byte. */
  readonly fields: readonly (readonly [string, string])[];
  readonly protocol: readonly string[];
}

export interface Archive {
  readonly ok: boolean;
  readonly error?: string;
  readonly page: string;
  readonly responses: readonly ArchivedResponse[];
  readonly requests: readonly { readonly url: string; readonly body: string }[];
  readonly resources: readonly {
    readonly url: string;
    readonly type: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/** Throws where the reader finds anything wrong. */
export function readArchive(captured: Captured): Archive {
  const path = join(captured.workDir, 'data', 'page.wacz');
  const { stdout } = spawnSync('python3', [READER, '--list', path], { maxBuffer: 1 << 28 });
  const archive = JSON.parse(stdout.toString()) as Archive;
  if (!archive.ok) throw new Error(archive.error);
  return archive;
}

export function responseTo(archive: Archive, url: string): ArchivedResponse {
  const found = archive.responses.find((response) => response.url === url);
  if (!found) throw new Error(`not in the archive: ${url}`);
  return found;
}

/** The gzip members that the record names for a resource: the response's WARC record and the request's, unpacked. */
export async function recordsAt(
  captured: Captured,
  resource: ResourceOutcome,
): Promise<{ readonly response: Buffer; readonly request: Buffer }> {
  const place = resource.network!.archive!;
  const warc = storedEntry(await captured.read('data/page.wacz'), 'archive/data.warc.gz');
  const end = place.offset + place.length;
  return {
    response: gunzipSync(warc.subarray(place.offset, end)),
    request: gunzipSync(warc.subarray(end, end + place.requestLength)),
  };
}

/** A stored entry of a ZIP, by its central and local header. */
export function storedEntry(zip: Buffer, name: string): Buffer {
  const entry = zip.lastIndexOf(Buffer.from(name)) - 46;
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return zip.subarray(start, start + size);
}
