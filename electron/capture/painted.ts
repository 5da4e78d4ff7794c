// Painted resources that arrived without a network error and still are not what the page asked for: answers without
// content for a cache that is empty, parts instead of the whole, bodies that are no picture, font or style sheet.
// Backgrounds, SVG images, closed shadow roots and other sites' iframes are found here alone: page scripts cannot ask.

import { addReason, type Attempt } from './attempt.ts';
import { readHead, type StoredBody } from './network/body-store.ts';
import { isPainted, type Exchange } from './network/exchange.ts';
import { askedForPart, isWholeByRange, partOf } from './network/ranges.ts';
import type { OpenPage } from './page/open-page.ts';
import { verdictOf } from './outcomes.ts';

const HEAD_BYTES = 1_024;
/** Counting pixels answer with a word or with nothing, and are never seen. */
const BEACON_BYTES = 100;

export function explainPainted(attempt: Attempt, page: OpenPage): void {
  let noPictures = 0;
  for (const exchange of page.recorder.exchanges) {
    const verdict = verdictOf(exchange);
    if (!isPainted(exchange) || (verdict !== 'ok' && verdict !== 'no-body')) continue;
    const { url } = exchange.request;
    const status = exchange.response?.status ?? 0;
    const part = unaskedPart(exchange);
    if (exchange.end !== 'redirected' && status >= 300 && status < 400) {
      addReason(attempt, 'resource-failed', { url, error: `HTTP ${status}` });
    } else if (part !== null) {
      addReason(attempt, 'resource-truncated', { url, ...part });
    } else if (verdict === 'ok' && !isWhatWasAsked(exchange, attempt.shownAsBackground)) {
      if (exchange.type === 'image') noPictures += 1;
      else addReason(attempt, 'resource-failed', { url, error: `no ${exchange.type}` });
    }
  }
  const counted = attempt.reasons.some(({ code }) => code === 'image-undecoded');
  if (noPictures > 0 && !counted) addReason(attempt, 'image-undecoded', { count: noPictures });
}

/** RFC 9110 15.3.7: a part that nobody asked for. Null where the answer is whole. */
function unaskedPart(
  exchange: Exchange,
): { readonly receivedBytes: number; readonly declaredBytes: number } | null {
  if (exchange.response?.status !== 206 || askedForPart(exchange) || isWholeByRange(exchange)) return null;
  const receivedBytes = exchange.body?.length ?? 0;
  return { receivedBytes, declaredBytes: partOf(exchange)?.total ?? receivedBytes };
}

/** Addresses whose answer is too short to be told from a counting pixel's, and is no picture. */
export function mayBeBeacons({ recorder }: OpenPage): readonly string[] {
  const short = recorder.exchanges.filter(
    ({ type, body }) =>
      type === 'image' && body !== null && body.length < BEACON_BYTES && !isPicture(headOf(body)),
  );
  return [...new Set(short.map(({ request }) => request.url))];
}

function headOf(body: StoredBody): Buffer {
  return Buffer.from(readHead(body, HEAD_BYTES));
}

/** @param shownAsBackground addresses that the page paints as a background, where a counting pixel would not be. */
function isWhatWasAsked(exchange: Exchange, shownAsBackground: ReadonlySet<string>): boolean {
  const { body, type, request } = exchange;
  if (body === null || body.length === 0) return true;
  const head = headOf(body);
  if (type === 'image')
    return isPicture(head) || (body.length < BEACON_BYTES && !shownAsBackground.has(request.url));
  if (type === 'font') return beginsWith(head, FONTS);
  if (type !== 'stylesheet' || exchange.response?.mimeType !== 'text/html') return true;
  return !/^\s*<(!doctype|html|head|body|h1)\b/i.test(head.toString('utf8'));
}

/** TrueType, its collections, CFF, WOFF, WOFF2, Apple's. In hex. */
const FONTS = ['00010000', '74727565', '74746366', '4f54544f', '774f4646', '774f4632', '74797031'];
/** PNG, JPEG, GIF, BMP, ICO, CUR, JPEG XL twice, RIFF (WebP). */
const PICTURES = [
  '89504e47',
  'ffd8ff',
  '47494638',
  '424d',
  '00000100',
  '00000200',
  'ff0a',
  '0000000c4a584c',
  '52494646',
];

function beginsWith(head: Buffer, magics: readonly string[]): boolean {
  const hex = head.toString('hex', 0, 16);
  return magics.some((magic) => hex.startsWith(magic));
}

/** ISO files (AVIF) have their brand at the fifth byte; SVG is a text that need not begin with its element. */
function isPicture(head: Buffer): boolean {
  if (beginsWith(head, PICTURES) || head.toString('latin1', 4, 8) === 'ftyp') return true;
  const text = head.toString(head[0] === 0xff || head[1] === 0 ? 'utf16le' : 'utf8');
  return /<([\w-]+:)?svg\b|<!ENTITY|<!--/i.test(text);
}
