// Attacks on the loopback shell over raw HTTP: what a rebinding site, a foreign page or another local program can send.

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVIDENCE_ID } from './shell-core.ts';
import { bearerFor, enter, raw, startShell, type RunningShell } from './shell-fixture.ts';

let running: RunningShell;
let bearer: string;
let authorization: string;

beforeAll(async () => {
  running = await startShell();
  bearer = await bearerFor(running.shell);
  authorization = `Bearer ${bearer}`;
});
afterAll(() => running.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const createCase = (headers: Record<string, string>) =>
  raw(running.shell, '/api/createCase', { method: 'POST', headers, body: '{"name":"attack"}' });

describe('who may speak', () => {
  test.each(['evil.test', 'localhost', '127.0.0.1', '[::1]', '127.0.0.1:1'])(
    'a Host of %j is misdirected (rebinding)',
    async (host) => {
      const name = host.startsWith('127.') ? host : `${host}:${running.shell.port}`;
      const reply = await raw(running.shell, '/api/info', { headers: { host: name, authorization } });
      expect(reply.status).toBe(421);
    },
  );

  test('no Host, two Hosts, an absolute target, a bare newline, CONNECT and upgrades are refused', async () => {
    const { port } = running.shell;
    const send = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk.toString();
        });
        socket.once('close', () => resolve(answer));
        socket.once('error', reject);
      });
    const own = `Host: 127.0.0.1:${port}\r\n`;
    expect(await send(`GET http://evil.test/ HTTP/1.1\r\n${own}Connection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(await send(`GET //evil.test/ HTTP/1.1\r\n${own}Connection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(await send(`GET / HTTP/1.1\r\nHost: evil.test\r\n${own}Connection: close\r\n\r\n`)).not.toMatch(
      /^HTTP\/1.1 200/,
    );
    expect(await send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await send('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 421/);
    expect(await send(`GET / HTTP/1.1\n${own}\n\n`)).not.toMatch(/bearer/);
    expect(await send(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\n${own}\r\n`)).not.toMatch(/^HTTP\/1.1 200/);
    expect(await send(`GET / HTTP/1.1\r\n${own}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)).toBe('');
  });

  test.each(['http://evil.test', 'null', 'http://127.0.0.1:1', 'file://', 'https://127.0.0.1'])(
    'Origin %s is refused even with a bearer',
    async (origin) => {
      expect((await createCase({ ...JSON_TYPE, authorization, origin })).status).toBe(403);
    },
  );

  test.each(['cross-site', 'same-site', 'nonsense'])('Sec-Fetch-Site %s is refused', async (site) => {
    const headers = { authorization, 'sec-fetch-site': site };
    for (const path of ['/api/info', '/assets/app.js', '/files/x/y', '/owner/' + 'a'.repeat(64)])
      expect((await raw(running.shell, path, { headers })).status).toBe(403);
  });

  test('our page in a frame is refused, and says so to the browser as well', async () => {
    const framed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'iframe',
    };
    expect((await raw(running.shell, '/', { headers: framed })).status).toBe(403);
    expect(
      (await raw(running.shell, '/', { headers: { ...framed, 'sec-fetch-site': 'same-origin' } })).status,
    ).toBe(403);
    expect((await raw(running.shell, '/')).headers['content-security-policy']).toContain(
      "frame-ancestors 'none'",
    );
  });

  test('a preflight gets no permission, and no answer ever carries CORS headers', async () => {
    const preflight = await raw(running.shell, '/api/createCase', {
      method: 'OPTIONS',
      headers: { origin: running.shell.url, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(403);
    const replies = [
      preflight,
      await raw(running.shell, '/'),
      await raw(running.shell, '/api/info', { headers: { authorization } }),
    ];
    for (const { headers } of replies)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE'])('%s is not a method here', async (method) => {
    expect((await raw(running.shell, '/api/info', { method, headers: { authorization } })).status).toBe(405);
  });
});

describe('bearer', () => {
  test.each([undefined, 'Bearer', 'Bearer ', 'Bearer wrong', `Bearer ${'A'.repeat(43)}`, 'Basic YTpi'])(
    '%s is not let in',
    async (value) => {
      const headers: Record<string, string> = value === undefined ? {} : { authorization: value };
      for (const path of ['/api/info', `/files/${EVIDENCE_ID}/data/page.txt`]) {
        const reply = await raw(running.shell, path, { headers });
        expect(reply.status).toBe(401);
        expect(reply.headers['www-authenticate']).toBe('Bearer');
      }
      expect((await raw(running.shell, '/ticket', { method: 'POST', headers })).status).toBe(401);
    },
  );

  test('a bearer in the query counts for event streams only', async () => {
    const query = `connectionParams=${encodeURIComponent(JSON.stringify({ bearer }))}`;
    expect((await raw(running.shell, `/api/info?${query}`)).status).toBe(401);
    expect((await raw(running.shell, `/files/${EVIDENCE_ID}/data/page.txt?${query}`)).status).toBe(401);
    const wrong = `connectionParams=${encodeURIComponent('{"bearer":"x"}')}`;
    const headers = { accept: 'text/event-stream' };
    expect((await raw(running.shell, `/api/events?${wrong}`, { headers })).status).toBe(401);
    expect((await raw(running.shell, '/api/events?connectionParams=nonsense', { headers })).status).toBe(401);
  });

  test('a mutation never passes without it, whatever the content type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json'])
      expect((await createCase({ 'content-type': type })).status).toBe(401);
    expect((await createCase({ 'content-type': 'text/plain', authorization })).status).toBe(415);
    expect(
      (
        await raw(running.shell, '/api/createCase?input=%7B%22name%22%3A%22x%22%7D', {
          headers: { authorization },
        })
      ).status,
    ).toBe(405);
    expect(running.created).toEqual([]);
    expect((await createCase({ ...JSON_TYPE, authorization })).status).toBe(200);
    expect(running.created).toEqual(['attack']);
  });
});

describe('tickets', () => {
  test('one use, then nothing', async () => {
    const ticket = running.shell.issueTicket();
    expect((await enter(running.shell, ticket)).body.toString()).toContain(bearer);
    const again = await enter(running.shell, ticket);
    expect(again.status).toBe(403);
    expect(again.body.toString()).not.toContain(bearer);
  });

  test('dead after 60 seconds', async () => {
    const ticket = running.shell.issueTicket();
    running.clock.nowMs += 60_000;
    expect((await enter(running.shell, ticket)).status).toBe(403);
  });

  test.each(['', 'A'.repeat(43), '../../etc/passwd', '%00'])('a guess (%j) is refused', async (guess) => {
    expect((await enter(running.shell, guess)).status).toBe(403);
  });

  test('a form that is no ticket is not read', async () => {
    const reply = await raw(running.shell, '/enter', { method: 'POST', body: `ticket=${'x'.repeat(5_000)}` });
    expect(reply.status).toBe(413);
  });

  test('a ticket in a query is not one', async () => {
    const ticket = running.shell.issueTicket();
    const reply = await raw(running.shell, `/enter?ticket=${ticket}`);
    expect(reply.body.toString()).not.toContain(bearer);
    expect((await enter(running.shell, ticket)).status).toBe(200);
  });

  test('the page without a ticket has no bearer', async () => {
    for (const path of ['/', '/index.html', '/enter']) {
      const reply = await raw(running.shell, path);
      expect(reply.status).toBe(200);
      expect(reply.body.toString()).not.toContain(bearer);
    }
  });
});

describe('paths', () => {
  test.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/assets/..%5c..%5coutside.txt',
    '/.hidden',
    '/assets/',
    '/assets',
    '/%00',
    '/%ff%fe',
  ])('%s leads nowhere', async (path) => {
    const reply = await raw(running.shell, path);
    expect([400, 404]).toContain(reply.status);
    expect(reply.body.toString()).not.toMatch(/outside$|hidden/);
  });

  test.each([
    `/files/${EVIDENCE_ID}/..%2f..%2foutside.txt`,
    `/files/${EVIDENCE_ID}/data%2fpage.txt`,
    `/files/${EVIDENCE_ID}/data/%2e%2e/data/page.txt`,
    `/files/${EVIDENCE_ID}/data//page.txt`,
    `/files/${EVIDENCE_ID}/data/%00`,
    `/files/${EVIDENCE_ID}/data/%ff`,
    `/files/${EVIDENCE_ID}/`,
    `/files/${EVIDENCE_ID}`,
    '/files/',
    '/files/other/data/page.txt',
  ])('%s is not a file of an item', async (path) => {
    const reply = await raw(running.shell, path, { headers: { authorization } });
    expect([400, 404]).toContain(reply.status);
    expect(running.openFiles()).toBe(0);
  });
});

describe('what leaves', () => {
  test('every answer forbids sniffing, caching, framing and foreign readers', async () => {
    const replies = await Promise.all([
      raw(running.shell, '/'),
      raw(running.shell, '/enter'),
      raw(running.shell, '/assets/app.js'),
      raw(running.shell, '/nothing'),
      raw(running.shell, '/api/info'),
      raw(running.shell, '/api/info', { headers: { authorization } }),
      raw(running.shell, `/files/${EVIDENCE_ID}/data/page.html`, { headers: { authorization } }),
      raw(running.shell, '/', { headers: { host: 'evil.test' } }),
    ]);
    for (const { headers } of replies) {
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  test('a nonce is new for every page and stands in policy and page alike', async () => {
    const pages = await Promise.all([raw(running.shell, '/'), raw(running.shell, '/')]);
    const nonces = pages.map(
      (page) => /'nonce-([^']+)'/.exec(String(page.headers['content-security-policy']))?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
    for (const [index, page] of pages.entries())
      expect(page.body.toString()).toContain(`content="${nonces[index]}"`);
  });

  test('a defect leaves as a reference, without its message', async () => {
    const file = await raw(running.shell, `/files/${EVIDENCE_ID}/data/defect`, {
      headers: { authorization },
    });
    expect(file.status).toBe(500);
    const call = await raw(running.shell, '/api/createCase', {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization },
      body: '{"name":"defect"}',
    });
    expect(call.status).toBe(500);
    for (const reply of [file, call]) {
      expect(reply.body.toString()).toMatch(/REF\d/);
      expect(reply.body.toString()).not.toContain('secret');
    }
  });

  test('a body beyond 10 MiB is cut off', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, 'x');
    const reply = await raw(running.shell, '/api/createCase', {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization },
      body,
    }).catch((error: NodeJS.ErrnoException) => ({ status: error.code }));
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(reply.status);
  });
});
