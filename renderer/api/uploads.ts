// Files of this window to the core, piece by piece (tus 1.0), resumed at the offset the core has after a broken connection.

import { UPLOAD_LIMITS } from '../../shared/api/deposits.ts';
import { UPLOADS_PATH } from '../../shared/api/page.ts';
import { isErrorCode, type ErrorDetails } from '../../shared/errors.ts';
import { api } from './client.ts';
import { FailureError, fileFailure, type Failure } from './failure.ts';
import { session } from './session.ts';

export interface UploadEntry {
  /** '/'-separated, beginning with what was chosen. */
  readonly path: string;
  readonly file: File;
}

const TRIES = 3;

/** The id of the set. Rejects with a FailureError, or the signal's reason; what was sent is discarded then. */
export async function uploadFiles(
  entries: readonly UploadEntry[],
  hooks: { readonly signal: AbortSignal; onProgress(doneBytes: number): void },
): Promise<string> {
  const { id } = await api.beginUpload.mutate({
    files: entries.map(({ path, file }) => ({
      path,
      sizeBytes: file.size,
      modifiedAt: new Date(file.lastModified).toISOString(),
    })),
  });
  try {
    let before = 0;
    for (const [index, { file, path }] of entries.entries()) {
      await send(`${UPLOADS_PATH}/${id}/${index}`, file, path, hooks.signal, (done) =>
        hooks.onProgress(before + done),
      );
      before += file.size;
    }
    return id;
  } catch (error) {
    // Best effort: the next start of the core removes it as well.
    api.discardUpload.mutate({ id }).catch(() => undefined);
    throw error;
  }
}

async function send(
  address: string,
  file: File,
  path: string,
  signal: AbortSignal,
  onProgress: (doneBytes: number) => void,
): Promise<void> {
  let failed = 0;
  for (let offset = 0; offset < file.size;) {
    try {
      offset = await sendPiece(address, file, offset, path, signal);
      failed = 0;
      onProgress(offset);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FailureError || (failed += 1) >= TRIES) throw error;
      offset = await offsetOf(address, path, signal);
    }
  }
}

async function sendPiece(
  address: string,
  file: File,
  offset: number,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  const body = file.slice(offset, offset + UPLOAD_LIMITS.chunkBytes);
  const reply = await fetch(address, {
    method: 'POST',
    signal,
    body,
    headers: {
      ...authorization(),
      'content-type': 'application/offset+octet-stream',
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'x-http-method-override': 'PATCH',
    },
  });
  if (!reply.ok) throw new FailureError(await failureOf(reply, path));
  return offset + body.size;
}

async function offsetOf(address: string, path: string, signal: AbortSignal): Promise<number> {
  const reply = await fetch(address, { method: 'HEAD', signal, headers: authorization() });
  if (!reply.ok) throw new FailureError(fileFailure(reply.status, path));
  return Number(reply.headers.get('upload-offset') ?? 0);
}

async function failureOf(reply: Response, path: string): Promise<Failure> {
  const body: unknown = await reply.json().catch(() => null);
  return codeOf(body) ?? fileFailure(reply.status, path);
}

function codeOf(body: unknown): Failure | null {
  if (typeof body !== 'object' || body === null || !('code' in body)) return null;
  const { code, details } = body as { code: unknown; details?: unknown };
  return isErrorCode(code) ? { code, details: (details ?? {}) as ErrorDetails } : null;
}

function authorization(): Record<string, string> {
  return session.shell === 'browser' ? { authorization: `Bearer ${session.bearer}` } : {};
}
