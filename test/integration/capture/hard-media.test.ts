// Hard pages that are hard to record: frames, drawings, media by ranges, workers, caches, streams, sockets, policies,
// HTTP/2. Asserted by pixels, by bytes and by what the fixture server was asked for.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { bandColour, type Rgb } from '../../sites/pictures.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { describeWith } from '../../tools.ts';
import { readArchive, responseTo } from './archive.ts';
import { hardPage } from './hard-page.ts';
import { capture, pixels, removeFolders, type Captured } from './harness.ts';

let site: Site;
let other: Site;
let http2: Site;
beforeAll(async () => {
  other = await startSites({ host: '127.0.0.2' });
  http2 = await startSites({ tls: true, http2: true });
  site = await startSites({ links: { other: other.url } });
});
afterAll(async () => {
  for (const each of [site, other, http2]) await each.close();
  await removeFolders();
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const notes = (captured: Captured): readonly string[] => captured.record.notes.map(({ code }) => code);

/** How many device pixels of the screenshot have this colour. */
async function count(captured: Captured, colour: Rgb): Promise<number> {
  const picture = await pixels(await captured.read('data/screenshot.png'));
  let found = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < 400; x++)
      if (picture.at(x, y).every((channel, part) => Math.abs(channel - colour[part]!) <= 2)) found += 1;
  return found;
}

describeWith(['python3'], 'what a page is made of', () => {
  hardPage(
    {
      n: 7,
      name: 'an iframe of another origin, in a process of its own',
      expected: 'COMPLETE; its requests recorded with their bytes, painted',
    },
    async () => {
      const options = { allowPrivateHosts: ['127.0.0.1', '127.0.0.2'] };
      const captured = await capture(`${site.url}/oopif`, { options });
      expect(captured.record.state).toBe('COMPLETE');
      expect(other.paths()).toEqual(expect.arrayContaining(['/framed?oopif', '/band/20.png']));
      const archive = readArchive(captured);
      for (const path of ['/framed?oopif', '/band/20.png']) {
        const sent = Buffer.from(await (await fetch(other.url + path)).arrayBuffer());
        expect(responseTo(archive, other.url + path).sha256).toBe(sha256(sent));
      }
      expect(await count(captured, bandColour(20))).toBe(64 * 64);
      return 'COMPLETE; document and picture of the other origin byte for byte; 64×64 px of its picture in the screenshot';
    },
  );

  hardPage(
    {
      n: 8,
      name: 'open and closed shadow roots',
      expected: 'COMPLETE; pictures inside fetched and painted; the DOM snapshot has both roots',
    },
    async () => {
      const captured = await capture(`${site.url}/shadows`);
      expect(captured.record.state).toBe('COMPLETE');
      for (const n of [5, 6]) {
        expect(site.paths()).toContain(`/band/${n}.png?shadow`);
        expect(await count(captured, bandColour(n))).toBe(64 * 64);
      }
      const dom = (await captured.read('data/dom.json')).toString();
      expect([dom.includes('secret 5'), dom.includes('secret 6')]).toEqual([true, true]);
      return 'COMPLETE; 64×64 px of each picture; texts of both roots in dom.json';
    },
  );

  hardPage(
    {
      n: 9,
      name: 'canvas and WebGL',
      expected: 'COMPLETE; pixels in the screenshot; a note that a replay may differ',
    },
    async () => {
      const captured = await capture(`${site.url}/drawn`);
      expect(captured.record.state).toBe('COMPLETE');
      expect(await count(captured, bandColour(1))).toBe(200 * 100);
      const red = await count(captured, [255, 0, 0]);
      const drawn = captured.record.title !== 'no WebGL';
      expect(red).toBe(drawn ? 200 * 100 : 0);
      expect(captured.record.notes).toContainEqual({ code: 'canvas-painted', details: { count: 2 } });
      return `COMPLETE; 200×100 px of the canvas; WebGL ${drawn ? '200×100 px' : 'not offered by this browser'}; note canvas-painted`;
    },
  );

  hardPage(
    {
      n: 10,
      name: 'sound that the browser asks for by ranges',
      expected: 'COMPLETE; listed as by ranges, not stored whole; the 206 stays a 206',
    },
    async () => {
      const captured = await capture(`${site.url}/sounding/600`);
      const url = `${site.url}/sound/600.wav`;
      const asked = site.requests.filter(({ path }) => path === '/sound/600.wav');
      expect(asked.every(({ headers }) => headers.range !== undefined)).toBe(true);
      const archived = readArchive(captured).responses.filter((response) => response.url === url);
      expect(archived.length).toBeGreaterThan(0);
      const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
      for (const { status, truncated, bytes, sha256: digest, fields } of archived) {
        expect(status).toBe(206);
        const first = Number(/bytes (\d+)-/.exec(Object.fromEntries(fields)['content-range']!)![1]);
        expect(digest).toBe(sha256(whole.subarray(first, first + bytes)));
        expect(truncated === null).toBe(first + bytes === whole.length);
      }
      const stored = captured.record.resources.filter((resource) => resource.url === url);
      expect(new Set(stored.map(({ verdict }) => verdict))).toEqual(new Set(['range-only']));
      expect(captured.record.state).toBe('COMPLETE');
      expect(notes(captured)).toContain('media-range-only');
      return `COMPLETE; ${archived.length} answer(s) 206, ${archived.reduce((sum, { bytes }) => sum + bytes, 0)} of ${whole.length} bytes, each as sent; note media-range-only`;
    },
  );

  hardPage(
    {
      n: 16,
      name: 'a service worker that answers everything itself',
      expected: 'bypassed and said so; the server’s own bytes are shown and recorded',
    },
    async () => {
      const captured = await capture(`${site.url}/worked`);
      expect(captured.record.state).toBe('COMPLETE');
      expect(site.paths()).toContain('/said.txt');
      expect((await captured.read('data/text.txt')).toString()).toContain('from the server');
      const said = responseTo(readArchive(captured), `${site.url}/said.txt`);
      expect(said.sha256).toBe(sha256(Buffer.from('from the server')));
      expect(captured.record.resources.every(({ fromServiceWorker }) => !fromServiceWorker)).toBe(true);
      expect(notes(captured)).toContain('service-workers-bypassed');
      return 'COMPLETE; the server was asked for said.txt, its words are in text and archive; note service-workers-bypassed';
    },
  );

  hardPage(
    {
      n: 17,
      name: 'cacheable answers asked for again',
      expected: 'cache off; no 304, no answer from the cache',
    },
    async () => {
      const captured = await capture(`${site.url}/cached`);
      const asked = site.requests.filter(({ path }) => path === '/tagged.png');
      expect(asked).toHaveLength(3);
      expect(asked.every(({ headers }) => headers['if-none-match'] === undefined)).toBe(true);
      const archived = readArchive(captured).responses.filter(({ url }) => url.endsWith('/tagged.png'));
      expect(archived.map(({ status, bytes }) => [status, bytes > 0])).toEqual(asked.map(() => [200, true]));
      expect(captured.record.resources.some(({ fromCache }) => fromCache)).toBe(false);
      return 'COMPLETE; asked for 3 times without If-None-Match, 3 answers 200 with their bodies';
    },
  );

  hardPage(
    {
      n: 18,
      name: 'an event stream that never ends',
      expected: 'COMPLETE; what arrived is stored, marked as cut by time; messages logged',
    },
    async () => {
      const captured = await capture(`${site.url}/sse`);
      expect(captured.record.state).toBe('COMPLETE');
      const events = responseTo(readArchive(captured), `${site.url}/events`);
      expect(events.truncated).toBe('time');
      const sent = Array.from({ length: 500 }, (_, n) => `data: ${n}\n\n`).join('');
      expect(events.sha256).toBe(sha256(Buffer.from(sent.slice(0, events.bytes))));
      const lines = (await captured.read('data/messages.jsonl')).toString().trimEnd().split('\n');
      expect(JSON.parse(lines[0]!)).toMatchObject({ kind: 'event-source', text: '0', bytes: 1 });
      return `COMPLETE; ${events.bytes} bytes as sent, WARC-Truncated: time; ${lines.length} messages logged`;
    },
  );

  hardPage(
    {
      n: 26,
      name: 'a WebSocket',
      expected: 'frames of both directions logged with their digests; not in the archive, which a note says',
    },
    async () => {
      const captured = await capture(`${site.url}/socketed`);
      expect(captured.record.state).toBe('COMPLETE');
      expect(site.paths()).toContain('/ws');
      const lines = (await captured.read('data/messages.jsonl')).toString().trimEnd().split('\n');
      const messages = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const of = (kind: string) => messages.filter((message) => message['kind'] === kind);
      expect(of('websocket-handshake')[0]).toMatchObject({ status: 101 });
      expect(of('websocket-sent')[0]).toMatchObject({ opcode: 1, text: 'asked 问' });
      expect(of('websocket-received')).toMatchObject([
        { opcode: 1, text: 'hello 你好', sha256: sha256(Buffer.from('hello 你好')) },
        { opcode: 2, base64: 'AAH+/w==', bytes: 4 },
      ]);
      expect(of('event-source')[0]).toMatchObject({ event: 'price', eventId: '7', text: '一百' });
      expect(notes(captured)).toContain('messages-recorded');
      return 'COMPLETE; handshake, one frame sent, a text and a binary frame received, as sent; note messages-recorded';
    },
  );

  hardPage(
    {
      n: 27,
      name: 'a policy that forbids all scripts and framing',
      expected: 'COMPLETE; captured without switching the policy off, nothing of ours in the document',
    },
    async () => {
      const captured = await capture(`${site.url}/csp`);
      expect(captured.record.state).toBe('COMPLETE');
      expect(captured.record.title).toBe('Strict');
      expect(await count(captured, bandColour(9))).toBe(64 * 64);
      const sent = Buffer.from(await (await fetch(`${site.url}/csp`)).arrayBuffer());
      expect(responseTo(readArchive(captured), `${site.url}/csp`).sha256).toBe(sha256(sent));
      const dom = (await captured.read('data/dom.json')).toString();
      expect(/cunan/i.test(dom.replace('cunan-dom/1', ''))).toBe(false);
      return 'COMPLETE; its script did not run, its picture is painted (64×64 px), no trace of ours in the DOM';
    },
  );

  hardPage(
    {
      n: 31,
      name: 'HTTP/2 over TLS',
      expected: 'COMPLETE; h2 recorded per request, header order kept, TLS facts of the connection',
    },
    async () => {
      const captured = await capture(`${http2.url}/rich`, {
        browserArgs: [`--ignore-certificate-errors-spki-list=${http2.spki}`],
      });
      expect(captured.record.state).toBe('COMPLETE');
      expect(new Set(http2.requests.map(({ httpVersion }) => httpVersion))).toEqual(new Set(['2.0']));
      const archive = readArchive(captured);
      for (const response of archive.responses) expect(response.protocol).toEqual(['h2', 'tls/1.3']);
      const { resources, connections } = captured.record;
      expect(new Set(resources.map(({ protocol }) => protocol))).toEqual(new Set(['h2']));
      const main = connections?.[resources[0]!.network!.connection!];
      expect(main).toMatchObject({ protocol: 'h2', remoteIp: '127.0.0.1', tls: { version: 'TLS 1.3' } });
      const timing = resources[0]!.network!.timing!;
      expect(timing.tlsMs).not.toBeNull();
      expect(timing.endAfterMs).toBeGreaterThanOrEqual(timing.firstByteAfterMs!);
      return `COMPLETE; ${archive.responses.length} answers with WARC-Protocol h2 and tls/1.3, over ${connections?.length} connection(s)`;
    },
  );

  hardPage(
    {
      n: 31,
      name: 'HTTP/3',
      expected: 'untested: no server for it could be had; the browser is started without QUIC',
    },
    async () => {
      const captured = await capture(`${site.url}/simple`);
      expect(captured.record.browser?.flags).toContain('--disable-quic');
      expect(captured.record.resources.some(({ protocol }) => protocol === 'h3')).toBe(false);
      return 'untested; --disable-quic stands in the record, no answer by h3';
    },
  );
});
