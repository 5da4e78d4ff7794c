// Is the answer to the main address a file to keep rather than a page to show, and what may it be called?

import type { Protocol } from 'puppeteer-core';
import { isPackagePath } from '../../../shared/evidence/path.ts';

type Headers = readonly Protocol.Fetch.HeaderEntry[];

const SHOWN =
  /^(text\/|image\/|video\/|audio\/|application\/(xhtml\+xml|xml|json|javascript|ecmascript|[a-z0-9.+-]+\+(xml|json))$|multipart\/x-mixed-replace)/i;
const MAX_NAME_BYTES = 120;

export function isDownload(status: number, headers: Headers): boolean {
  if (status < 200 || status >= 300) return false;
  if (/^\s*attachment\b/i.test(headerValue(headers, 'content-disposition'))) return true;
  const type = headerValue(headers, 'content-type').split(';')[0]!.trim();
  return type !== '' && !SHOWN.test(type);
}

/** A name without folders, control characters or a leading dot, that every file system takes. */
export function downloadName(url: string, headers: Headers): string {
  const disposition = headerValue(headers, 'content-disposition');
  const path = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : '';
  return safeName(dispositionName(disposition) ?? decode(path));
}

/** RFC 6266: filename* (RFC 8187) goes before filename. */
function dispositionName(header: string): string | null {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (extended !== undefined) return decode(extended);
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? null;
}

export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .toWellFormed()
    // Control, formatting (direction overrides) and what Windows, Unix shells or the package's lists forbid in names.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\uFFFD\uFFFE\uFFFF%<>:"|?*/\\]/gu, '_')
    .replace(/^[.\s]+/, '');
  const cut = cutBytes(clean, MAX_NAME_BYTES)
    .replace(/[.\s]+$/, '')
    .normalize('NFC');
  // A name that cannot stand in a package would cost the whole capture at sealing.
  return [cut, `_${cut}`].find(isPackagePath) ?? 'download';
}

/** Shortens the stem and keeps the ending. */
function cutBytes(name: string, limit: number): string {
  if (Buffer.byteLength(name) <= limit) return name;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let stem = name.slice(0, name.length - ending.length);
  while (Buffer.byteLength(stem) + ending.length > limit)
    stem = stem.slice(0, -1).replace(/[\uD800-\uDBFF]$/, '');
  return stem + ending;
}

function headerValue(headers: Headers, name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
