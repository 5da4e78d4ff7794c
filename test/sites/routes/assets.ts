// Pictures, styles, fonts and bytes that other fixture pages use.

import { createReadStream, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bandColour, plainPng } from '../pictures.ts';
import { route, send, type Route } from '../route.ts';

const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
);

export const ASSET_ROUTES: readonly Route[] = [
  /** /band/7.png: 64x64 px of bandColour(7); ?delay=ms makes it late. */
  route(/^\/band\/\d+\.png$/, ({ response, url }) => {
    const index = Number(/\d+/.exec(url.pathname)![0]);
    setTimeout(
      () => send(response, 'image/png', plainPng(64, 64, bandColour(index))),
      Number(url.searchParams.get('delay') ?? 0),
    );
  }),
  route(/^\/style\.css$/, ({ response }) =>
    send(
      response,
      'text/css',
      `@font-face{font-family:Fixture;src:url(/font.ttf)}h1{font-family:Fixture,monospace;color:rgb(20,88,196)}.backed{height:120px;background:url(/band/3.png)}`,
    ),
  ),
  route(/^\/font\.ttf$/, ({ response }) => {
    response.writeHead(200, { 'content-type': 'font/ttf', 'content-length': statSync(FONT).size });
    createReadStream(FONT).pipe(response);
  }),
  /** /bytes/<n>: n bytes, chunk by chunk, deterministic. */
  route(/^\/bytes\/\d+$/, ({ response, url }) => {
    const total = Number(/\d+$/.exec(url.pathname)![0]);
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': total });
    const block = Buffer.alloc(65_536);
    for (let index = 0; index < block.length; index++) block[index] = (index * 31 + (index >> 8)) & 255;
    let sent = 0;
    const more = (): void => {
      while (sent < total) {
        const part = block.subarray(0, Math.min(block.length, total - sent));
        sent += part.length;
        if (!response.write(part)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  }),
];
