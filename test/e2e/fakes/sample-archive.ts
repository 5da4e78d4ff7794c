// A small web archive for the samples: one answer and its request, so that the page of a resource has header fields.

import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import type { ArchivePlace } from '../../../shared/evidence/archived-exchange.ts';

const member = (type: string, block: string): Buffer =>
  gzipSync(
    `WARC/1.1\r\nWARC-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(block)}\r\n\r\n${block}\r\n\r\n`,
  );

const RESPONSE = member(
  'response',
  [
    'HTTP/1.1 200 OK',
    'server: nginx',
    'date: Sun, 22 Nov 2026 13:03:05 GMT',
    'content-type: text/html; charset=utf-8',
    'X-Archive-Orig-content-encoding: br',
    'set-cookie: cunan-private:1',
    'set-cookie: cunan-private:2',
    'x-shop: 云山画坊',
    'strict-transport-security: max-age=63072000; includeSubDomains; preload',
    'Content-Length: 4723',
    '',
    '<h1>…</h1>',
  ].join('\r\n'),
);
const REQUEST = member(
  'request',
  [
    'GET /yunshan/autumn HTTP/1.1',
    'Host: shop.example.com',
    'accept: text/html,application/xhtml+xml',
    'accept-encoding: gzip, deflate, br, zstd',
    'cookie: cunan-private:3',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
    '',
    '',
  ].join('\r\n'),
);

export const SAMPLE_PLACE: ArchivePlace = {
  offset: 0,
  length: RESPONSE.length,
  requestLength: REQUEST.length,
};

async function build(): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.concat([RESPONSE, REQUEST]), 'archive/data.warc.gz', { compress: false });
  zip.end();
  const chunks: Buffer[] = [];
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}

export const SAMPLE_WACZ: Uint8Array = await build();
