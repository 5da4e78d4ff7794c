// Sends a file to a tus 1.0 endpoint (tus.io/protocols/resumable-upload, core and creation), piece by piece over our own
// Http port: certificates verified, no redirects, plain http to this computer alone. Where it broke off the server says.

import { createHash } from 'node:crypto';
import { toBase64 } from '../../shared/bytes/base64.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import type { UploadReceipt } from '../../shared/api/applications.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';
import type { Clock, Http, HttpReply, HttpRequest } from '../platform/ports.ts';

export interface TusUpload {
  readonly endpoint: string;
  /** Where the upload lies; null: to be created. */
  readonly url: string | null;
}

export interface TusDeps {
  readonly http: Http;
  readonly clock: Clock;
}

export interface TusHooks {
  readonly signal: AbortSignal;
  /** Durable before the next byte is sent. */
  onUrl(url: string): void;
  onOffset(offset: number): void;
}

const PIECE_BYTES = 4 * 1024 * 1024;
const REPLY_BYTES = 64 * 1024;
const TIMEOUT_MS = 120_000;
/** A server that takes nothing twice in a row is not asked a third time. */
const STALLS = 3;

/** Throws application/upload-refused {status}, application/upload-unreachable {problem}, application/upload-gone; the signal's reason. */
export async function uploadFile(
  { http, clock }: TusDeps,
  file: RandomAccess,
  upload: TusUpload,
  hooks: TusHooks,
): Promise<UploadReceipt> {
  const { signal } = hooks;
  const send = (request: Pick<HttpRequest, 'method' | 'url'> & Partial<HttpRequest>): Promise<HttpReply> =>
    reach(http, request, signal);
  let url = upload.url;
  let offset = 0;
  if (url === null) {
    url = await create(send, upload.endpoint, file);
    hooks.onUrl(url);
  } else {
    const head = await headOf(send, url, file.size);
    offset = head.offset;
    // Everything had arrived before the last reply was lost: what the server says now is all there is.
    if (offset === file.size) {
      hooks.onOffset(offset);
      return receiptOf(head.reply, url, clock);
    }
  }
  hooks.onOffset(offset);
  let stalls = 0;
  for (;;) {
    signal.throwIfAborted();
    const body = await file.read(offset, Math.min(PIECE_BYTES, file.size - offset));
    const reply = await send({
      method: 'PATCH',
      url,
      body,
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    });
    if (reply.status === 404 || reply.status === 410) throw new AppError('application/upload-gone');
    const at =
      reply.status === 409 ? await headOf(send, url, file.size) : { offset: tell(reply, file.size), reply };
    stalls = at.offset === offset ? stalls + 1 : 0;
    if (stalls >= STALLS) throw new AppError('application/upload-refused', { status: reply.status });
    offset = at.offset;
    hooks.onOffset(offset);
    if (offset === file.size) return receiptOf(at.reply, url, clock);
  }
}

/** Plain http carries personal data in the open: to this computer alone, for tests. Throws input/invalid. */
export function assertUploadUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const plain = url?.protocol === 'http:' && loopback;
  if (url === null || url.username !== '' || url.password !== '' || (url.protocol !== 'https:' && !plain))
    throw new AppError('input/invalid', { field: 'uploadUrl', problem: 'https only' });
  return url.href;
}

type Send = (request: Pick<HttpRequest, 'method' | 'url'> & Partial<HttpRequest>) => Promise<HttpReply>;

async function reach(
  http: Http,
  request: Pick<HttpRequest, 'method' | 'url'> & Partial<HttpRequest>,
  signal: AbortSignal,
): Promise<HttpReply> {
  try {
    return await http.send({
      timeoutMs: TIMEOUT_MS,
      maxBytes: REPLY_BYTES,
      signal,
      ...request,
      headers: { 'tus-resumable': '1.0.0', ...request.headers },
    });
  } catch (cause) {
    signal.throwIfAborted();
    if (isAppError(cause)) throw cause;
    throw new AppError('application/upload-unreachable', { problem: wordOf(cause) }, { cause });
  }
}

/** The network's own word (ECONNREFUSED, CERT_HAS_EXPIRED); never an address with what stands in it. */
function wordOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return error instanceof Error ? error.name : 'network';
}

async function create(send: Send, endpoint: string, file: RandomAccess): Promise<string> {
  const reply = await send({
    method: 'POST',
    url: assertUploadUrl(endpoint),
    headers: {
      'upload-length': String(file.size),
      // The name is the application's id and ending: nobody's name.
      'upload-metadata': `filename ${toBase64(toUtf8(file.name))}`,
    },
  });
  const location = reply.headers['location'];
  if (reply.status !== 201 || location === undefined || !URL.canParse(location, endpoint))
    throw new AppError('application/upload-refused', { status: reply.status });
  const url = new URL(location, endpoint);
  // Personal data goes nowhere but to the server that was configured.
  if (url.origin !== new URL(endpoint).origin)
    throw new AppError('application/upload-refused', { status: reply.status });
  return url.href;
}

async function headOf(
  send: Send,
  url: string,
  size: number,
): Promise<{ readonly offset: number; readonly reply: HttpReply }> {
  const reply = await send({ method: 'HEAD', url });
  if (reply.status === 404 || reply.status === 410 || reply.status === 403)
    throw new AppError('application/upload-gone');
  const length = reply.headers['upload-length'];
  if (length !== undefined && Number(length) !== size) throw new AppError('application/upload-gone');
  return { offset: tell(reply, size), reply };
}

function tell(reply: HttpReply, size: number): number {
  const text = reply.headers['upload-offset'] ?? '';
  const offset = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (reply.status < 200 || reply.status > 299 || !(offset <= size))
    throw new AppError('application/upload-refused', { status: reply.status });
  return offset;
}

function receiptOf(reply: HttpReply, url: string, clock: Clock): UploadReceipt {
  return {
    url,
    status: reply.status,
    receivedAt: clock.now().toISOString(),
    bodyBase64: toBase64(reply.body),
    bodySha256: createHash('sha256').update(reply.body).digest('hex'),
  };
}
