// A captured file as an HTTP answer: status, headers and byte range (RFC 9110 section 14), never a type that a
// browser would run. Used by the loopback shell and by the desktop shell's app:// scheme.

import type { OpenedFile } from '../../shared/api/core.ts';
import { AppError } from '../../shared/errors.ts';
import { CAPTURED_POLICY, securityHeaders } from './headers.ts';

const INLINE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'video/webm',
  'text/plain',
  'application/json',
]);
const CHUNK_BYTES = 256 * 1024;

export interface FileReply {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes [start, end) of the file; empty for 416. */
  readonly start: number;
  readonly end: number;
}

export interface FileAddress {
  readonly id: string;
  readonly path: string;
}

/** `/files/<evidence id>/<path>` taken apart; throws input/not-found for anything that could leave the package. */
export function parseFilePath(pathname: string): FileAddress {
  const [empty, files, id, ...rest] = pathname.split('/').map(decodeSegment);
  const safe = [id, ...rest].every(isPlainSegment);
  if (empty !== '' || files !== 'files' || id === undefined || rest.length === 0 || !safe)
    throw new AppError('input/not-found', { what: 'file' });
  return { id, path: rest.join('/') };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '..'; // not UTF-8: refused like a traversal
  }
}

// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f/\\]/;

function isPlainSegment(segment: string | undefined): boolean {
  if (segment === undefined || segment === '' || segment === '.' || segment === '..') return false;
  return segment.length <= 1_024 && !FORBIDDEN.test(segment);
}

export function planFileReply(file: OpenedFile, path: string, range: string | undefined): FileReply {
  const size = file.sizeBytes;
  const base = {
    ...securityHeaders(CAPTURED_POLICY),
    ...typeHeaders(file.mediaType, path),
    'Accept-Ranges': 'bytes',
  };
  const part = range === undefined ? 'whole' : parseRange(range, size);
  if (part === 'whole')
    return { status: 200, headers: { ...base, 'Content-Length': String(size) }, start: 0, end: size };
  if (part === 'unsatisfiable') {
    const headers = { ...base, 'Content-Range': `bytes */${size}`, 'Content-Length': '0' };
    return { status: 416, headers, start: 0, end: 0 };
  }
  const headers = {
    ...base,
    'Content-Range': `bytes ${part.start}-${part.end - 1}/${size}`,
    'Content-Length': String(part.end - part.start),
  };
  return { status: 206, headers, start: part.start, end: part.end };
}

function typeHeaders(mediaType: string, path: string): Record<string, string> {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!INLINE_TYPES.has(type)) {
    return { 'Content-Type': 'application/octet-stream', 'Content-Disposition': attachment(path) };
  }
  return { 'Content-Type': /^(image|video)\//.test(type) ? type : `${type}; charset=utf-8` };
}

/** RFC 6266 with the RFC 8187 form for names outside ASCII. */
function attachment(path: string): string {
  const name = path.split('/').at(-1) ?? 'file';
  const ascii = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const utf8 = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}

/** One range; several ranges or another unit are answered with the whole file, as RFC 9110 section 14.2 allows. */
function parseRange(text: string, size: number): { start: number; end: number } | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text.trim());
  if (match === null) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return 'whole';
  return start >= size ? 'unsatisfiable' : { start, end };
}

/** The bytes of a reply in pieces of at most 256 KiB; ends early only by throwing. */
export async function* readFileReply(file: OpenedFile, reply: FileReply): AsyncGenerator<Uint8Array> {
  for (let offset = reply.start; offset < reply.end;) {
    const chunk = await file.read(offset, Math.min(CHUNK_BYTES, reply.end - offset));
    if (chunk.byteLength === 0)
      throw new AppError('store/damaged', { problem: 'file shorter than recorded' });
    yield chunk;
    offset += chunk.byteLength;
  }
}

/** The same as a web stream that closes the file at its end, on an error and when the reader gives up. */
export function streamFileReply(file: OpenedFile, reply: FileReply): ReadableStream<Uint8Array> {
  const pieces = readFileReply(file, reply);
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await pieces.next();
          if (next.done !== true) return controller.enqueue(next.value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        await file.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}
