// Resources that come without a network error and still are not what the page asked for: no COMPLETE with them.

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discoverBrowser } from '../../../electron/capture/browser/discover.ts';
import { captureUrl } from '../../../electron/capture/capture.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { describeWith } from '../../tools.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = `<?xml version="1.0"?>${' '.repeat(200)}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`;
const CAPTIVE = `<!doctype html><title>Sign in</title>${'<p>Welcome to the airport</p>'.repeat(20)}`;

type Answer = readonly [status: number, headers: Readonly<Record<string, string>>, body: string | Buffer];
const ANSWERS: Readonly<Record<string, Answer>> = {
  '/cached.css': [304, {}, ''],
  '/nowhere.css': [302, {}, ''],
  '/part.css': [206, { 'content-type': 'text/css', 'content-range': 'bytes 0-8/5000' }, 'p{color:r'],
  '/portal.css': [200, { 'content-type': 'text/html' }, CAPTIVE],
  '/portal.png': [200, { 'content-type': 'image/png' }, CAPTIVE],
  '/short.png': [200, { 'content-type': 'image/png' }, 'no such picture'],
  '/portal.woff2': [200, { 'content-type': 'font/woff2' }, CAPTIVE],
  '/good.png': [200, { 'content-type': 'image/png' }, PIXEL],
  '/good.svg': [200, { 'content-type': 'image/svg+xml' }, SVG],
  '/whole.css': [206, { 'content-type': 'text/css', 'content-range': 'bytes 0-11/12' }, 'p{color:red}'],
  '/count': [200, { 'content-type': 'text/plain' }, 'ok'],
  '/favicon.ico': [404, {}, ''],
};

function pageWith(head: string, body = ''): string {
  return `<!doctype html><title>t</title>${head}<p>goods</p>${body}`;
}

const PAGES: Readonly<Record<string, string>> = {
  '/styles': pageWith(
    ['cached', 'nowhere', 'part', 'portal'].map((n) => `<link rel=stylesheet href=/${n}.css>`).join(''),
  ),
  '/font': pageWith(
    '<style>@font-face { font-family: f; src: url(/portal.woff2) } p { font-family: f }</style>',
  ),
  '/background': pageWith(
    '<style>p { background: url(/portal.png) } p::before { content: "x"; background: url(/short.png) }</style>',
  ),
  '/closed': pageWith(
    '',
    '<div id=h></div><script>h.attachShadow({ mode: "closed" }).innerHTML = "<img src=/portal.png width=9>"</script>',
  ),
  '/good': pageWith(
    '<link rel=stylesheet href=/whole.css><style>p { background: url(/good.svg), url(/good.png) }</style>',
    '<script>new Image().src = "/count"</script>',
  ),
};

describeWith(['chromium'], 'a page with resources that are none', () => {
  const server = createServer((request, response: ServerResponse) => {
    const page = PAGES[request.url ?? ''];
    const [status, headers, body] =
      page === undefined
        ? (ANSWERS[request.url ?? ''] ?? [404, {}, ''])
        : [200, { 'content-type': 'text/html' }, page];
    response.writeHead(status, headers).end(body);
  });
  let folder = '';
  let origin = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cunan-painted-'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function capture(path: string): Promise<CaptureRecord> {
    const { record } = await captureUrl(
      {
        url: `${origin}${path}`,
        options: captureOptionsInput.parse({ allowPrivateHosts: ['127.0.0.1'] }),
        workDir: await mkdtemp(join(folder, 'work-')),
      },
      {
        clock: createNodeClock(),
        random: createNodeRandom(),
        log: { info: () => undefined, warn: () => undefined, error: () => '' },
        browser: await discoverBrowser(null),
        softwareVersion: 'test',
        ownPorts: [],
      },
      { signal: new AbortController().signal, onStep: () => undefined, onFrame: () => undefined },
    );
    return record;
  }

  it('names style sheets without content, in part, or of another kind', async () => {
    const { state, reasons } = await capture('/styles');
    expect(state).toBe('PARTIAL');
    const told = reasons.map(({ code, details }) => [code, String(details?.['url']).slice(origin.length)]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['resource-failed', '/cached.css'],
        ['resource-failed', '/nowhere.css'],
        ['resource-truncated', '/part.css'],
        ['resource-failed', '/portal.css'],
      ]),
    );
  });

  it.each([
    ['/font', 'resource-failed', undefined],
    ['/background', 'image-undecoded', 2],
    ['/closed', 'image-undecoded', 1],
  ])('finds what no page script can ask for: %s', async (path, code, count) => {
    const { state, reasons } = await capture(path);
    expect(state).toBe('PARTIAL');
    expect(reasons.map((reason) => reason.code)).toEqual([code]);
    expect(reasons[0]?.details?.['count']).toBe(count);
  });

  it('is COMPLETE where all is well: whole answers, text before an SVG, a counting pixel', async () => {
    const { state, reasons } = await capture('/good');
    expect(reasons).toEqual([]);
    expect(state).toBe('COMPLETE');
  });
});
