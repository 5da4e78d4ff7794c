// An office document of a library -> the same parts in our canonical container: one order, no times, so that the same
// content gives the same bytes. STORE: every tool opens it, and what is in it can be read without inflating.

import { crc32 } from 'node:zlib';
import { concatBytes, joinBytes, toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import { entryChunks } from '../../shared/zip/entry-stream.ts';
import { layOut, localHeader } from '../../shared/zip/layout.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';
import { readZip } from '../../shared/zip/reader.ts';

const CORE_PROPERTIES = 'docProps/core.xml';

/** @param at ISO 8601 UTC, put where the library wrote the present moment. */
export async function packOffice(bytes: Uint8Array, at: string): Promise<Uint8Array> {
  const source: RandomAccess = {
    name: 'office',
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
  const reading = await readZip(source);
  if (!reading.ok) throw new AppError('export/failed', { problem: reading.code });
  const parts = new Map<string, Uint8Array>();
  for (const entry of reading.entries) {
    if (entry.directory) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of entryChunks(source, entry, { crc32 })) chunks.push(chunk);
    const content = joinBytes(chunks);
    parts.set(entry.name, entry.name === CORE_PROPERTIES ? withTime(content, at) : content);
  }
  const layout = layOut(
    [...parts].map(([name, content]) => ({ name, size: content.length, crc32: crc32(content) })),
  );
  const body = layout.entries.flatMap((entry) => [localHeader(entry), parts.get(entry.name)!]);
  return concatBytes(joinBytes(body), layout.tail);
}

/** ECMA-376 part 2, section 11: dcterms:created and dcterms:modified (W3CDTF). */
function withTime(content: Uint8Array, at: string): Uint8Array {
  const text = new TextDecoder().decode(content);
  return toUtf8(text.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${at.slice(0, 19)}Z`));
}
