// A captured page tries every road to a service of this machine that bypasses the interception of requests. The
// service itself counts what arrives, down to bare connections.

import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { discoverBrowser } from '../../../electron/capture/browser/discover.ts';
import { captureUrl } from '../../../electron/capture/capture.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import { describeWith } from '../../tools.ts';

const PAGE_HOST = 'shop.localhost';
const silent = { info: () => undefined, warn: () => undefined, error: () => '' };

async function listen(server: Server, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers everything, also a handshake, and remembers it. */
function startVictim(seen: string[]): Server {
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
    response.end('/* secret */');
  });
  server.on('connection', () => seen.push('connection'));
  server.on('upgrade', (request, socket) => {
    seen.push(`upgrade ${request.url}`);
    const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${guid}`)
      .digest('base64');
    socket.on('error', () => undefined);
    socket.write(
      `HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  return server;
}

/** @param targets host:port of the services, as a page writes them */
function hostilePages(targets: readonly string[], datagrams: readonly string[]): RequestListener {
  const all = (each: (target: string) => string): string => targets.map(each).join('\n');
  const script = all(
    (t) => `try { new WebSocket('ws://${t}/ws'); } catch {}
      fetch('http://${t}/fetch').catch(() => {});
      try { importScripts('http://${t}/import.js'); } catch {}`,
  );
  const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/worker.js': ['text/javascript', script],
    '/service.js': ['text/javascript', `addEventListener('install', () => { ${script} }); ${script}`],
    '/': [
      'text/html',
      `<!doctype html><title>shop</title><p>goods</p>
      ${all(
        (t) => `<link rel=preconnect href="http://${t}"><link rel=prefetch href="http://${t}/p">
      <img src="http://${t}/img"><iframe src="http://${t}/frame"></iframe>`,
      )}
      <iframe src="/inner"></iframe>
      <script type="speculationrules">${JSON.stringify({
        prefetch: [
          {
            source: 'list',
            urls: ['/moved', ...targets.map((t) => `http://${t}/speculation`)],
            eagerness: 'immediate',
          },
        ],
        prerender: [{ source: 'list', urls: ['/moved'], eagerness: 'immediate' }],
      })}</script>
      <script>
        ${all(
          (t) => `new WebSocket('ws://${t}/ws'); fetch('http://${t}/f').catch(() => {});
        navigator.sendBeacon('http://${t}/beacon', 'x');
        new RTCPeerConnection({ iceServers: [{ urls: 'turn:${t}?transport=tcp', username: 'u', credential: 'c' }] })
          .createDataChannel('x');`,
        )}
        (async () => {
          const [one, two] = [new RTCPeerConnection({ iceServers: ${JSON.stringify(datagrams.map((t) => ({ urls: `stun:${t}` })))} }), new RTCPeerConnection()];
          one.createDataChannel('x');
          await one.setLocalDescription(await one.createOffer());
          await two.setRemoteDescription(one.localDescription);
          await two.setLocalDescription(await two.createAnswer());
          await one.setRemoteDescription(two.localDescription);
          for (const [host, port] of ${JSON.stringify(datagrams.map((t) => t.split(':')))})
            await one.addIceCandidate({ candidate: 'candidate:1 1 udp 2113937151 ' + host + ' ' + port + ' typ host', sdpMid: '0', sdpMLineIndex: 0 });
        })();
        new Worker('/worker.js'); new SharedWorker('/worker.js');
        navigator.serviceWorker.register('/service.js').catch(() => {});
      </script>`,
    ],
    '/inner': ['text/html', `<script>${all((t) => `new WebSocket('ws://${t}/inner-ws');`)}</script>`],
  };
  return (request, response) => {
    const page = pages[request.url ?? ''];
    if (request.url === '/moved') response.writeHead(302, { location: `http://${targets[0]}/moved` }).end();
    else if (page) response.writeHead(200, { 'content-type': page[0] }).end(page[1]);
    else response.writeHead(404).end();
  };
}

describeWith(['chromium'], 'a hostile page', () => {
  const seen: string[] = [];
  const servers: Server[] = [];
  let folder = '';
  let victimPort = 0;
  let datagramPort = 0;
  const datagrams = createSocket('udp4');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cunan-containment-'));
    const victim = startVictim(seen);
    servers.push(victim);
    victimPort = await listen(victim, '127.0.0.1');
    datagrams.on('message', () => seen.push('datagram'));
    datagrams.bind(0, '127.0.0.1');
    await once(datagrams, 'listening');
    datagramPort = datagrams.address().port;
  });

  afterAll(async () => {
    datagrams.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** The captured page's own host is open to it; the services are only where `ownPorts` leaves them open. */
  async function capture(targets: readonly string[], ownPorts: readonly number[]) {
    const site = createServer(hostilePages(targets, [`127.0.0.1:${datagramPort}`]));
    servers.push(site);
    const port = await listen(site, '127.0.0.1');
    seen.length = 0;
    const result = await captureUrl(
      {
        url: `http://${PAGE_HOST}:${port}/`,
        options: captureOptionsInput.parse({ allowPrivateHosts: [PAGE_HOST], timeLimitMs: 30_000 }),
        workDir: await mkdtemp(join(folder, 'work-')),
      },
      {
        clock: createNodeClock(),
        random: createNodeRandom(),
        log: silent,
        browser: await discoverBrowser(null),
        softwareVersion: 'test',
        ownPorts,
        resolve: () => Promise.resolve(['127.0.0.1']),
      },
      { signal: new AbortController().signal, onStep: () => undefined, onFrame: () => undefined },
    );
    return result.record;
  }

  it('reaches no service by address, name or worker, and opens no connection to one', async () => {
    const record = await capture(
      [`127.0.0.1:${victimPort}`, `localhost:${victimPort}`, `[::ffff:127.0.0.1]:${victimPort}`],
      [],
    );
    expect(record.title).toBe('shop');
    expect(seen).toEqual([]);
  });

  it('reaches none of our own ports, not even under a host that the user opened', async () => {
    const record = await capture([`${PAGE_HOST}:${victimPort}`], [victimPort]);
    expect(record.title).toBe('shop');
    expect(seen).toEqual([]);
    expect(JSON.stringify(record.browser?.flags)).not.toContain(String(victimPort));
  });

  it('would have reached it: the same page, with the host open and the port not ours', async () => {
    await capture([`${PAGE_HOST}:${victimPort}`], []);
    expect(seen).toContain('upgrade /ws');
  });
});
