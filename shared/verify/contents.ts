// One pass over every byte of the package: digests of all files, the small ones kept for the checks that read them.
// Memory stays flat: payload files stream through in chunks, only files with a known limit are held.

import { toHex } from '../bytes/hex.ts';
import { inByteOrder, joinBytes } from '../bytes/utf8.ts';
import { type Hashers, openBoth } from '../bytes/hashers.ts';
import { entryChunks, type Crc32 } from '../zip/entry-stream.ts';
import { ZipFault } from '../zip/fault.ts';
import type { RandomAccess } from '../zip/random-access.ts';
import type { ZipEntry } from '../zip/reader.ts';
import { BAG_INFO_PATH, BAGIT_PATH, TAG_MANIFEST_PATH } from '../evidence/bag.ts';
import { INDEX_PATH } from '../evidence/index-file.ts';
import type { FileDigest } from '../evidence/index-line.ts';
import {
  BEACON_PATH,
  CAPTURE_RECORD_PATH,
  ENVIRONMENT_PATH,
  EVENTS_PATH,
} from '../evidence/package-paths.ts';
import { DEPOSIT_RECORD_PATH } from '../evidence/deposit-record.ts';

const MIB = 1024 * 1024;
/** Per file and in total; beyond it a file is digested but not read, and the check that needs it says so. */
const KEEP = { index: 64 * MIB, record: 32 * MIB, attest: 8 * MIB, total: 192 * MIB };

export interface Contents {
  /** By path, in byte order of the paths. */
  readonly files: ReadonlyMap<string, FileDigest>;
  /** Null where the file is absent or was too large to keep. */
  bytes(path: string): Uint8Array | null;
  readonly faults: readonly ZipFault[];
}

export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly path: string;
}

export interface ContentsOptions {
  readonly hashers: Hashers;
  readonly crc32?: Crc32 | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** @param prefix folder that some archivers wrap around everything; '' for our own packages. */
export async function readContents(
  source: RandomAccess,
  entries: readonly ZipEntry[],
  prefix: string,
  options: ContentsOptions,
): Promise<Contents> {
  const kept = new Map<string, Uint8Array>();
  const facts: FileDigest[] = [];
  const faults: ZipFault[] = [];
  const files = entries.filter((entry) => !entry.directory);
  const totalBytes = files.reduce((sum, entry) => sum + entry.size, 0);
  let doneBytes = 0;
  let keptBytes = 0;
  for (const entry of inOrderOfOffset(files)) {
    const path = entry.name.slice(prefix.length);
    const keep = entry.size <= keepLimit(path) && keptBytes + entry.size <= KEEP.total;
    const parts: Uint8Array[] = [];
    const both = await openBoth(options.hashers, entry.size);
    try {
      for await (const chunk of entryChunks(source, entry, options)) {
        await both.update(chunk);
        // A source may reuse its buffer between reads.
        if (keep) parts.push(chunk.slice());
        doneBytes += chunk.length;
        options.onProgress?.({ doneBytes, totalBytes, path });
      }
    } catch (error) {
      // All bytes came where only the checksum beside them differs: the digests still tell which file was changed.
      if (!(error instanceof ZipFault) || error.code !== 'zip-crc-mismatch') both.drop();
      if (!(error instanceof ZipFault)) throw error;
      faults.push(error);
      if (error.code !== 'zip-crc-mismatch') continue;
    }
    const { sha256, sm3 } = await both.digests();
    facts.push({ path, size: entry.size, sha256: toHex(sha256), sm3: toHex(sm3) });
    if (keep) {
      kept.set(path, joinBytes(parts));
      keptBytes += entry.size;
    }
  }
  return {
    files: new Map(inByteOrder(facts, ({ path }) => path).map((fact) => [fact.path, fact])),
    bytes: (path) => kept.get(path) ?? null,
    faults,
  };
}

function inOrderOfOffset(entries: readonly ZipEntry[]): readonly ZipEntry[] {
  return [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
}

function keepLimit(path: string): number {
  if (path === INDEX_PATH) return KEEP.index;
  if (path.startsWith('attest/')) return KEEP.attest;
  if (path === BAGIT_PATH || path === BAG_INFO_PATH) return MIB;
  return RECORDS.has(path) ? KEEP.record : -1;
}

const RECORDS: ReadonlySet<string> = new Set([
  TAG_MANIFEST_PATH,
  CAPTURE_RECORD_PATH,
  DEPOSIT_RECORD_PATH,
  BEACON_PATH,
  ENVIRONMENT_PATH,
  EVENTS_PATH,
]);

/** The one folder that holds everything, with its slash, where the bag does not stand at the root. */
export function commonFolder(entries: readonly ZipEntry[]): string {
  const first = entries[0]?.name ?? '';
  const slash = first.indexOf('/');
  if (slash === -1) return '';
  const folder = first.slice(0, slash + 1);
  const wrapped = entries.every((entry) => entry.name.startsWith(folder));
  return wrapped && entries.some((entry) => entry.name === `${folder}${BAGIT_PATH}`) ? folder : '';
}
