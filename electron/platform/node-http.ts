// Http over Node's fetch: one request, no redirect followed, one deadline from connect to last byte, and a limit that
// holds while bytes arrive (after content decoding, so that a small compressed answer cannot unfold without bound).

import { sendTrusting } from './node-https.ts';
import type { Http, HttpReply, HttpRequest } from './ports.ts';

export function createNodeHttp(): Http {
  return { send };
}

async function send(request: HttpRequest): Promise<HttpReply> {
  const { protocol } = new URL(request.url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`not an http(s) address: ${protocol}`);
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
  if (request.caPem !== undefined) {
    if (protocol !== 'https:') throw new TypeError('an authority is named for an address without TLS');
    return sendTrusting(request.caPem, request, signal, tooLarge);
  }
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers },
    redirect: 'manual',
    signal,
    ...(request.body ? { body: new Uint8Array(request.body) } : {}),
  });
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > request.maxBytes) {
    await response.body?.cancel();
    throw tooLarge(request.maxBytes);
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await readBounded(response.body, request.maxBytes),
  };
}

async function readBounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an error cancels the stream and closes the connection.
  for await (const part of body) {
    size += part.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function tooLarge(maxBytes: number): Error {
  return new RangeError(`the answer is larger than ${maxBytes} bytes`);
}
