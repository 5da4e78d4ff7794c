// The browser shell: one loopback HTTP server that serves the renderer, the tRPC router and captured files.
// Every request passes the guard first; everything but static files also needs a bearer of this run. Without a
// static folder it is the owner's API alone (desktop shell, `cunan serve` without window).

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CoreApi } from '../../shared/api/core.ts';
import type { Clock, Log, Random } from '../platform/ports.ts';
import { bearerOf, refusalOf } from './guard.ts';
import { DATA_POLICY, setSecurityHeaders } from './headers.ts';
import type { OwnerRecord } from './owner-record.ts';
import { createRoutes, type Routes } from './routes.ts';
import { createRunSecret } from './secrets.ts';
import { createTicketBook } from './tickets.ts';

export interface HttpShellOptions {
  readonly core: CoreApi;
  readonly log: Log;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly random: Random;
  /** Folder of the built renderer (index.html inside); null: API only. */
  readonly staticDir: string | null;
  /** 0 (default): a free one. */
  readonly port?: number;
}

export interface HttpShell {
  /** `http://127.0.0.1:PORT`, no path. */
  readonly url: string;
  readonly port: number;
  /** What announceOwner writes to shell.json. */
  readonly owner: OwnerRecord;
  /** A one-time ticket for POST /enter; lives 60 s by default. */
  issueTicket(lifeMs?: number): string;
  /** An address for a person to open: the ticket stands in the fragment, which no server sees. */
  entryUrl(lifeMs?: number): string;
  /** Resolves at the first redeemed ticket. */
  readonly entered: Promise<void>;
  /** Event streams open now: 0 some seconds after the last window was closed. */
  openStreams(): number;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 256;

/** Binds 127.0.0.1 only. Rejects with the system's error where the port is taken. */
export async function startHttpShell(options: HttpShellOptions): Promise<HttpShell> {
  const tickets = createTicketBook(options);
  const pageSecret = createRunSecret(options.random);
  const ownerSecret = createRunSecret(options.random);
  const entered = Promise.withResolvers<void>();
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16_384,
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, options.port ?? 0);
  const authority = `127.0.0.1:${port}`;
  const url = `http://${authority}`;
  const routes: Routes = createRoutes({
    ...options,
    port,
    bearer: pageSecret.text,
    ownerToken: ownerSecret.text,
    tickets,
    onEntered: entered.resolve,
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    setSecurityHeaders(response, DATA_POLICY);
    const target = parseTarget(request.url ?? '/', url);
    if (target === null) return routes.refuse(response, 400, 'bad request target');
    const method = request.method ?? 'GET';
    const refusal = refusalOf({ method, path: target.pathname, headers: request.headers }, authority);
    if (refusal !== null) return routes.refuse(response, refusal.status, refusal.reason);
    const bearer = bearerOf(request.headers, target.searchParams);
    const known = bearer !== null && [pageSecret, ownerSecret].filter((s) => s.matches(bearer)).length > 0;
    return routes.dispatch(request, response, target, known);
  }

  server.on('request', answer);
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());

  return {
    url,
    port,
    owner: { pid: process.pid, port, token: ownerSecret.text },
    issueTicket: (lifeMs) => tickets.issue(lifeMs),
    entryUrl: (lifeMs) => `${url}/enter#ticket=${tickets.issue(lifeMs)}`,
    entered: entered.promise,
    openStreams: () => routes.openStreams(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i;

/** Origin-form only (RFC 9112 section 3.2.1): `//host/…`, absolute URLs and `*` are refused, and dot segments. */
function parseTarget(target: string, base: string): URL | null {
  if (!target.startsWith('/') || target.startsWith('//') || target.includes('\\')) return null;
  if (DOT_SEGMENT.test(target.split('?', 1)[0] ?? '')) return null;
  return URL.parse(target, base);
}
