// /uploads/<set>/<number>: files of a deposit, piece by piece, as tus 1.0 (core protocol; the set was announced through the
// API). The guard lets POST through, so PATCH comes as X-HTTP-Method-Override, which tus provides for.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { UPLOAD_LIMITS } from '../../shared/api/deposits.ts';
import { UPLOADS_PATH } from '../../shared/api/page.ts';
import type { CoreApi } from '../../shared/api/core.ts';

const TUS = '1.0.0';
const OFFSET_TYPE = 'application/offset+octet-stream';

/** Rejects with what the core throws. `refuse` ends the answer. */
export async function answerUpload(
  core: CoreApi,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  refuse: (status: number, reason: string) => void,
): Promise<void> {
  const [, id, number] = new RegExp(`^${UPLOADS_PATH}/(U-[0-9a-f]{16})/(\\d{1,6})$`).exec(path) ?? [];
  if (id === undefined) return refuse(404, 'not found');
  const index = Number(number);
  response.setHeader('Tus-Resumable', TUS);
  if (request.method === 'HEAD') {
    response.setHeader('Upload-Offset', String(await core.uploadOffset({ id, index })));
    response.writeHead(200);
    response.end();
    return;
  }
  const { headers } = request;
  if (headers['x-http-method-override'] !== 'PATCH') return refuse(405, 'method not allowed');
  if (headers['tus-resumable'] !== TUS) return refuse(412, 'tus 1.0.0 only');
  if (headers['content-type'] !== OFFSET_TYPE) return refuse(415, `${OFFSET_TYPE} only`);
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!Number.isSafeInteger(length)) return refuse(411, 'length required');
  if (length > UPLOAD_LIMITS.chunkBytes) return refuse(413, 'piece too large');
  const offset = String(headers['upload-offset'] ?? '');
  if (!/^\d{1,16}$/.test(offset)) return refuse(400, 'Upload-Offset required');
  const at = await core.appendUpload({ id, index, offset: Number(offset), bytes: request });
  response.setHeader('Upload-Offset', String(at));
  response.writeHead(204);
  response.end();
}
