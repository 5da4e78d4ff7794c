// A pasted block of addresses, line by line: which can be captured, and which not and why, before anything starts.

import type { ErrorCode } from '../../shared/errors.ts';

export interface UrlLine {
  /** 1-based line in the text as pasted. */
  readonly line: number;
  readonly text: string;
  /** Normalised address, null where refused. */
  readonly url: string | null;
  readonly problem: Extract<ErrorCode, 'input/not-a-url' | 'input/unsupported-scheme'> | 'repeated' | null;
}

/** Empty lines are left out. A bare host name gets https://; an address given twice is taken once. */
export function readUrls(text: string): UrlLine[] {
  const seen = new Set<string>();
  const lines: UrlLine[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = raw.trim();
    if (trimmed) lines.push(readLine(trimmed, index + 1, seen));
  }
  return lines;
}

function readLine(text: string, line: number, seen: Set<string>): UrlLine {
  const candidate = isBareHost(text) ? `https://${text}` : text;
  const parsed = URL.parse(candidate);
  if (!parsed || /\s/.test(text)) return { line, text, url: null, problem: 'input/not-a-url' };
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return { line, text, url: null, problem: 'input/unsupported-scheme' };
  }
  if (seen.has(parsed.href)) return { line, text, url: null, problem: 'repeated' };
  seen.add(parsed.href);
  return { line, text, url: candidate, problem: null };
}

/** example.com/x, example.com:8080, localhost:3000 - but not mailto:x or file:///x. */
function isBareHost(text: string): boolean {
  return (
    /^([\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}(:\d+)?([/?#]|$)/u.test(text) ||
    /^localhost(:\d+)?([/?#]|$)/.test(text)
  );
}

/** Host and path without scheme, for dense rows; the whole address stays in the title and on copy. */
export function shortUrl(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

export function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? url;
}
