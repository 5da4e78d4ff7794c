// Recorded exchanges -> one WACZ 1.1.1: archive/data.warc.gz, indexes/index.cdx, pages/pages.jsonl, datapackage.json
// and its digest.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Random } from '../../platform/ports.ts';
import { headerOf, requestHeaders, responseHeaders, type Exchange } from '../network/exchange.ts';
import type { PrivateHeaders } from '../network/private-headers.ts';
import { cdxjText, type CdxEntry } from './cdxj.ts';
import { requestHead, responseHead } from './http-head.ts';
import { createWarcWriter, type WarcWriter } from './warc-writer.ts';
import { writeZip } from './zip.ts';

const WARC_PATH = 'archive/data.warc.gz';

export interface WaczInput {
  readonly exchanges: readonly Exchange[];
  readonly privateHeaders: PrivateHeaders;
  /** The page as the address bar had it, its title and when it was asked for. */
  readonly page: { readonly url: string; readonly title: string | null; readonly at: Date };
  readonly createdAt: Date;
  readonly software: string;
  readonly random: Random;
}

export interface WaczFacts {
  readonly records: number;
  readonly responses: number;
}

export async function writeWacz(input: WaczInput, tempDir: string, target: string): Promise<WaczFacts> {
  const warcFile = join(tempDir, 'data.warc.gz');
  const writer = await createWarcWriter(warcFile);
  const index: CdxEntry[] = [];
  let warc: { readonly bytes: number; readonly sha256: string };
  try {
    await writeInfo(writer, input);
    for (const exchange of input.exchanges) {
      if (exchange.response !== null) index.push(await writeExchange(writer, exchange, input));
    }
  } finally {
    warc = await writer.close();
  }
  const pages = Buffer.from(pagesText(input));
  const cdx = Buffer.from(cdxjText(index));
  const resources = [
    { name: 'data.warc.gz', path: WARC_PATH, hash: `sha256:${warc.sha256}`, bytes: warc.bytes },
    resource('index.cdx', 'indexes/index.cdx', cdx),
    resource('pages.jsonl', 'pages/pages.jsonl', pages),
  ];
  const datapackage = Buffer.from(
    `${JSON.stringify(
      {
        profile: 'data-package',
        wacz_version: '1.1.1',
        title: input.page.title ?? input.page.url,
        software: input.software,
        created: input.createdAt.toISOString(),
        mainPageUrl: input.page.url,
        mainPageDate: input.page.at.toISOString(),
        resources,
      },
      null,
      2,
    )}\n`,
  );
  const digest = Buffer.from(
    `${JSON.stringify({ path: 'datapackage.json', hash: `sha256:${sha256(datapackage)}` })}\n`,
  );
  await writeZip(target, [
    { path: 'datapackage.json', content: datapackage },
    { path: 'datapackage-digest.json', content: digest },
    { path: 'pages/pages.jsonl', content: pages },
    { path: 'indexes/index.cdx', content: cdx },
    { path: WARC_PATH, content: { file: warcFile } },
  ]);
  return { records: 1 + 2 * index.length, responses: index.length };
}

async function writeInfo(writer: WarcWriter, input: WaczInput): Promise<void> {
  const text = [
    `software: ${input.software}`,
    'format: WARC File Format 1.1',
    'conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    'description: Bodies as the browser received them, transfer and content coding removed. Values of Cookie, Set-Cookie and Authorization stand in data/private/headers.jsonl of the evidence package.',
    '',
  ].join('\r\n');
  await writer.write(
    {
      fields: [
        ['WARC-Type', 'warcinfo'],
        ['WARC-Record-ID', recordId(input.random)],
        ['WARC-Date', input.createdAt.toISOString()],
        ['WARC-Filename', 'data.warc.gz'],
        ['Content-Type', 'application/warc-fields'],
      ],
      head: Buffer.from(text),
      body: null,
      hasPayload: false,
    },
    'text/plain',
  );
}

async function writeExchange(writer: WarcWriter, exchange: Exchange, input: WaczInput): Promise<CdxEntry> {
  const { request } = exchange;
  const response = exchange.response!;
  const url = request.url.split('#')[0]!;
  const at = new Date(exchange.startedAtMs);
  const responseId = recordId(input.random);
  const sent = input.privateHeaders.withhold(url, 'request', requestHeaders(exchange));
  const received = input.privateHeaders.withhold(url, 'response', responseHeaders(exchange));
  const common = [
    ['WARC-Target-URI', url],
    ['WARC-Date', at.toISOString()],
    ...(response.remoteIPAddress
      ? [['WARC-IP-Address', response.remoteIPAddress.replace(/^\[|\]$/g, '')] as const]
      : []),
    ...(response.protocol ? [['WARC-Protocol', response.protocol] as const] : []),
  ] as const;
  const truncation = exchange.truncated ?? (hidesBody(exchange) ? 'unspecified' : null);
  const bodyLength = exchange.body === null ? null : exchange.body.length;
  const written = await writer.write(
    {
      fields: [
        ['WARC-Type', 'response'],
        ['WARC-Record-ID', responseId],
        ...common,
        ...(truncation === null ? [] : [['WARC-Truncated', truncation] as const]),
        ['Content-Type', 'application/http; msgtype=response'],
      ],
      head: responseHead(response.status, response.statusText, received, bodyLength),
      body: exchange.body,
      hasPayload: true,
    },
    response.mimeType,
  );
  const post = postBody(exchange);
  await writer.write(
    {
      fields: [
        ['WARC-Type', 'request'],
        ['WARC-Record-ID', recordId(input.random)],
        ['WARC-Concurrent-To', responseId],
        ...common,
        ...(post.whole ? [] : [['WARC-Truncated', 'length'] as const]),
        ['Content-Type', 'application/http; msgtype=request'],
      ],
      head: requestHead(request.method, url, sent),
      body:
        post.bytes.length === 0
          ? null
          : { bytes: post.bytes, length: post.bytes.length, sha256: sha256(post.bytes) },
      hasPayload: true,
    },
    'text/plain',
  );
  return {
    url,
    at,
    digest: written.payloadDigest!,
    mime: response.mimeType || 'application/octet-stream',
    filename: 'data.warc.gz',
    offset: written.offset,
    length: written.length,
    status: response.status,
  };
}

/** The browser does not hand over the bodies of redirects. */
function hidesBody(exchange: Exchange): boolean {
  const declared = headerOf(responseHeaders(exchange), 'content-length');
  return exchange.end === 'redirected' && declared !== null && declared.trim() !== '0';
}

/** The bytes that were posted, as far as the browser hands them over (files it reads itself it does not). */
function postBody({ request }: Exchange): { readonly bytes: Uint8Array; readonly whole: boolean } {
  const parts = (request.postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'));
  const bytes = Buffer.concat(parts);
  return { bytes, whole: request.hasPostData !== true || bytes.length > 0 };
}

function pagesText({ page }: WaczInput): string {
  const header = { format: 'json-pages-1.0', id: 'pages', title: 'All Pages' };
  const line = { id: 'page-1', url: page.url, title: page.title ?? '', ts: page.at.toISOString() };
  return `${JSON.stringify(header)}\n${JSON.stringify(line)}\n`;
}

function resource(
  name: string,
  path: string,
  bytes: Uint8Array,
): { name: string; path: string; hash: string; bytes: number } {
  return { name, path, hash: `sha256:${sha256(bytes)}`, bytes: bytes.length };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** urn:uuid of version 4 (RFC 9562). */
function recordId(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}>`;
}
