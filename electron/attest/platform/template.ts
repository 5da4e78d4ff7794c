// Fills a platform's configured request. Everything that is filled in is escaped for the place it stands in.

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../shared/bytes/hex.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import type { PlatformCall, PlatformProfile, PlatformSubmission } from './ports.ts';

export type Values = Readonly<Record<'digest' | 'clientRef' | 'evidenceId' | 'timestamp' | 'handle', string>>;

/** @param at of the sending. */
export function valuesOf(row: PlatformSubmission, at: Date): Values {
  return {
    digest: row.digestHex,
    clientRef: row.clientRef,
    evidenceId: row.evidenceId,
    handle: row.handle ?? '',
    timestamp: String(at.getTime()),
  };
}

const PLACE = /\{(digest|clientRef|evidenceId|timestamp|handle)\}/g;

function fill(template: string, values: Values, escape: (text: string) => string): string {
  return template.replaceAll(PLACE, (_, name: keyof Values) => escape(values[name]));
}

export interface FilledCall {
  readonly url: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param secrets by name. Throws platform/no-secret {platform, name}. */
export function fillCall(
  { baseUrl, headers, name: platform }: PlatformProfile,
  call: PlatformCall,
  values: Values,
  secrets: ReadonlyMap<string, string>,
): FilledCall {
  const url = baseUrl.replace(/\/+$/, '') + fill(call.path, values, encodeURIComponent);
  // Inside JSON strings: quotes and line breaks stay text.
  const body =
    call.body === null ? null : fill(call.body, values, (text) => JSON.stringify(text).slice(1, -1));
  const secret = (name: string): string => {
    const found = secrets.get(name);
    if (found === undefined) throw new AppError('platform/no-secret', { platform, name });
    return found;
  };
  const filled = headers.map(({ name, value }) => {
    const text = fill(value, values, (part) => part)
      .replaceAll(/\{secret:([A-Za-z0-9_-]{1,64})\}/g, (_, key: string) => secret(key))
      .replaceAll(/\{hmac:([A-Za-z0-9_-]{1,64})\}/g, (_, key: string) =>
        toHex(hmac(sha256, toUtf8(secret(key)), toUtf8(`${values.timestamp}\n${body ?? ''}`))),
      );
    return [name.toLowerCase(), text] as const;
  });
  return {
    url,
    body,
    headers: {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(filled),
    },
  };
}

/** UTF-8 bytes of what a submission says besides the digest: its body and its address's query. */
export function metaBytesOf({ url, body }: FilledCall, digest: string): number {
  return toUtf8(`${new URL(url).search}${body ?? ''}`.replaceAll(digest, '')).length;
}
