// A strict check of a WACZ 1.1.1 file as hostile input, in one pass over its bytes and with flat memory: entries and
// their list, storing, digests, every WARC record, every index line, lengths, pages. Free validators leave most of
// this out (shared/capture.md D3 in the project's notes). Never throws for a bad file: problems are the answer.

import { createHash } from 'node:crypto';
import { crc32, gunzipSync } from 'node:zlib';
import type { WaczProblem, WaczReport } from '../../../../shared/evidence/wacz-report.ts';
import { entryChunks } from '../../../../shared/zip/entry-stream.ts';
import { ZipFault } from '../../../../shared/zip/fault.ts';
import type { RandomAccess } from '../../../../shared/zip/random-access.ts';
import { readZip, type ZipEntry } from '../../../../shared/zip/reader.ts';
import { parseIndex, type IndexLine } from './cdxj-lines.ts';
import { checkDatapackage, checkPages } from './datapackage.ts';
import { GzipFault, readMembers } from './gzip-members.ts';
import type { EntryFacts, Report } from './report.ts';
import { createRecordReader, normal, type ReadRecord, type RecordReader } from './record-reader.ts';

const MAX_TEXT_BYTES = 256 << 20;
const MAX_LISTED = 100;

/** A record and where its gzip member lies in its file. */
export interface PlacedRecord extends ReadRecord {
  readonly offset: number;
  readonly length: number;
}

/** What a check has at hand while it goes through the entries, and what it finds. */
interface Reading {
  readonly source: RandomAccess;
  readonly signal: AbortSignal | undefined;
  readonly report: Report;
  readonly facts: Map<string, EntryFacts>;
  readonly texts: Map<string, Buffer>;
}

/** @throws only what source.read rejects with, and the signal's reason. */
export async function checkWacz(source: RandomAccess, signal?: AbortSignal): Promise<WaczReport> {
  const problems: WaczProblem[] = [];
  let problemCount = 0;
  const report: Report = (code, details = {}) => {
    problemCount += 1;
    if (problems.length < MAX_LISTED) problems.push({ code, details });
  };
  const archive = new Map<string, readonly PlacedRecord[]>();
  let pages = 0;
  const zip = await readZip(source, signal);
  if (zip.ok) {
    const files = zip.entries.filter(({ directory }) => !directory);
    const facts = new Map<string, EntryFacts>();
    const texts = new Map<string, Buffer>();
    const reading: Reading = { source, signal, report, facts, texts };
    for (const entry of files) {
      if (/^archive\/|\.gz$/.test(entry.name) && entry.method !== 0)
        report('wacz-not-stored', { path: entry.name });
      if (entry.name.startsWith('archive/')) archive.set(entry.name, await readArchive(reading, entry));
      else await readText(reading, entry);
    }
    checkDatapackage(facts, texts, report);
    if (archive.size === 0) report('wacz-entry-missing', { path: 'archive/*.warc.gz' });
    checkIndexes(archive, texts, report);
    pages = checkPages(texts, urlsOf(archive), report);
  } else {
    report('wacz-zip', { problem: zip.code });
  }
  const records = [...archive.values()].flat();
  return {
    file: source.name,
    ok: problemCount === 0,
    problems,
    problemCount,
    records: records.length,
    responses: records.filter(({ type }) => type === 'response').length,
    resources: records.filter(({ type }) => type === 'resource').length,
    truncated: records.filter(({ truncated }) => truncated).length,
    pages,
  };
}

function urlsOf(archive: ReadonlyMap<string, readonly PlacedRecord[]>): ReadonlySet<string> {
  return new Set(
    [...archive.values()]
      .flat()
      .flatMap(({ type, url }) => (type === 'response' && url !== null ? [url] : [])),
  );
}

/** Every byte goes through the entry's digest, then to the reader of gzip members. */
async function* measured({ source, facts, signal }: Reading, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of entryChunks(source, entry, { crc32, signal })) {
    hash.update(chunk);
    yield chunk;
  }
  facts.set(entry.name, { bytes: entry.size, sha256: hash.digest('hex') });
}

async function readText(reading: Reading, entry: ZipEntry): Promise<void> {
  const { texts, report } = reading;
  const isNeeded = /^(datapackage(-digest)?\.json$|indexes\/|pages\/)/.test(entry.name);
  const kept = isNeeded && entry.size <= MAX_TEXT_BYTES;
  if (isNeeded && !kept) report('wacz-too-large', { path: entry.name });
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of measured(reading, entry)) if (kept) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    report('wacz-zip', { problem: error.code });
    return;
  }
  if (!kept) return;
  const bytes = Buffer.concat(chunks);
  try {
    const text = entry.name.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAX_TEXT_BYTES }) : bytes;
    texts.set(entry.name, text);
  } catch {
    report('wacz-gzip', { path: entry.name, offset: 0 });
  }
}

async function readArchive(reading: Reading, entry: ZipEntry): Promise<readonly PlacedRecord[]> {
  const { report } = reading;
  const records: PlacedRecord[] = [];
  const path = entry.name;
  if (!path.endsWith('.warc.gz')) {
    // Without members there is nothing that an offset could be checked against.
    report('wacz-entry-missing', { path: 'archive/*.warc.gz' });
    await drain(measured(reading, entry), report);
    return records;
  }
  let reader: RecordReader | null = null;
  let offset = 0;
  const chunks = measured(reading, entry);
  try {
    await readMembers(chunks, {
      begin(at) {
        offset = at;
        reader = createRecordReader();
      },
      data: (bytes) => reader?.data(bytes),
      end(length) {
        const { record, faults } = reader!.end();
        for (const { code, problem } of faults) report(code, { path, offset, problem });
        if (record !== null) records.push({ ...record, offset, length });
      },
    });
  } catch (error) {
    if (error instanceof GzipFault)
      report('wacz-gzip', { path, offset: error.offset, problem: error.message });
    else if (error instanceof ZipFault) report('wacz-zip', { problem: error.code });
    else throw error;
    await drain(chunks, report);
  }
  checkLengths(records, checkLinks(records, path, report), report);
  return records;
}

/** The rest is read for its digest alone. */
async function drain(chunks: AsyncIterable<Uint8Array>, report: Report): Promise<void> {
  try {
    for await (const _ of chunks) continue;
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    report('wacz-zip', { problem: error.code });
  }
}

/** What records say of one another; the method of the request by the id of the record that answers it. */
function checkLinks(
  records: readonly PlacedRecord[],
  path: string,
  report: Report,
): ReadonlyMap<string, string> {
  if (records[0] !== undefined && records[0].type !== 'warcinfo')
    report('wacz-record', { path, offset: records[0].offset, problem: 'no warcinfo first' });
  const byId = new Map<string, PlacedRecord>();
  const methods = new Map<string, string>();
  for (const record of records) {
    if (byId.has(record.id)) report('wacz-record', { path, offset: record.offset, problem: 'id used twice' });
    byId.set(record.id, record);
  }
  for (const record of records) {
    if (record.concurrentTo === null) continue;
    if (!byId.has(record.concurrentTo))
      report('wacz-record', { path, offset: record.offset, problem: 'WARC-Concurrent-To names no record' });
    if (record.method !== null) methods.set(record.concurrentTo, record.method);
    else if (byId.get(record.concurrentTo)?.method != null)
      methods.set(record.id, byId.get(record.concurrentTo)!.method!);
  }
  return methods;
}

/** Bodies against what their heads declare. */
function checkLengths(
  records: readonly PlacedRecord[],
  methods: ReadonlyMap<string, string>,
  report: Report,
): void {
  for (const record of records) {
    const { declaredBytes, payloadBytes, status } = record;
    if (record.type !== 'response' || declaredBytes === null || declaredBytes === payloadBytes) continue;
    const bodyless =
      methods.get(record.id) === 'HEAD' ||
      status! < 200 ||
      status === 204 ||
      (status! >= 300 && status! < 400);
    if (record.truncated || (bodyless && payloadBytes === 0)) continue;
    report('wacz-length', { url: record.url ?? '', declaredBytes, bodyBytes: payloadBytes });
  }
}

function checkIndexes(
  archive: ReadonlyMap<string, readonly PlacedRecord[]>,
  texts: ReadonlyMap<string, Buffer>,
  report: Report,
): void {
  const names = [...texts.keys()].filter((name) => /^indexes\/.*\.(cdxj?|cdxj?\.gz)$/.test(name));
  if (names.length === 0) report('wacz-entry-missing', { path: 'indexes/index.cdx' });
  const indexed = new Set<string>();
  for (const name of names) {
    const fault = (problem: string, line: number): void =>
      report('wacz-index', { path: name, line, problem });
    for (const [index, line] of parseIndex(texts.get(name)!, fault).entries()) {
      const path = `archive/${line.filename}`;
      const problem = indexProblem(archive.get(path), line);
      if (problem !== null) fault(problem, index + 1);
      indexed.add(`${path} ${line.offset}`);
    }
  }
  for (const [path, records] of archive)
    for (const { type, url, offset } of records)
      if (['response', 'revisit', 'resource'].includes(type) && !indexed.has(`${path} ${offset}`))
        report('wacz-not-indexed', { url: url ?? '', offset });
}

function indexProblem(records: readonly PlacedRecord[] | undefined, line: IndexLine): string | null {
  const record = records && find(records, line.offset);
  if (record === undefined) return 'no record at this offset';
  if (record.length !== line.length) return 'another length';
  if (record.url !== line.url) return 'another address';
  if (!['response', 'revisit', 'resource'].includes(record.type)) return 'another type of record';
  if (record.status !== null && record.status !== line.status) return 'another status';
  if (record.type !== 'revisit' && !record.payloadDigests.has(normal(line.digest))) return 'another digest';
  const time = record.date.replace(/\D/g, '').slice(0, line.time.length);
  return time.padEnd(line.time.length, '0') === line.time ? null : 'another time';
}

/** Records come in the order of their offsets. */
function find(records: readonly PlacedRecord[], offset: number): PlacedRecord | undefined {
  let low = 0;
  let high = records.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const record = records[middle]!;
    if (record.offset === offset) return record;
    if (record.offset < offset) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
