// The record of a recording without its credentials: requests that carried one keep a reference in their body's place,
// Authorization is never stored, Cookie and Set-Cookie stand in data/private/headers.jsonl without their values.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { readHead, type StoredBody } from '../network/body-store.ts';
import { headerText, type Exchange, type HeaderList } from '../network/exchange.ts';
import type { MessageLog } from '../network/messages.ts';
import type { PrivateHeaders } from '../network/private-headers.ts';
import { namesCredential, type Secrets } from './secrets.ts';

const MAX_SCANNED_BYTES = 16 * 1024 * 1024;
const TEXT = /^(text\/|application\/(json|javascript|xml|xhtml|[\w.+-]*\+(json|xml))|image\/svg)/i;
const AUTHORIZATION = new Set(['authorization', 'proxy-authorization']);

/** A copy of the exchange in which nothing carries a credential. */
export function withholdCredentials(exchange: Exchange, secrets: Secrets): Exchange {
  const sent = withheldRequest(exchange, secrets);
  const body = withheldAnswer(exchange, secrets);
  if (sent === null && body === null) return exchange;
  return {
    ...exchange,
    ...sent,
    ...(body === null ? {} : { body, truncated: 'unspecified' as const }),
  };
}

/** What is posted instead of what was; null where nothing has to change. */
function withheldRequest(
  { request, posted }: Exchange,
  secrets: Secrets,
): Pick<Exchange, 'request' | 'posted'> | null {
  const url = secrets.mask(request.url);
  const entries = (request.postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'));
  const bytes = posted === null ? Buffer.concat(entries) : Buffer.from(readHead(posted, posted.length));
  const text = bytes.toString('utf8');
  if (bytes.length > 0 && (secrets.carriedBy(text) || namesCredential(text))) {
    const reference = Buffer.from(secrets.withhold('request-body', url, bytes));
    const { postData: _postData, postDataEntries: _entries, ...rest } = request;
    return { request: { ...rest, url }, posted: inMemory(reference) };
  }
  return url === request.url ? null : { request: { ...request, url }, posted };
}

/** An answer that repeats a password. Null where it does not; larger ones and other than texts are not searched. */
function withheldAnswer(exchange: Exchange, secrets: Secrets): StoredBody | null {
  const { body, response } = exchange;
  if (!secrets.any || body === null || body.length === 0 || body.length > MAX_SCANNED_BYTES) return null;
  if (!TEXT.test(response?.mimeType ?? '')) return null;
  const bytes = readHead(body, body.length);
  if (!secrets.carriedBy(Buffer.from(bytes).toString('utf8'))) return null;
  return inMemory(Buffer.from(secrets.withhold('response-body', exchange.request.url, bytes)));
}

function inMemory(bytes: Uint8Array): StoredBody {
  return { bytes, length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Authorization and headers that carry a password are withheld before the others are put aside. */
export function withholdHeaders(inner: PrivateHeaders, secrets: Secrets): PrivateHeaders {
  return {
    withhold(url, message, headers) {
      const safe: HeaderList = headers.map(([name, value]) => {
        const credential = AUTHORIZATION.has(name.toLowerCase()) || secrets.carriedBy(headerText(value));
        if (!credential) return [name, value] as const;
        return [name, secrets.withhold(`${message}-header`, url, Buffer.from(value))] as const;
      });
      const open = safe.map(([name, value]) => {
        const done = AUTHORIZATION.has(name.toLowerCase()) || value.startsWith('cunan-withheld:');
        return done ? ([name, value] as const) : inner.withhold(url, message, [[name, value]])[0]!;
      });
      return open;
    },
    text: () => inner.text(),
  };
}

/** Messages of sockets that carry a password lose their content and its digest. */
export function withholdMessages(inner: MessageLog, secrets: Secrets): MessageLog {
  return {
    get lines() {
      return inner.lines;
    },
    get dropped() {
      return inner.dropped;
    },
    attach: (session) => inner.attach(session),
    finish() {
      const body = inner.finish();
      if (body === null || !secrets.any) return body;
      const lines = Buffer.from(readHead(body, body.length)).toString('utf8').trimEnd().split('\n');
      return inMemory(Buffer.from(lines.map((line) => `${withheldLine(line, secrets)}\n`).join('')));
    },
  };
}

function withheldLine(line: string, secrets: Secrets): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const { text, base64 } = fields;
  const content =
    typeof text === 'string'
      ? text
      : typeof base64 === 'string'
        ? Buffer.from(base64, 'base64').toString()
        : '';
  if (!secrets.carriedBy(content)) return secrets.mask(line);
  const { text: _text, base64: _base64, sha256: _sha256, ...rest } = fields;
  return secrets.mask(canonicalJson({ ...rest, withheld: true }));
}
