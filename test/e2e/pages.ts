// Pages that these specs capture: one whose every pixel is known, one that never ends until it is let go, and an
// address where nobody answers.

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo } from 'node:net';

export interface Pages {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** Bands of 600 px each, full width, one colour: BANDS. 1280 px wide in the default window. */
  readonly bands: string;
  /** A page in motion whose picture keeps coming until endNow(). */
  readonly endless: string;
  /** A port of the loopback interface that refuses connections. */
  readonly refused: string;
  /** Lets endless pages, the open ones and those to come, end like any other. */
  endNow(): void;
  close(): Promise<void>;
}

/** Red, green and blue of the bands, top to bottom. */
export const BANDS: readonly (readonly [number, number, number])[] = [
  [22, 88, 160],
  [240, 180, 40],
  [40, 120, 80],
  [180, 40, 60],
];
export const BAND_HEIGHT = 600;

const bandsPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Four bands</title>
<style>*{margin:0}div{height:${BAND_HEIGHT}px}</style>
${BANDS.map((rgb) => `<div style="background:rgb(${rgb.join(',')})"></div>`).join('')}`;

const endlessPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Endless</title>
<style>body{margin:0;background:#fff}i{display:block;width:320px;height:400px}</style>
<i></i><img src="/trickle.gif" alt="">
<script>let at=0;setInterval(()=>{at+=1;const i=document.querySelector('i').style;i.background=['#c33','#36c','#2a6'][at%3];
i.marginLeft=(at*90)%900+'px'},150)</script>`;

/** A whole GIF of one pixel; what trickles after it are comment blocks. */
const GIF_HEAD = Buffer.from('47494638396101000100800000ffffff000000', 'hex');
const GIF_COMMENT = Buffer.from('21fe012000', 'hex');
const GIF_REST = Buffer.from('2c00000000010001000002024401003b', 'hex');

export async function startPages(): Promise<Pages> {
  let ended = false;
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const html = { '/bands': bandsPage, '/endless': endlessPage }[request.url ?? ''];
    if (html) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    } else if (request.url === '/trickle.gif') {
      response.writeHead(200, { 'content-type': 'image/gif' }).write(GIF_HEAD);
      if (ended) response.end(GIF_REST);
      else {
        open.add(response);
        response.once('close', () => open.delete(response));
      }
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    }
  });
  const trickle = setInterval(() => {
    for (const response of open) response.write(GIF_COMMENT);
  }, 300);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    bands: `${url}/bands`,
    endless: `${url}/endless`,
    refused: `http://127.0.0.1:${await freePort()}/`,
    endNow() {
      ended = true;
      for (const response of open) response.end(GIF_REST);
    },
    async close() {
      clearInterval(trickle);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createTcp().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
