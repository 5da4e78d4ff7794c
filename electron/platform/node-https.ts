// Http to a host whose certificate a private authority issued: the one that the request names is trusted, no other, and
// checking is never off, whatever the process's environment says. No redirect, no content decoding, the same limits.

import { request as httpsRequest } from 'node:https';
import type { HttpReply, HttpRequest } from './ports.ts';

/** @param tooLarge makes the error for an answer above request.maxBytes. */
export function sendTrusting(
  caPem: string,
  request: HttpRequest,
  signal: AbortSignal,
  tooLarge: (maxBytes: number) => Error,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(request.url, {
      method: request.method,
      headers: { ...request.headers, ...(request.body && { 'content-length': request.body.length }) },
      ca: caPem,
      rejectUnauthorized: true,
      agent: false,
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size <= request.maxBytes) return;
        // First: an answer that came whole in one piece ends all the same.
        reject(tooLarge(request.maxBytes));
        sent.destroy();
      });
      response.on('error', reject);
      response.on('end', () => {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(headers) as Record<string, string>,
          body: new Uint8Array(Buffer.concat(parts)),
        });
      });
    });
    sent.end(request.body);
  });
}
