// A tus 1.0 server (core, creation) on loopback, written from the specification: keeps what arrived across restarts, can be
// told to break off in the middle of a piece, and answers the last byte with a receipt.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Upload {
  readonly length: number;
  readonly metadata: string;
  /** In the order in which they came. */
  readonly pieces: Buffer[];
  size: number;
}

export interface TusServer {
  readonly url: string;
  readonly uploads: ReadonlyMap<string, Upload>;
  /** Method and path of every request, in order. */
  readonly requests: readonly string[];
  /** The connection is cut once so many bytes of an upload are there; null: never. */
  breakAt: number | null;
  /** Every request is answered with this status; null: none is. */
  refuseWith: number | null;
  /** Requests wait for no answer while this holds. */
  hold: boolean;
  forget(): void;
  /** Ends like a killed process; start() listens on the same port again. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export const RECEIPT = '{"receipt":"R-1"}';

export async function startTusServer(): Promise<TusServer> {
  const uploads = new Map<string, Upload>();
  const requests: string[] = [];
  let server: Server | null = null;
  let port = 0;
  const state: TusServer = {
    get url() {
      return `http://127.0.0.1:${port}/files/`;
    },
    uploads,
    requests,
    breakAt: null,
    refuseWith: null,
    hold: false,
    forget: () => uploads.clear(),
    async kill() {
      const ending = server!;
      server = null;
      ending.closeAllConnections();
      await new Promise((resolve) => ending.close(resolve));
    },
    async start() {
      server = createServer((request, response) => void answer(request, response));
      await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`);
    if (state.hold) return;
    response.setHeader('tus-resumable', '1.0.0');
    if (state.refuseWith !== null) return void response.writeHead(state.refuseWith).end();
    if (request.headers['tus-resumable'] !== '1.0.0') return void response.writeHead(412).end();
    if (request.method === 'POST') {
      const id = String(uploads.size + 1);
      uploads.set(id, {
        length: Number(request.headers['upload-length']),
        metadata: String(request.headers['upload-metadata']),
        pieces: [],
        size: 0,
      });
      return void response.writeHead(201, { location: `/files/${id}` }).end();
    }
    const upload = uploads.get((request.url ?? '').slice('/files/'.length));
    if (!upload) return void response.writeHead(404).end();
    if (request.method === 'HEAD') {
      const facts = { 'upload-offset': upload.size, 'upload-length': upload.length };
      return void response.writeHead(200, { ...facts, 'cache-control': 'no-store' }).end();
    }
    if (Number(request.headers['upload-offset']) !== upload.size) return void response.writeHead(409).end();
    try {
      for await (const piece of request as AsyncIterable<Buffer>) {
        upload.pieces.push(piece);
        upload.size += piece.length;
        if (state.breakAt !== null && upload.size >= state.breakAt) {
          request.destroy();
          return;
        }
      }
    } catch {
      return; // The sender went away: what arrived is kept.
    }
    const done = upload.size === upload.length;
    response.writeHead(done ? 200 : 204, { 'upload-offset': upload.size });
    response.end(done ? RECEIPT : undefined);
  }

  await state.start();
  return state;
}
