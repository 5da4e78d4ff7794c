// attest/platform/<name>.json: what an evidence platform (a gateway over https) answered about a statement's digest, byte
// for byte. It is the platform's word: it is checked against itself here, and true only once the platform is asked.

import { fromBase64 } from '../bytes/base64.ts';
import { canonicalJson } from '../bytes/canonical-json.ts';
import { isCanonical, parseJson, type JsonLimits } from '../bytes/json.ts';
import { bool, exactly, integer, list, matching, oneOf, orNull, record, text } from '../bytes/json-shape.ts';
import { fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { readPointer } from './json-pointer.ts';
import type { Transport } from './types.ts';

export const PLATFORM_RECEIPT_FORMAT = 'cunan-platform/1';

/** Fields that a platform may give; null where it gives none. */
export const PLATFORM_FIELDS = ['evidenceNumber', 'txHash', 'blockHeight', 'blockHash', 'time'] as const;
export type PlatformField = (typeof PLATFORM_FIELDS)[number];
export type PlatformFields = Readonly<Record<PlatformField, string | null>>;

export interface PlatformExchange {
  readonly what: 'submit' | 'poll' | 'lookup';
  /** ISO 8601 UTC, device clock. */
  readonly at: string;
  readonly url: string;
  readonly status: number;
  /** Base64 of the bodies; credentials stand in headers, which are not kept. */
  readonly request: string;
  readonly response: string;
}

export interface PlatformReceipt {
  readonly format: typeof PLATFORM_RECEIPT_FORMAT;
  readonly platform: string;
  readonly title: string;
  readonly simulated: boolean;
  readonly transport: Transport;
  /** Of attest/statement.json. */
  readonly digest: { readonly algorithm: 'sha256' | 'sm3'; readonly hex: string };
  /** What makes a repeated submission the same one. */
  readonly clientRef: string;
  readonly fields: PlatformFields;
  /** Where the fields stand in the last answer (RFC 6901). */
  readonly pointers: Readonly<Record<PlatformField, string | null>>;
  readonly exchanges: readonly PlatformExchange[];
}

const LIMITS: JsonLimits = { maxBytes: 4_194_304, maxDepth: 8, maxTokens: 5_000 };
const MAX_BODY = 400_000;
const base64 = text(MAX_BODY);
const field = orNull(text(512));
const each = (shape: typeof field) => Object.fromEntries(PLATFORM_FIELDS.map((name) => [name, shape]));

const receiptShape = record({
  format: exactly(PLATFORM_RECEIPT_FORMAT),
  platform: matching(/^[a-z0-9-]{1,32}$/),
  title: text(100),
  simulated: bool,
  transport: oneOf(['verified-tls', 'loopback']),
  digest: record({ algorithm: oneOf(['sha256', 'sm3']), hex: matching(/^[0-9a-f]{64}$/) }),
  clientRef: matching(/^[A-Za-z0-9-]{1,64}$/),
  fields: record(each(field)),
  pointers: record(each(field)),
  exchanges: list(
    record({
      what: oneOf(['submit', 'poll', 'lookup']),
      at: text(32),
      url: text(2_048),
      status: integer(100, 599),
      request: base64,
      response: base64,
    }),
    1,
    64,
  ),
});

export function encodePlatformReceipt(receipt: PlatformReceipt): Uint8Array {
  return toUtf8(canonicalJson(receipt));
}

/** Null for a record of another version. Throws format/bad-json or format/bad-proof. */
export function parsePlatformReceipt(bytes: Uint8Array): PlatformReceipt | null {
  const value = parseJson(bytes, LIMITS);
  if (typeof value === 'object' && value !== null && 'format' in value) {
    const { format } = value;
    if (typeof format === 'string' && /^cunan-platform\/(?!1$)[0-9]{1,9}$/.test(format)) return null;
  }
  const misfit = receiptShape(value);
  if (misfit !== null || !isCanonical(value, bytes)) {
    throw new AppError('format/bad-proof', { problem: `platform receipt: ${misfit ?? 'not canonical'}` });
  }
  return value as PlatformReceipt;
}

/** What contradicts itself in a receipt; null where nothing does. */
export function receiptProblem(
  receipt: PlatformReceipt,
  digests: { readonly sha256: string; readonly sm3: string },
): 'digest' | 'request' | 'response' | null {
  const { algorithm, hex } = receipt.digest;
  if (digests[algorithm] !== hex) return 'digest';
  const carries = receipt.exchanges.some(({ what, url, request }) => {
    const body = fromUtf8(fromBase64(request) ?? new Uint8Array(0)) ?? '';
    return what !== 'poll' && `${url} ${body}`.toLowerCase().includes(hex);
  });
  if (!carries) return 'request';
  const last = fromBase64(receipt.exchanges.at(-1)!.response);
  const answered = last === null ? null : fieldsOf(last, receipt.pointers);
  if (answered === null) return 'response';
  return PLATFORM_FIELDS.every((name) => answered[name] === receipt.fields[name]) ? null : 'response';
}

const ANSWER_LIMITS: JsonLimits = { maxBytes: 300_000, maxDepth: 32, maxTokens: 20_000 };

/** Null where the answer is no JSON. A field that is absent, empty or no text or number is null. */
export function fieldsOf(
  answer: Uint8Array,
  pointers: Readonly<Record<PlatformField, string | null>>,
): PlatformFields | null {
  let value: unknown;
  try {
    value = parseJson(answer, ANSWER_LIMITS);
  } catch {
    return null;
  }
  const read = (pointer: string | null): string | null =>
    pointer === null ? null : readPointer(value, pointer);
  return Object.fromEntries(PLATFORM_FIELDS.map((name) => [name, read(pointers[name])])) as PlatformFields;
}
