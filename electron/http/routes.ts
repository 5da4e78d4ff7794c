// The shell's routes behind the guard: page, ticket entry, owner proof, tRPC, captured files, static files.

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import sirv from 'sirv';
import { API_PATH, contentSecurityPolicy, FILES_PATH, UPLOADS_PATH } from '../../shared/api/page.ts';
import { isAppError } from '../../shared/errors.ts';
import type { CoreApi } from '../../shared/api/core.ts';
import { appRouter } from '../api/router.ts';
import type { Log, Random } from '../platform/ports.ts';
import { parseFilePath, planFileReply, readFileReply } from './file-reply.ts';
import { entryPolicy, SCRIPT_POLICY, setSecurityHeaders } from './headers.ts';
import { ownerProof } from './owner-record.ts';
import { renderEntryPage, renderIndex, renderRefusedTicket } from './pages.ts';
import { PRINTED_TICKET_LIFE_MS, type TicketBook } from './tickets.ts';
import { answerUpload } from './uploads.ts';

/** 1,000 addresses of 8 kB each must fit. */
const MAX_API_BYTES = 10 * 1024 * 1024;
const MAX_FORM_BYTES = 1_024;

export interface RoutesOptions {
  readonly core: CoreApi;
  readonly log: Log;
  readonly random: Random;
  readonly staticDir: string | null;
  readonly port: number;
  readonly bearer: string;
  readonly ownerToken: string;
  readonly tickets: TicketBook;
  readonly onEntered: () => void;
}

export interface Routes {
  /** `known`: the request carried a bearer of this run. Never throws. */
  dispatch(request: IncomingMessage, response: ServerResponse, target: URL, known: boolean): void;
  refuse(response: ServerResponse, status: number, reason: string): void;
  openStreams(): number;
}

export function createRoutes(options: RoutesOptions): Routes {
  const { core, log, staticDir } = options;
  const template = staticDir === null ? null : readFileSync(join(staticDir, 'index.html'), 'utf8');
  const assets =
    staticDir === null ? null : sirv(staticDir, { etag: false, dotfiles: false, extensions: [] });
  const api = createHTTPHandler({
    router: appRouter,
    basePath: `${API_PATH}/`,
    createContext: () => ({ core, log }),
    maxBodySize: MAX_API_BYTES,
  });
  let streams = 0;

  function sendPage(response: ServerResponse, bearer: string | null): void {
    if (template === null) return refuse(response, 404, 'no page here');
    const nonce = newNonce();
    setSecurityHeaders(response, contentSecurityPolicy(nonce));
    sendHtml(response, 200, renderIndex(template, nonce, bearer));
  }

  function newNonce(): string {
    return Buffer.from(options.random.bytes(18)).toString('base64url');
  }

  async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readForm(request);
    if (body === null) return refuse(response, 413, 'form too large');
    const ticket = new URLSearchParams(body).get('ticket') ?? '';
    if (!options.tickets.redeem(ticket)) return sendHtml(response, 403, renderRefusedTicket());
    options.onEntered();
    sendPage(response, options.bearer);
  }

  function sendEntryPage(response: ServerResponse): void {
    const nonce = newNonce();
    setSecurityHeaders(response, entryPolicy(nonce));
    sendHtml(response, 200, renderEntryPage(nonce));
  }

  function callApi(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'POST' && !isJson(request.headers['content-type']))
      return refuse(response, 415, 'JSON only');
    if (Number(request.headers['content-length'] ?? 0) > MAX_API_BYTES)
      return refuse(response, 413, 'request too large');
    if (request.headers.accept?.includes('text/event-stream') === true) {
      streams += 1;
      response.once('close', () => {
        streams -= 1;
      });
    }
    api(request, response);
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const address = parseFilePath(path);
    const file = await core.openFile(address);
    try {
      const reply = planFileReply(file, address.path, request.headers.range);
      response.writeHead(reply.status, reply.headers);
      if (request.method === 'HEAD') response.end();
      else await pipeline(Readable.from(readFileReply(file, reply), { objectMode: false }), response);
    } finally {
      await file.close();
    }
  }

  /** Expected failures leave with their code; a defect is logged once and leaves as a reference. */
  function fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (isAppError(error)) {
      const status = error.code === 'input/not-found' ? 404 : 409;
      return sendJson(response, status, { code: error.code, details: error.details });
    }
    const reference = log.error('http request failed', error);
    sendJson(response, 500, { code: 'internal', details: { reference } });
  }

  function guarded(response: ServerResponse, work: Promise<void>): void {
    work.catch((error: unknown) => fail(response, error));
  }

  function dispatch(request: IncomingMessage, response: ServerResponse, target: URL, known: boolean): void {
    const path = target.pathname;
    if (path === '/enter' && request.method === 'POST') return guarded(response, enter(request, response));
    if (path.startsWith(`${API_PATH}/`))
      return known ? callApi(request, response) : sendUnauthorised(response);
    if (path.startsWith(`${FILES_PATH}/`) || path.startsWith(`${UPLOADS_PATH}/`) || path === '/ticket')
      return known ? dispatchKnown(request, response, path) : refuse(response, 401, 'bearer required');
    if (!isReading(request)) return refuse(response, 405, 'method not allowed');
    dispatchPublic(request, response, path);
  }

  function dispatchKnown(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (path === '/ticket' && request.method === 'POST')
      return sendJson(response, 200, { ticket: options.tickets.issue(PRINTED_TICKET_LIFE_MS) });
    if (path.startsWith(`${UPLOADS_PATH}/`)) {
      const no = (status: number, reason: string): void => refuse(response, status, reason);
      return guarded(response, answerUpload(core, request, response, path, no));
    }
    if (path !== '/ticket' && isReading(request)) return guarded(response, sendFile(request, response, path));
    refuse(response, 405, 'method not allowed');
  }

  /** The same for everyone: carries neither secrets nor evidence. */
  function dispatchPublic(request: IncomingMessage, response: ServerResponse, path: string): void {
    const challenge = /^\/owner\/([0-9a-f]{64})$/.exec(path)?.[1];
    if (challenge !== undefined)
      return sendJson(response, 200, { proof: ownerProof(options.ownerToken, options.port, challenge) });
    if (path === '/enter') return sendEntryPage(response);
    if (path === '/' || path === '/index.html') return sendPage(response, null);
    if (assets === null) return refuse(response, 404, 'not found');
    if (path.endsWith('.js')) setSecurityHeaders(response, SCRIPT_POLICY);
    assets(request, response, () => refuse(response, 404, 'not found'));
  }

  return { dispatch, refuse, openStreams: () => streams };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  // The rest of a refused body is not read: the connection ends with the answer.
  response.setHeader('Connection', 'close');
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(html);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** In tRPC's own shape, so that the renderer reads a code like any other. */
function sendUnauthorised(response: ServerResponse): void {
  response.setHeader('WWW-Authenticate', 'Bearer');
  response.setHeader('Connection', 'close');
  const app = { code: 'shell/unauthorised', details: {} };
  const data = { code: 'UNAUTHORIZED', httpStatus: 401, app };
  sendJson(response, 401, { error: { message: 'bearer required', code: -32_001, data } });
}

function isReading(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** Null where the form is larger than a ticket can be. */
async function readForm(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_FORM_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_FORM_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
