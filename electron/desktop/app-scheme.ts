// app://cunan: the renderer's files and captured files, with the same headers as the loopback shell. A folder is listed
// once at start and only listed files are served, so no path can lead out of it.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy, FILES_PATH, NONCE_PLACEHOLDER } from '../../shared/api/page.ts';
import { isAppError } from '../../shared/errors.ts';
import type { ApiContext } from '../api/router.ts';
import { parseFilePath, planFileReply, streamFileReply } from '../http/file-reply.ts';
import { DATA_POLICY, SCRIPT_POLICY, securityHeaders } from '../http/headers.ts';
import type { Random } from '../platform/ports.ts';
import { APP_ORIGIN, APP_SCHEME } from './channels.ts';

/** Must run before app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export interface AppSchemeOptions extends ApiContext {
  readonly staticDir: string;
  readonly random: Random;
}

export function serveAppScheme(session: Session, options: AppSchemeOptions): void {
  const answer = createAppSchemeHandler(options);
  session.protocol.handle(APP_SCHEME, answer);
}

export function createAppSchemeHandler(options: AppSchemeOptions): (request: Request) => Promise<Response> {
  const files = listFiles(options.staticDir);

  async function sendStatic(pathname: string): Promise<Response> {
    const name = pathname === '/' ? '/index.html' : pathname;
    const path = files.get(name);
    if (path === undefined) return refusal(404, 'not found');
    if (name === '/index.html') return await sendPage(path);
    const policy = extname(name) === '.js' ? SCRIPT_POLICY : DATA_POLICY;
    const headers = { ...securityHeaders(policy), 'Content-Type': contentType(name) };
    return new Response(new Uint8Array(await readFile(path)), { headers });
  }

  async function sendPage(path: string): Promise<Response> {
    const nonce = Buffer.from(options.random.bytes(18)).toString('base64url');
    const html = (await readFile(path, 'utf8')).replaceAll(NONCE_PLACEHOLDER, nonce);
    const headers = {
      ...securityHeaders(contentSecurityPolicy(nonce)),
      'Content-Type': 'text/html; charset=utf-8',
    };
    return new Response(html, { headers });
  }

  async function sendFile(request: Request, pathname: string): Promise<Response> {
    const address = parseFilePath(pathname);
    const file = await options.core.openFile(address);
    const reply = planFileReply(file, address.path, request.headers.get('range') ?? undefined);
    const body = request.method === 'HEAD' ? null : streamFileReply(file, reply);
    if (body === null) await file.close();
    return new Response(body, { status: reply.status, headers: reply.headers });
  }

  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || `${url.protocol}//${url.host}` !== APP_ORIGIN) return refusal(403, 'foreign address');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'method not allowed');
    try {
      return url.pathname.startsWith(`${FILES_PATH}/`)
        ? await sendFile(request, url.pathname)
        : await sendStatic(url.pathname);
    } catch (error) {
      if (isAppError(error)) return refusal(error.code === 'input/not-found' ? 404 : 409, error.code);
      return refusal(500, options.log.error('app:// request failed', error));
    }
  };
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]));
}

function refusal(status: number, reason: string): Response {
  const headers = { ...securityHeaders(DATA_POLICY), 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${reason}\n`, { status, headers });
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

function contentType(name: string): string {
  return CONTENT_TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
