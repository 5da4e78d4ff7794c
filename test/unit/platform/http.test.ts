import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const http = createNodeHttp();
const get = (url: string, over: object = {}) =>
  http.send({ method: 'GET', url, timeoutMs: 5_000, maxBytes: 1_000, ...over });

describe('http', () => {
  it('sends a body with its headers and gives back status, headers and bytes', async () => {
    const url = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(418, { 'content-type': 'a/b' });
        response.end(`${request.headers['content-type']} ${Buffer.concat(parts).toString('hex')}`);
      });
    });
    const reply = await get(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: Uint8Array.of(1, 255),
    });
    expect(reply.status).toBe(418);
    expect(reply.headers['content-type']).toBe('a/b');
    expect(Buffer.from(reply.body).toString()).toBe('application/timestamp-query 01ff');
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/other' }).end();
    });
    expect(await get(url)).toMatchObject({ status: 302, headers: { location: '/other' } });
    expect(asked).toBe(1);
  });

  it.each([
    ['declared', (write: (part: Buffer) => void) => write(Buffer.alloc(1_001)), {}],
    ['unpacked', (write: (part: Buffer) => void) => write(gzipSync(Buffer.alloc(100_000))), { gzip: true }],
  ])(
    'refuses an answer that is too large when %s',
    async (_name, send, { gzip = false }: { gzip?: boolean }) => {
      const url = await serve((_request, response) => {
        if (gzip) response.setHeader('content-encoding', 'gzip');
        send((part) => response.end(part));
      });
      await expect(get(url)).rejects.toThrow(/larger than 1000/);
    },
  );

  it('refuses an endless answer while it arrives', async () => {
    let closed = false;
    const url = await serve((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(400)), 5);
      response.on('close', () => {
        closed = true;
        clearInterval(timer);
      });
    });
    await expect(get(url)).rejects.toThrow(/larger/);
    await expect.poll(() => closed).toBe(true);
  });

  it.each([
    ['says nothing', () => undefined],
    ['stops in the middle', (response: { write(text: string): void }) => response.write('x')],
  ])('gives up on a server that %s', async (_name, begin) => {
    const url = await serve((_request, response) => {
      begin(response);
    });
    await expect(get(url, { timeoutMs: 100 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('stops when told to', async () => {
    const url = await serve(() => undefined);
    const abort = new AbortController();
    const reply = get(url, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(reply).rejects.toThrow('enough');
  });

  it('speaks http and https only', async () => {
    await expect(get('data:text/plain,x')).rejects.toThrow(/not an http/);
    await expect(get('file:///etc/passwd')).rejects.toThrow(/not an http/);
  });
});
