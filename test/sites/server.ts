// The fixture web: hard pages on a loopback port, and a log of what was asked for, so that tests never have to take
// the capture's own word.

import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createCertificates, type CertificateFault, type FixtureCertificate } from './certificates.ts';
import { ROUTES } from './routes.ts';
import { acceptSocket } from './socket.ts';

export interface SeenRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Serial number (hex) of the certificate of the connection; null without TLS. */
  readonly certificateSerial: string | null;
  /** '1.1' or '2.0'. */
  readonly httpVersion: string;
}

export interface Site {
  /** http://127.0.0.1:<port> or https://… without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** Paths asked for, in order. */
  paths(): readonly string[];
  /** base64 of the SHA-256 of the server's public key, for --ignore-certificate-errors-spki-list; null without TLS. */
  readonly spki: string | null;
  /** DER SHA-256 (hex) by serial number of every certificate that was shown. */
  readonly certificates: readonly FixtureCertificate[];
  close(): Promise<void>;
}

export interface SiteOptions {
  /** true: one self-signed certificate; 'rotating': another one (same key) for every handshake. */
  readonly tls?: boolean | 'rotating' | 'expired' | 'other-host';
  /** HTTP/2 over TLS, HTTP/1.1 for those who cannot. */
  readonly http2?: boolean;
  /** Addresses of other sites that pages point to, by name: <%name%> in a page. */
  readonly links?: Readonly<Record<string, string>>;
  readonly host?: string;
}

const faultOf = (tls: SiteOptions['tls']): CertificateFault =>
  tls === 'expired' || tls === 'other-host' ? tls : 'none';

export async function startSites(options: SiteOptions = {}): Promise<Site> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const serials = new WeakMap<object, string>();
  const certificates = options.tls
    ? createCertificates(options.tls === 'rotating' ? 6 : 1, faultOf(options.tls))
    : [];

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/';
    const certificateSerial = options.tls ? (serials.get(request.socket) ?? certificates[0]!.serial) : null;
    requests.push({
      method: request.method ?? '',
      path,
      headers: request.headers,
      certificateSerial,
      httpVersion: request.httpVersion,
    });
    const url = new URL(path, 'http://fixture');
    const route = ROUTES.find(({ pattern }) => pattern.test(url.pathname));
    response.on('error', () => undefined);
    if (!route) {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>Not here</title><h1>404 not here</h1>');
      return;
    }
    route.serve({ request, response, url, links: { ...options.links, self: site.url } });
  };

  const server = createServer(handle);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    requests.push({
      method: 'GET',
      path: request.url ?? '/',
      headers: request.headers,
      certificateSerial: null,
      httpVersion: request.httpVersion,
    });
    acceptSocket(request, socket);
  });
  server.listen(0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const site: Site = {
    url: `${options.tls ? 'https' : 'http'}://${options.host ?? '127.0.0.1'}:${port}`,
    port,
    requests,
    paths: () => requests.map(({ path }) => path),
    spki: certificates[0]?.spki ?? null,
    certificates,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return site;

  function createServer(listener: typeof handle): Server {
    if (!options.tls) return createHttp(listener);
    let turn = 0;
    const first = certificates[0]!;
    if (options.http2) {
      const keys = { key: first.keyPem, cert: first.certPem, allowHTTP1: true };
      // The compatibility API: the same routes answer both versions.
      return createSecureServer(keys, listener as never) as unknown as Server;
    }
    const secure = createHttps({ key: first.keyPem, cert: first.certPem }, listener);
    // A new context before every connection: node takes the certificate of the moment of the handshake.
    secure.prependListener('connection', () => {
      const next = certificates[turn++ % certificates.length]!;
      secure.setSecureContext({ key: next.keyPem, cert: next.certPem });
    });
    secure.on('secureConnection', (socket) => {
      const shown = socket.getCertificate();
      const serial = shown !== null && 'serialNumber' in shown ? shown.serialNumber : '';
      serials.set(socket, serial.toLowerCase());
    });
    return secure;
  }
}
