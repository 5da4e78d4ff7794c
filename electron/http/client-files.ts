// CoreApi.openFile over the owner's /files route: size from a one-byte range, bytes by range.

import type { OpenedFile } from '../../shared/api/core.ts';
import { FILES_PATH } from '../../shared/api/page.ts';
import { AppError } from '../../shared/errors.ts';
import { appErrorOf, callOwner } from './client-errors.ts';

export async function openRemoteFile(
  url: string,
  authorization: string,
  input: { readonly id: string; readonly path: string },
): Promise<OpenedFile> {
  const address = [input.id, ...input.path.split('/')].map(encodeURIComponent).join('/');
  const target = `${url}${FILES_PATH}/${address}`;
  const probe = await callOwner(fetch(target, { headers: { authorization, range: 'bytes=0-0' } }));
  const first = await bodyOf(probe);
  const total = /\/(\d+)$/.exec(probe.headers.get('content-range') ?? '')?.[1];
  return {
    sizeBytes: total === undefined ? first.byteLength : Number(total),
    mediaType: probe.headers.get('content-type') ?? 'application/octet-stream',
    async read(offset, length) {
      if (length === 0) return new Uint8Array();
      const range = `bytes=${offset}-${offset + length - 1}`;
      const reply = await callOwner(fetch(target, { headers: { authorization, range } }));
      return await bodyOf(reply);
    },
    // The owner opens the file anew for every piece.
    close: () => Promise.resolve(),
  };
}

/** 416 is an empty piece: the file is empty or the offset stands behind its end. */
async function bodyOf(reply: Response): Promise<Uint8Array> {
  if (reply.status === 416) return new Uint8Array();
  if (reply.status === 401) throw new AppError('shell/unauthorised');
  if (!reply.ok) throw appErrorOf(await reply.json().catch(() => null));
  return new Uint8Array(await callOwner(reply.arrayBuffer()));
}
