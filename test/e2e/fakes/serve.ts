// A tiny loopback server in front of the built renderer: pages with the real CSP, the real tRPC router, files of items.
// No authorisation and no hardening (that is electron/http's work); for screens only.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { planFileReply } from '../../../electron/http/file-reply.ts';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import sirv from 'sirv';
import { appRouter } from '../../../electron/api/router.ts';
import type { Log } from '../../../electron/platform/ports.ts';
import type { CoreApi } from '../../../shared/api/core.ts';
import { isAppError } from '../../../shared/errors.ts';
import {
  API_PATH,
  contentSecurityPolicy,
  FILES_PATH,
  NONCE_PLACEHOLDER,
  SESSION_PLACEHOLDER,
  sessionBlock,
} from '../../../shared/api/page.ts';

/** Another build than out/renderer may be named, so that work on screens is not disturbed by other builds. */
const BUILT =
  process.env['CUNAN_RENDERER'] ?? fileURLToPath(new URL('../../../out/renderer', import.meta.url));

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, error) => {
    console.error(message, error);
    return 'fake-0001';
  },
};

export interface FakeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** @param core called for every request, so that a script can change the scenario under a running page. */
export async function serveFake(core: () => CoreApi): Promise<FakeServer> {
  const api = createHTTPHandler({
    router: appRouter,
    basePath: `${API_PATH}/`,
    createContext: () => ({ core: core(), log }),
  });
  const assets = sirv(BUILT, { dev: true, extensions: [] });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    response.setHeader('cache-control', 'no-store');
    if (path.startsWith(`${API_PATH}/`)) {
      api(request, response);
    } else if (path.startsWith(`${FILES_PATH}/`)) {
      void sendFile(core(), request, response);
    } else if (path === '/' || path.startsWith('/?')) {
      void sendPage(response);
    } else {
      response.setHeader(
        'content-security-policy',
        contentSecurityPolicy(randomBytes(16).toString('base64')),
      );
      assets(request, response, () => {
        response.writeHead(404).end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => closeAll(server) };
}

async function sendPage(response: ServerResponse): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const html = (await readFile(`${BUILT}/index.html`, 'utf8'))
    .replace(NONCE_PLACEHOLDER, nonce)
    .replace(SESSION_PLACEHOLDER, sessionBlock('f'.repeat(64)));
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
    })
    .end(html);
}

async function sendFile(core: CoreApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [id = '', ...path] = (request.url ?? '')
    .slice(FILES_PATH.length + 1)
    .split('/')
    .map(decodeURIComponent);
  try {
    const file = await core.openFile({ id, path: path.join('/') });
    const { status, headers, start, end } = planFileReply(file, path.join('/'), request.headers.range);
    response.writeHead(status, headers).end(await file.read(start, end - start));
  } catch (error) {
    response.writeHead(isAppError(error) && error.code === 'input/not-found' ? 404 : 500).end();
  }
}

function closeAll(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { createFakeCore } = await import('./fake-core.ts');
  const scenario =
    (['empty', 'full', 'busy', 'failed'] as const).find((name) => name === process.argv[2]) ?? 'full';
  const core = createFakeCore({ scenario });
  const { url } = await serveFake(() => core);
  console.log(url);
}
