// A running shell with a fake core, a small page of its own and a clock that the test moves.

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpShell, type HttpShell } from '../../../electron/http/server.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { NONCE_PLACEHOLDER, SESSION_PLACEHOLDER } from '../../../shared/api/page.ts';
import { createShellCore, type ShellCore } from './shell-core.ts';

export interface RunningShell extends ShellCore {
  readonly shell: HttpShell;
  readonly folder: string;
  readonly clock: { nowMs: number; monotonicMs(): number };
  stop(): Promise<void>;
}

export const PAGE = `<!doctype html><html translate="no"><head><meta charset="utf-8"><meta name="google" content="notranslate"><meta name="csp-nonce" content="${NONCE_PLACEHOLDER}"><title>Cunan</title>${SESSION_PLACEHOLDER}<script type="module" src="/assets/app.js"></script></head><body><p id="state">?</p></body></html>`;

/** What the real page does with its session block (renderer/api/session.ts), and a probe of its own rights. */
const SCRIPT = `
const block = document.getElementById('cunan-session');
const given = block.textContent ? JSON.parse(block.textContent).bearer : null;
block.remove();
if (given) { sessionStorage.setItem('bearer', given); history.replaceState(null, '', '/'); }
const bearer = given ?? sessionStorage.getItem('bearer');
const reply = await fetch('/api/info', { headers: bearer ? { authorization: 'Bearer ' + bearer } : {} });
globalThis.wasm = await WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => 'ok', String);
globalThis.evaluated = (() => { try { return (0, eval)('"ran"'); } catch (error) { return error.name; } })();
document.getElementById('state').textContent = String(reply.status);
`;

/** A worker's rights come from the headers of its own script. */
const WORKER = `
const wasm = await WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => 'ok', String);
const evaluated = (() => { try { return (0, eval)('"ran"'); } catch (error) { return error.name; } })();
const reached = await fetch('/api/info').then(() => true, () => false);
postMessage({ wasm, evaluated, reached });
`;

export async function startShell(): Promise<RunningShell> {
  const folder = await mkdtemp(join(tmpdir(), 'cunan-shell-'));
  const staticDir = join(folder, 'renderer');
  await mkdir(join(staticDir, 'assets'), { recursive: true });
  await writeFile(join(staticDir, 'index.html'), PAGE);
  await writeFile(join(staticDir, 'assets', 'app.js'), SCRIPT);
  await writeFile(join(staticDir, 'assets', 'worker.js'), WORKER);
  await writeFile(join(staticDir, '.hidden'), 'hidden');
  await writeFile(join(folder, 'outside.txt'), 'outside');
  const fake = createShellCore();
  const clock = {
    nowMs: 1_000,
    monotonicMs(): number {
      return this.nowMs;
    },
  };
  const shell = await startHttpShell({
    core: fake.core,
    log: fake.log,
    clock,
    random: createNodeRandom(),
    staticDir,
  });
  return {
    ...fake,
    shell,
    folder,
    clock,
    async stop() {
      await shell.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request with exactly these headers and this path, which fetch() would normalise. */
export function raw(
  shell: HttpShell,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: shell.port,
        path,
        method: options.method ?? 'GET',
        headers: options.headers,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.once('error', reject);
    request.end(options.body);
  });
}

/** Enters as the handover file does. */
export function enter(shell: HttpShell, ticket: string): Promise<RawReply> {
  return raw(shell, '/enter', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'null',
      'sec-fetch-site': 'cross-site',
    },
    body: `ticket=${ticket}`,
  });
}

export async function bearerFor(shell: HttpShell): Promise<string> {
  const page = (await enter(shell, shell.issueTicket())).body.toString();
  const bearer = /"bearer":"([A-Za-z0-9_-]+)"/.exec(page)?.[1];
  if (bearer === undefined) throw new Error('no bearer in the page');
  return bearer;
}
