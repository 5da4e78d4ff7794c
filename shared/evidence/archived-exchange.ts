// The heads of one exchange out of a WACZ, by the place that capture.json names: header fields as they were sent. Reads
// a few ranges of the file, never a body. What is read is hostile: bounded, and parsed as text alone.

import type { RandomAccess } from '../zip/random-access.ts';
import { readZip } from '../zip/reader.ts';
import type { ResourceNetwork } from './capture-record.ts';

export interface ArchivedHead {
  /** Status or request line. */
  readonly first: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export interface ArchivedExchange {
  readonly request: ArchivedHead;
  readonly response: ArchivedHead;
}

export type ArchivePlace = NonNullable<ResourceNetwork['archive']>;

const ARCHIVE = 'archive/data.warc.gz';
const MAX_MEMBER_BYTES = 1 << 20;
const MAX_HEAD_BYTES = 1 << 20;
const MAX_FIELDS = 2_000;

/** Null where the file does not hold what the place says. Rejects only with what source.read rejects with. */
export async function readArchivedExchange(
  source: RandomAccess,
  place: ArchivePlace,
): Promise<ArchivedExchange | null> {
  const zip = await readZip(source);
  const entry = zip.ok ? zip.entries.find(({ name }) => name === ARCHIVE) : undefined;
  if (entry === undefined || entry.method !== 0) return null;
  const { offset, length, requestLength } = place;
  const inside = [offset, length, requestLength].every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!inside || offset + length + requestLength > entry.size) return null;
  const read = async (at: number, bytes: number): Promise<ArchivedHead | null> =>
    headOf(await source.read(entry.dataOffset + at, Math.min(bytes, MAX_MEMBER_BYTES)));
  const response = await read(offset, length);
  const request = await read(offset + length, requestLength);
  return response === null || request === null ? null : { request, response };
}

/** Unpacks as far as the HTTP head goes: behind the record's own header. */
async function headOf(member: Uint8Array): Promise<ArchivedHead | null> {
  const reader = new Blob([new Uint8Array(member)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  let text = '';
  try {
    while (text.length < MAX_HEAD_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += latin1(value);
      const record = text.indexOf('\r\n\r\n');
      const end = record < 0 ? -1 : text.indexOf('\r\n\r\n', record + 4);
      if (end >= 0) return parseHead(text.slice(record + 4, end));
    }
  } catch {
    // No gzip, or damaged: the same as not found.
  } finally {
    await reader.cancel().catch(() => {
      // Ended by itself.
    });
  }
  return null;
}

function parseHead(text: string): ArchivedHead {
  const [first = '', ...lines] = text.split('\r\n');
  const fields = lines.slice(0, MAX_FIELDS).map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0
      ? [readable(line), '']
      : [readable(line.slice(0, colon)), readable(line.slice(colon + 1).trim())];
  });
  return { first: readable(first), fields };
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}

/** UTF-8 where the bytes are that, else each byte as the character of its number. */
function readable(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
    );
  } catch {
    return text;
  }
}
