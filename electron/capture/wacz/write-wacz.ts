// Recorded exchanges -> one WACZ 1.1.1: archive/data.warc.gz, indexes/index.cdx, pages/pages.jsonl, datapackage.json
// and its digest.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Random } from '../../platform/ports.ts';
import type { Exchange } from '../network/exchange.ts';
import type { PrivateHeaders } from '../network/private-headers.ts';
import { cdxjText, type CdxEntry } from './cdxj.ts';
import { recordId, WARC_NAME } from './warc-record.ts';
import { createWarcWriter, type WarcWriter } from './warc-writer.ts';
import { writeExchange, type ArchivePlace } from './write-exchange.ts';
import { writePage, type PageView } from './write-page.ts';
import { writeZip } from './zip.ts';

const WARC_PATH = `archive/${WARC_NAME}`;

export interface WaczInput {
  readonly exchanges: readonly Exchange[];
  readonly privateHeaders: PrivateHeaders;
  /** The page as it was asked for last, its title and when the capture began. */
  readonly page: {
    /** An address that was answered. */
    readonly url: string;
    readonly title: string | null;
    readonly at: Date;
    readonly views: readonly PageView[];
    readonly scriptErrors: number;
  };
  readonly createdAt: Date;
  readonly software: string;
  readonly random: Random;
}

export interface WaczFacts {
  readonly records: number;
  readonly responses: number;
  readonly places: ReadonlyMap<Exchange, ArchivePlace>;
}

export async function writeWacz(input: WaczInput, tempDir: string, target: string): Promise<WaczFacts> {
  const warcFile = join(tempDir, 'data.warc.gz');
  const writer = await createWarcWriter(warcFile);
  const index: CdxEntry[] = [];
  const places = new Map<Exchange, ArchivePlace>();
  let responses = 0;
  let extra = 0;
  let warc: { readonly bytes: number; readonly sha256: string };
  try {
    await writeInfo(writer, input);
    for (const exchange of input.exchanges) {
      if (exchange.response === null) continue;
      const { entry, place } = await writeExchange(writer, exchange, input.privateHeaders, input.random);
      index.push(entry);
      places.set(exchange, place);
      responses += 1;
    }
    const shown = await writePage(writer, input.page, input.exchanges, input.random);
    extra = shown.length;
    index.push(...shown);
  } finally {
    warc = await writer.close();
  }
  const pages = Buffer.from(pagesText(input));
  const cdx = Buffer.from(cdxjText(index));
  const resources = [
    { name: WARC_NAME, path: WARC_PATH, hash: `sha256:${warc.sha256}`, bytes: warc.bytes },
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
  return { records: 1 + 2 * responses + extra, responses, places };
}

async function writeInfo(writer: WarcWriter, input: WaczInput): Promise<void> {
  const text = [
    `software: ${input.software}`,
    'format: WARC File Format 1.1',
    'conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    'description: Bodies as the browser received them, transfer and content coding removed; the fields that declared a coding stand under X-Archive-Orig-. The order of request header fields is alphabetical, that of response header fields is the server’s. Values of Cookie, Set-Cookie and Authorization stand in data/private/headers.jsonl of the evidence package.',
    '',
  ].join('\r\n');
  await writer.write(
    {
      fields: [
        ['WARC-Type', 'warcinfo'],
        ['WARC-Record-ID', recordId(input.random)],
        ['WARC-Date', input.createdAt.toISOString()],
        ['WARC-Filename', WARC_NAME],
        ['Content-Type', 'application/warc-fields'],
      ],
      head: Buffer.from(text),
      body: null,
      hasPayload: false,
    },
    'text/plain',
  );
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
