// Writes WARC records to a .warc.gz, one gzip member per record (WARC 1.1 annex D), and says where each one lies.

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { readBody, streamBody } from '../network/body-store.ts';
import { prepareRecord, type WarcRecord } from './warc-record.ts';

const gzipBuffer = promisify(gzip);
const SMALL_BYTES = 1 << 20;
const RECORD_END = Buffer.from('\r\n\r\n');
/** RFC 1952: the operating system that packed it; 255 is "unknown", so that every system writes the same bytes. */
const GZIP_OS_BYTE = 9;
const COMPRESSED =
  /^(image\/(?!svg|bmp)|video\/|audio\/|font\/woff|application\/(zip|gzip|pdf|x-7z|font-woff))/i;

export interface WrittenRecord {
  readonly offset: number;
  readonly length: number;
  readonly payloadDigest: string | null;
}

export interface WarcWriter {
  write(record: WarcRecord, mediaType: string): Promise<WrittenRecord>;
  /** Size and SHA-256 (hex) of the file. */
  close(): Promise<{ readonly bytes: number; readonly sha256: string }>;
}

export async function createWarcWriter(path: string): Promise<WarcWriter> {
  const file = await open(path, 'w');
  const hash = createHash('sha256');
  let offset = 0;

  async function put(bytes: Buffer, first: boolean): Promise<void> {
    if (first && bytes.length > GZIP_OS_BYTE) bytes[GZIP_OS_BYTE] = 255;
    hash.update(bytes);
    await file.writeFile(bytes);
    offset += bytes.length;
  }

  return {
    async write(record, mediaType) {
      const prepared = await prepareRecord(record);
      const start = offset;
      const level = COMPRESSED.test(mediaType) ? 1 : 6;
      if (prepared.blockLength < SMALL_BYTES) {
        const body = record.body === null ? new Uint8Array() : readBody(record.body);
        const whole = Buffer.concat([prepared.header, record.head, body, RECORD_END]);
        await put(await gzipBuffer(whole, { level }), true);
      } else {
        const packed = createGzip({ level });
        const feed = (async () => {
          packed.write(Buffer.concat([prepared.header, record.head]));
          if (record.body !== null) {
            for await (const chunk of streamBody(record.body)) {
              if (!packed.write(chunk)) await new Promise((resolve) => packed.once('drain', resolve));
            }
          }
          packed.end(RECORD_END);
        })();
        feed.catch((error: unknown) => packed.destroy(error as Error));
        // The fixed ten bytes of the header always come in one piece.
        for await (const chunk of packed) await put(chunk as Buffer, offset === start);
        await feed;
      }
      return { offset: start, length: offset - start, payloadDigest: prepared.payloadDigest };
    },
    async close() {
      await file.close();
      return { bytes: offset, sha256: hash.digest('hex') };
    },
  };
}
