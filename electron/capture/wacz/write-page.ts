// What viewers show of a page beside its answers, as WARC resource records in the form of Browsertrix: urn:pageinfo:
// (what became of every request), urn:view: and urn:thumbnail: (pictures), urn:text:. Large files are not doubled.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Random } from '../../platform/ports.ts';
import type { StoredBody } from '../network/body-store.ts';
import type { Exchange } from '../network/exchange.ts';
import type { CdxEntry } from './cdxj.ts';
import { recordId, WARC_NAME } from './warc-record.ts';
import type { WarcWriter } from './warc-writer.ts';
import { archivedUrl } from './write-exchange.ts';

/** A file of the capture that is also put into the archive. */
export interface PageView {
  readonly kind: 'view' | 'thumbnail' | 'text';
  readonly path: string;
  readonly mediaType: string;
}

export interface PageFactsForViewers {
  readonly url: string;
  readonly at: Date;
  readonly views: readonly PageView[];
  /** Uncaught errors of the page's scripts. */
  readonly scriptErrors: number;
}

const MAX_VIEW_BYTES = 4 << 20;

export async function writePage(
  writer: WarcWriter,
  page: PageFactsForViewers,
  exchanges: readonly Exchange[],
  random: Random,
): Promise<readonly CdxEntry[]> {
  const entries: CdxEntry[] = [];
  const info = Buffer.from(JSON.stringify(pageInfo(page, exchanges)));
  const infoBody = { bytes: info, length: info.length, sha256: sha256(info) };
  const put = async (kind: string, body: StoredBody, mediaType: string): Promise<void> => {
    const url = `urn:${kind}:${page.url}`;
    const written = await writer.write(
      {
        fields: [
          ['WARC-Type', 'resource'],
          ['WARC-Record-ID', recordId(random)],
          ['WARC-Target-URI', url],
          ['WARC-Date', page.at.toISOString()],
          ['Content-Type', mediaType],
        ],
        head: new Uint8Array(),
        body,
        hasPayload: true,
      },
      mediaType,
    );
    entries.push({
      url,
      at: page.at,
      digest: written.payloadDigest!,
      mime: mediaType.split(';')[0]!,
      filename: WARC_NAME,
      offset: written.offset,
      length: written.length,
      status: 200,
    });
  };
  await put('pageinfo', infoBody, 'application/json');
  for (const view of page.views) {
    const body = await fileBody(view.path);
    if (body !== null) await put(view.kind, body, view.mediaType);
  }
  return entries;
}

/** Browsertrix's form: one entry per address, the last answer where it was asked for more than once. */
function pageInfo(page: PageFactsForViewers, exchanges: readonly Exchange[]): object {
  const urls: Record<string, object> = {};
  for (const exchange of exchanges) {
    const { response } = exchange;
    urls[archivedUrl(exchange).toWellFormed()] = {
      status: response?.status ?? 0,
      type: exchange.type,
      ...(response?.mimeType ? { mime: response.mimeType } : {}),
      ...(exchange.error === null ? {} : { error: exchange.error }),
      ...(response?.fromServiceWorker === true || exchange.fromCache ? { fromCache: true } : {}),
    };
  }
  return {
    pageid: 'page-1',
    url: page.url,
    ts: page.at.toISOString(),
    urls,
    counts: { jsErrors: page.scriptErrors },
  };
}

/** Null where the file is not there or too large to be kept twice. */
async function fileBody(path: string): Promise<StoredBody | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || facts.size > MAX_VIEW_BYTES) return null;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { path, start: 0, length: facts.size, sha256: hash.digest('hex') };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
