// Documents and style sheets that end in the middle of something, where no length tells whether they came whole: the
// browser takes a gzip stream that was cut for a whole one, and an answer that ends with its connection has no length.

import { readHead } from './network/body-store.ts';
import { headerOf, isPainted, responseHeaders, type Exchange } from './network/exchange.ts';

const MAX_BYTES = 16 << 20;

/** True where the end of the body is the answer's only sign of its end. */
export function lengthUnproven(exchange: Exchange): boolean {
  const headers = responseHeaders(exchange);
  const coding = headerOf(headers, 'content-encoding');
  if (coding !== null && coding.trim().toLowerCase() !== 'identity') return true;
  const { protocol } = exchange.response ?? {};
  const framed =
    headerOf(headers, 'content-length') !== null || headerOf(headers, 'transfer-encoding') !== null;
  return !framed && (protocol === 'http/1.1' || protocol === 'http/1.0');
}

/** 'inside': a tag, comment, script, rule or string is open at the end. 'open': the document's own end tags are missing. */
export function endOf(exchange: Exchange): 'closed' | 'open' | 'inside' | 'unknown' {
  const { body, type, response } = exchange;
  if (body === null || body.length === 0 || body.length > MAX_BYTES) return 'unknown';
  const bytes = Buffer.from(readHead(body, MAX_BYTES));
  // UTF-16 has no ASCII to look for; every other charset of the web keeps the signs that matter here.
  if (bytes[0] === 0xfe || bytes[0] === 0xff || bytes[1] === 0) return 'unknown';
  const text = bytes.toString('latin1');
  if (type === 'stylesheet') return styleEndsInside(text) ? 'inside' : 'closed';
  const markup = /^(text\/html|application\/xhtml\+xml)$/.test(response?.mimeType ?? '');
  return type === 'document' && markup ? documentEnd(text) : 'unknown';
}

/** CSS Syntax 3, as far as blocks, strings and comments go: open at the end, or a rule without its block. */
function styleEndsInside(text: string): boolean {
  let depth = 0;
  /** Something stands behind the last rule. */
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return true;
      at = end + 1;
      continue;
    }
    if (sign === '"' || sign === "'") {
      at = stringEnd(text, at);
      if (at >= text.length) return true;
    } else if (sign === 'u' && /^url\(\s*[^\s"']/i.test(text.slice(at, at + 12))) {
      // Unquoted: whatever stands in it ends at the bracket.
      const end = text.indexOf(')', at);
      if (end < 0) return true;
      at = end;
    } else if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === '}') depth = Math.max(0, depth - 1);
    if (sign === '}' || (sign === ';' && depth === 0)) begun = false;
    else if (/\S/.test(sign)) begun = true;
  }
  // What old pages hide their styles with: <!-- -->
  return depth > 0 || (begun && !/-->\s*$/.test(text));
}

/** Where the string that begins here ends: its quote, or the line's end (a bad string). */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === text[start] || text[at] === '\n') return at;
    if (text[at] === '\\') at += 1;
  }
  return text.length;
}

const RAW = /^(script|style|textarea|title|xmp|noembed|noframes|iframe)$/i;

/** The HTML standard's tokens, as far as an open tag, comment or raw text goes. */
function documentEnd(text: string): 'closed' | 'open' | 'inside' {
  let named = false;
  let closed = false;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 2);
      if (end < 0) return 'inside';
      at = end + 3;
      continue;
    }
    const tag = /^<(\/?)([a-z][^\s/>]*)/i.exec(text.slice(at, at + 80));
    if (tag === null) {
      if (/^<[/!]?$/.test(text.slice(at))) return 'inside';
      at += 1;
      continue;
    }
    const end = tagEnd(text, at + tag[0].length);
    if (end < 0) return 'inside';
    const name = tag[2]!.toLowerCase();
    const selfClosed = text[end - 1] === '/';
    at = end + 1;
    if (name === 'html' || name === 'body') {
      if (tag[1] === '/') closed = true;
      else named = true;
    }
    if (tag[1] === '' && !selfClosed && RAW.test(name)) {
      const close = new RegExp(`</${name}[\\s/>]`, 'gi');
      close.lastIndex = at;
      if (close.exec(text) === null) return 'inside';
      at = close.lastIndex - 1;
      const after = text.indexOf('>', at);
      if (after < 0) return 'inside';
      at = after + 1;
    }
  }
  return named && !closed ? 'open' : 'closed';
}

/** Of the > that ends a tag; quoted attribute values may hold others. -1 where there is none. */
function tagEnd(text: string, start: number): number {
  const ends = /[>"']/g;
  for (ends.lastIndex = start; ;) {
    const found = ends.exec(text);
    if (found === null) return -1;
    if (found[0] === '>') return found.index;
    // A quote begins a value only behind an equals sign.
    if (!/=\s*$/.test(text.slice(Math.max(start, found.index - 20), found.index))) continue;
    const close = text.indexOf(found[0], found.index + 1);
    if (close < 0) return -1;
    ends.lastIndex = close + 1;
  }
}

/** Marks what ends in the middle as truncated; safe to call twice. */
export function markUnfinished(exchange: Exchange): void {
  if (exchange.truncated !== null || exchange.end !== 'finished' || !isPainted(exchange)) return;
  if (lengthUnproven(exchange) && endOf(exchange) === 'inside') exchange.truncated = 'unspecified';
}
