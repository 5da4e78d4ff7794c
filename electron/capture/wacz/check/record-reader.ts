// One WARC 1.1 record (ISO 28500:2017) read while it comes, with flat memory: fields, block, payload, digests, end.

import { createHash, type Hash } from 'node:crypto';

export interface ReadRecord {
  readonly type: string;
  readonly id: string;
  readonly url: string | null;
  /** WARC-Date as it stands. */
  readonly date: string;
  readonly concurrentTo: string | null;
  readonly truncated: boolean;
  /** Status of a response, method of a request, as their first lines have them; null elsewhere. */
  readonly status: number | null;
  readonly method: string | null;
  readonly payloadBytes: number;
  /** Content-Length of the HTTP head; null where there is none, or a transfer coding makes it void. */
  readonly declaredBytes: number | null;
  /** What digests of the payload came out as, by algorithm, hex and base32. */
  readonly payloadDigests: ReadonlySet<string>;
}

export interface RecordFault {
  readonly code: 'wacz-record' | 'wacz-block-digest' | 'wacz-payload-digest';
  readonly problem: string;
}

export interface RecordReader {
  data(bytes: Uint8Array): void;
  /** The record ended here. Null where it could not be read at all. */
  end(): { readonly record: ReadRecord | null; readonly faults: readonly RecordFault[] };
}

const MAX_HEAD_BYTES = 65_536;
const MAX_HTTP_HEAD_BYTES = 4 << 20;
const END = Buffer.from('\r\n\r\n');
const TYPES = new Set([
  'warcinfo',
  'response',
  'request',
  'resource',
  'metadata',
  'revisit',
  'conversion',
  'continuation',
]);
/** Those that archives use and every build of Node and Electron has. */
const ALGORITHMS: ReadonlyMap<string, () => Hash> = new Map([
  ['sha1', () => createHash('sha1')],
  ['sha256', () => createHash('sha256')],
  ['sha512', () => createHash('sha512')],
  ['md5', () => createHash('md5')],
]);
/** Types that are about an address. */
const ADDRESSED = new Set(['response', 'request', 'resource', 'revisit', 'conversion']);
const UNKNOWN = 'unknown algorithm';
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

type Fields = readonly (readonly [name: string, value: string])[];

export function createRecordReader(): RecordReader {
  const faults: RecordFault[] = [];
  const fault = (problem: string): void => void faults.push({ code: 'wacz-record', problem });
  let broken = false;
  let pending: Buffer | null = Buffer.alloc(0);
  let fields: Fields = [];
  let left = 0;
  let blockBytes = 0;
  let blockHash: { readonly expected: string; readonly hash: Hash } | null = null;
  let http = false;
  let httpHead = Buffer.alloc(0);
  let inHttpHead = false;
  let payload: { readonly algorithm: string; readonly hash: Hash }[] = [];
  let payloadBytes = 0;
  let tail = Buffer.alloc(0);

  const named = (name: string): string | null => fields.find(([key]) => key === name)?.[1] ?? null;

  function begin(head: Buffer): void {
    const [version = '', ...lines] = head.toString('utf8').split('\r\n');
    if (!/^WARC\/1\.[01]$/.test(version)) fault('version');
    fields = parseFields(lines) ?? [];
    if (fields.length === 0) fault('field line');
    checkFields();
    const length = named('content-length') ?? '';
    if (!/^\d{1,15}$/.test(length)) {
      fault('content-length');
      broken = true;
      return;
    }
    left = Number(length);
    http = /^application\/http\b/i.test(named('content-type') ?? '');
    inHttpHead = http;
    beginDigests();
  }

  function checkFields(): void {
    for (const once of ['warc-type', 'warc-record-id', 'warc-date', 'content-length'])
      if (fields.filter(([key]) => key === once).length !== 1) fault(once);
    if (!DATE.test(named('warc-date') ?? '')) fault('warc-date');
    if (!/^<[a-z][a-z0-9+.-]*:[^\s<>]+>$/i.test(named('warc-record-id') ?? '')) fault('warc-record-id');
    const type = named('warc-type') ?? '';
    if (!TYPES.has(type)) fault('warc-type');
    if (ADDRESSED.has(type) && named('warc-target-uri') === null) fault('warc-target-uri');
  }

  function beginDigests(): void {
    const ofBlock = named('warc-block-digest');
    if (ofBlock !== null) {
      const create = ALGORITHMS.get(algorithmOf(ofBlock));
      if (create === undefined) faults.push({ code: 'wacz-block-digest', problem: UNKNOWN });
      else blockHash = { expected: ofBlock, hash: create() };
    }
    const ofPayload = named('warc-payload-digest');
    if (ofPayload !== null && !ALGORITHMS.has(algorithmOf(ofPayload)))
      faults.push({ code: 'wacz-payload-digest', problem: UNKNOWN });
    // The index may name another algorithm than the record: sha256 is always at hand.
    payload = [...new Set(['sha256', algorithmOf(ofPayload ?? '')])].flatMap((algorithm) => {
      const create = ALGORITHMS.get(algorithm);
      return create === undefined ? [] : [{ algorithm, hash: create() }];
    });
  }

  function block(bytes: Buffer): void {
    blockHash?.hash.update(bytes);
    blockBytes += bytes.length;
    if (!inHttpHead) return count(bytes);
    const before = httpHead.length;
    httpHead = Buffer.concat([httpHead, bytes]);
    const gap = httpHead.indexOf(END, Math.max(0, before - END.length));
    if (gap >= 0) {
      inHttpHead = false;
      count(httpHead.subarray(gap + END.length));
      httpHead = Buffer.from(httpHead.subarray(0, gap + END.length));
    } else if (httpHead.length > MAX_HTTP_HEAD_BYTES) {
      fault('HTTP head too long');
      broken = true;
    }
  }

  function count(bytes: Buffer): void {
    payloadBytes += bytes.length;
    for (const { hash } of payload) hash.update(bytes);
  }

  function data(bytes: Uint8Array): void {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (broken) return;
    if (pending !== null) {
      pending = Buffer.concat([pending, rest]);
      const gap = pending.indexOf(END);
      if (gap < 0) {
        if (pending.length > MAX_HEAD_BYTES) {
          fault('header too long');
          broken = true;
        }
        return;
      }
      const head = pending.subarray(0, gap);
      rest = pending.subarray(gap + END.length);
      pending = null;
      begin(head);
      if (broken) return;
    }
    const inside = rest.subarray(0, left);
    if (inside.length > 0) block(inside);
    left -= inside.length;
    if (inside.length < rest.length)
      tail = Buffer.concat([tail, rest.subarray(inside.length, inside.length + END.length + 1)]);
  }

  function end(): ReturnType<RecordReader['end']> {
    if (broken || pending !== null) {
      if (!broken) fault('header without an end');
      return { record: null, faults };
    }
    if (left > 0) fault(`${left} bytes missing`);
    if (!tail.equals(END)) fault('does not end with two CRLF');
    if (
      blockHash !== null &&
      !digestsOf(blockHash.hash, algorithmOf(blockHash.expected)).has(normal(blockHash.expected))
    )
      faults.push({ code: 'wacz-block-digest', problem: 'differs' });
    const payloadDigests = new Set(payload.flatMap(({ algorithm, hash }) => [...digestsOf(hash, algorithm)]));
    const declared = named('warc-payload-digest');
    if (declared !== null && ALGORITHMS.has(algorithmOf(declared)) && !payloadDigests.has(normal(declared)))
      faults.push({ code: 'wacz-payload-digest', problem: 'differs' });
    const type = named('warc-type') ?? '';
    const message = http && !inHttpHead ? parseHttp(httpHead, type) : null;
    if (http && message === null) fault('HTTP head');
    return {
      record: {
        type,
        id: named('warc-record-id') ?? '',
        url: named('warc-target-uri'),
        date: named('warc-date') ?? '',
        concurrentTo: named('warc-concurrent-to'),
        truncated: named('warc-truncated') !== null,
        status: message?.status ?? null,
        method: message?.method ?? null,
        payloadBytes,
        declaredBytes: message?.declaredBytes ?? null,
        payloadDigests,
      },
      faults,
    };
  }

  return { data, end };
}

interface HttpFacts {
  readonly status: number | null;
  readonly method: string | null;
  readonly declaredBytes: number | null;
}

/** @param head with the empty line that ends it */
function parseHttp(head: Buffer, type: string): HttpFacts | null {
  const [first = '', ...lines] = head.subarray(0, -END.length).toString('latin1').split('\r\n');
  // A server's own lines: whatever stands before the first colon is a name.
  const fields = parseFields(lines, /^([^:]+):(.*)$/s);
  if (fields === null) return null;
  const lengths = fields.filter(([name]) => name === 'content-length').map(([, value]) => value);
  const coded = fields.some(([name]) => name === 'transfer-encoding');
  const length = lengths[0];
  const declaredBytes = !coded && length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null;
  if (type === 'request') {
    const method = /^(\S+) \S+ HTTP\/\d(\.\d)?$/.exec(first)?.[1];
    return method === undefined ? null : { status: null, method, declaredBytes };
  }
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(first)?.[1];
  return status === undefined ? null : { status: Number(status), method: null, declaredBytes };
}

/** Names in lower case; null where a line is no field. */
function parseFields(
  lines: readonly string[],
  form = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):(.*)$/s,
): Fields | null {
  const fields: (readonly [string, string])[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const match = form.exec(line);
    if (match === null) return null;
    fields.push([match[1]!.toLowerCase(), match[2]!.trim()]);
  }
  return fields;
}

const HEX_LENGTH: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

function algorithmOf(digest: string): string {
  return digest.split(':')[0]!.toLowerCase();
}

/** "algorithm:value" in the one form that both sides are brought to: hex in lower case, base32 without padding. */
export function normal(digest: string): string {
  const [, value = ''] = digest.split(':');
  const algorithm = algorithmOf(digest);
  const hex = value.length === HEX_LENGTH[algorithm];
  return `${algorithm}:${hex ? value.toLowerCase() : value.replace(/=+$/, '')}`;
}

function digestsOf(hash: Hash, algorithm: string): ReadonlySet<string> {
  const raw = hash.digest();
  return new Set([`${algorithm}:${raw.toString('hex')}`, `${algorithm}:${base32(raw)}`]);
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('');
}
