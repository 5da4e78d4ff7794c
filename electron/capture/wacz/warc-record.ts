// One WARC 1.1 record (ISO 28500:2017) as head, optional HTTP head and body. Digests are SHA-256 in lower-case hex.

import { createHash } from 'node:crypto';
import type { Random } from '../../platform/ports.ts';
import { streamBody, type StoredBody } from '../network/body-store.ts';

/** Name of the one WARC of an archive. */
export const WARC_NAME = 'data.warc.gz';

export interface WarcRecord {
  /** WARC header fields in order, without the digests and lengths that writing adds. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** HTTP head with its empty line, or a whole small block. */
  readonly head: Uint8Array;
  readonly body: StoredBody | null;
  /** True for records whose payload is the body alone (request, response). */
  readonly hasPayload: boolean;
}

export interface PreparedRecord {
  /** The record's header with its empty line. */
  readonly header: Uint8Array;
  readonly blockLength: number;
  readonly payloadDigest: string | null;
}

const EMPTY_SHA256 = createHash('sha256').digest('hex');

/** Adds Content-Length and digests (section 5 of the standard); reads the body once. */
export async function prepareRecord(record: WarcRecord): Promise<PreparedRecord> {
  const block = createHash('sha256').update(record.head);
  if (record.body !== null && record.body.length > 0) {
    for await (const chunk of streamBody(record.body)) block.update(chunk as Buffer);
  }
  const blockLength = record.head.length + (record.body?.length ?? 0);
  const payloadDigest = record.hasPayload ? `sha256:${record.body?.sha256 ?? EMPTY_SHA256}` : null;
  const lines = [
    'WARC/1.1',
    ...record.fields.map(([name, value]) => `${name}: ${oneLine(value)}`),
    ...(payloadDigest === null ? [] : [`WARC-Payload-Digest: ${payloadDigest}`]),
    `WARC-Block-Digest: sha256:${block.digest('hex')}`,
    `Content-Length: ${blockLength}`,
  ];
  return { header: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), blockLength, payloadDigest };
}

/** A field must not end early or start another, whatever a server or a page put into it. */
export function oneLine(value: string): string {
  return value.replace(/[\r\n\0]+/g, ' ').toWellFormed();
}

/** urn:uuid of version 4 (RFC 9562). */
export function recordId(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}>`;
}
