// HTTP heads as they stand in the WARC. The browser hands over bodies without transfer and content coding: the fields
// that described the coding are kept under X-Archive-Orig-…, and Content-Length is that of the recorded body.

import type { HeaderList } from '../network/exchange.ts';
import { oneLine } from './warc-record.ts';

const CODING = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

function named(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted;
}

/** HTTP/2 and HTTP/3 have no status line: one is written in the form of HTTP/1.1; WARC-Protocol has the truth. */
export function responseHead(
  version: '1.0' | '1.1',
  status: number,
  statusText: string,
  headers: HeaderList,
  bodyLength: number | null,
): Buffer {
  const coded = headers.some(([name]) => named(name, 'content-encoding') || named(name, 'transfer-encoding'));
  const declared = headers.filter(([name]) => named(name, 'content-length'));
  const lengthHolds = declared.length === 1 && declared[0]![1].trim() === String(bodyLength);
  // Where no body is recorded (redirects, HEAD, 304) the declared length is that of a body that is not here.
  const keepLength = bodyLength === null || (!coded && lengthHolds);
  const fields = headers.map(([name, value]): readonly [string, string] => {
    const kept = !CODING.has(name.toLowerCase()) || (keepLength && named(name, 'content-length'));
    return [kept ? name : `X-Archive-Orig-${name}`, value];
  });
  if (!keepLength) fields.push(['Content-Length', String(bodyLength)]);
  return head(`HTTP/${version} ${status} ${statusText}`.trimEnd(), fields);
}

export function requestHead(method: string, url: string, headers: HeaderList): Buffer {
  const { pathname, search, host } = new URL(url);
  // HTTP/2 pseudo-fields become the request line and Host.
  const fields = headers.filter(([name]) => !name.startsWith(':'));
  const hosted = fields.some(([name]) => named(name, 'host'));
  return head(`${method} ${pathname}${search} HTTP/1.1`, hosted ? fields : [['Host', host], ...fields]);
}

function head(first: string, fields: HeaderList): Buffer {
  const lines = [
    oneByte(first),
    ...fields.map(([name, value]) => `${oneByte(name).replaceAll(':', '')}: ${oneByte(value)}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** A field must not end early; a character beyond one byte (no server's, a page's method) becomes UTF-8. */
function oneByte(text: string): string {
  const line = oneLine(text);
  return /[^\0-\xff]/.test(line) ? Buffer.from(line).toString('latin1') : line;
}
