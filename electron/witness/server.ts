// The witness over HTTP(S): POST /add-checkpoint, GET /<origin hash>/checkpoint, nothing else. Bodies and waits are
// bounded; what a request says is never logged as it came.

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { WitnessReply, WitnessState } from './ports.ts';
import type { Witness } from './witness.ts';

/** 63 hashes and a note with 16 post-quantum signatures (5 kB each) stay below. */
const MAX_BODY_BYTES = 256 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;

export interface WitnessServerOptions {
  readonly witness: Witness;
  readonly state: WitnessState;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** PEM; null: plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly onReply: (reply: WitnessReply) => void;
  /** The state could not be read or written: nothing was cosigned. */
  readonly onTrouble: (error: unknown) => void;
}

export interface WitnessServer {
  readonly url: string;
  /** Requests under way are answered first. */
  close(): Promise<void>;
}

/** Rejects with the system's error where the address cannot be used. */
export async function startWitnessServer(options: WitnessServerOptions): Promise<WitnessServer> {
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    void answer(options, request, response);
  const limits = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS };
  const server =
    options.tls === null
      ? createHttpServer(limits, listener)
      : createHttpsServer({ ...limits, ...options.tls, minVersion: 'TLSv1.2' }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls === null ? 'http' : 'https'}://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  options: WitnessServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  try {
    if (path === '/add-checkpoint') {
      if (request.method !== 'POST') return send(response, 405, 'POST only\n', { allow: 'POST' });
      const body = await readBody(request);
      if (body === null) return send(response, 413, 'too large\n', { connection: 'close' });
      const reply = await options.witness.addCheckpoint(body);
      options.onReply(reply);
      return send(response, reply.status, reply.body, { 'content-type': reply.contentType });
    }
    const hash = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
    if (hash !== undefined && (request.method === 'GET' || request.method === 'HEAD')) {
      const note = await options.state.noteByHash(hash);
      return note === null ? send(response, 404, 'unknown log\n') : send(response, 200, note);
    }
    return send(response, 404, 'not found\n');
  } catch (error) {
    options.onTrouble(error);
    return send(response, 500, 'the witness could not read or write its state\n');
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** Null where it is larger than allowed. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
