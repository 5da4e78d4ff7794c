// One recorded exchange as two WARC records, response and request, concurrent to each other.

import type { Random } from '../../platform/ports.ts';
import { headerOf, requestHeaders, responseHeaders, type Exchange } from '../network/exchange.ts';
import { postedOf } from '../network/post-body.ts';
import type { PrivateHeaders } from '../network/private-headers.ts';
import type { CdxEntry } from './cdxj.ts';
import { requestHead, responseHead } from './http-head.ts';
import { recordId, WARC_NAME } from './warc-record.ts';
import type { WarcWriter } from './warc-writer.ts';

/** Gzip members within archive/data.warc.gz. */
export interface ArchivePlace {
  readonly offset: number;
  /** Of the response's member. */
  readonly length: number;
  /** The request's member follows it. */
  readonly requestLength: number;
}

export interface WrittenExchange {
  readonly entry: CdxEntry;
  readonly place: ArchivePlace;
}

export async function writeExchange(
  writer: WarcWriter,
  exchange: Exchange,
  privateHeaders: PrivateHeaders,
  random: Random,
): Promise<WrittenExchange> {
  const { request } = exchange;
  const response = exchange.response!;
  const url = archivedUrl(exchange);
  const at = new Date(exchange.startedAtMs);
  const responseId = recordId(random);
  const sent = privateHeaders.withhold(url, 'request', requestHeaders(exchange));
  const received = privateHeaders.withhold(url, 'response', responseHeaders(exchange));
  const common = [
    ['WARC-Target-URI', url],
    ['WARC-Date', at.toISOString()],
    ...connectionFields(exchange),
  ] as const;
  const truncation = exchange.truncated ?? (hidesBody(exchange) ? 'unspecified' : null);
  const bodyLength = exchange.body === null ? null : exchange.body.length;
  const version = response.protocol === 'http/1.0' ? '1.0' : '1.1';
  const written = await writer.write(
    {
      fields: [
        ['WARC-Type', 'response'],
        ['WARC-Record-ID', responseId],
        ...common,
        ...(truncation === null ? [] : [['WARC-Truncated', truncation] as const]),
        ['Content-Type', 'application/http; msgtype=response'],
      ],
      head: responseHead(version, response.status, response.statusText, received, bodyLength),
      body: exchange.body,
      hasPayload: true,
    },
    response.mimeType,
  );
  const posted = postedOf(exchange);
  const asked = await writer.write(
    {
      fields: [
        ['WARC-Type', 'request'],
        ['WARC-Record-ID', recordId(random)],
        ['WARC-Concurrent-To', responseId],
        ...common,
        ...(posted.whole ? [] : [['WARC-Truncated', 'unspecified'] as const]),
        ['Content-Type', 'application/http; msgtype=request'],
      ],
      head: requestHead(request.method, url, sent),
      body: posted.body,
      hasPayload: true,
    },
    'text/plain',
  );
  return {
    place: { offset: written.offset, length: written.length, requestLength: asked.length },
    entry: {
      url,
      at,
      digest: written.payloadDigest!,
      mime: response.mimeType || 'application/octet-stream',
      filename: WARC_NAME,
      offset: written.offset,
      length: written.length,
      status: response.status,
    },
  };
}

/** The address without its fragment, which is never sent. */
export function archivedUrl({ request }: Exchange): string {
  return request.url.split('#')[0]!;
}

/** WARC-Protocol is an extension of the IIPC; it may stand more than once. */
function connectionFields({ response }: Exchange): readonly (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = [];
  const ip = response?.remoteIPAddress;
  if (ip) fields.push(['WARC-IP-Address', ip.replace(/^\[|\]$/g, '')]);
  if (response?.protocol) fields.push(['WARC-Protocol', response.protocol]);
  const tls = /^TLS (\d(?:\.\d)?)$/.exec(response?.securityDetails?.protocol ?? '')?.[1];
  if (tls !== undefined) fields.push(['WARC-Protocol', `tls/${tls}`]);
  return fields;
}

/** The browser does not hand over the bodies of redirects. */
function hidesBody(exchange: Exchange): boolean {
  const declared = headerOf(responseHeaders(exchange), 'content-length');
  return exchange.end === 'redirected' && declared !== null && declared.trim() !== '0';
}
