// Sound with byte ranges, frames within frames, drawings, sockets.

import { bandColour, css } from '../pictures.ts';
import { page, route, sendHtml, type Route } from '../route.ts';

/** Seconds of silence in 8 kHz, 16 bit, one channel. */
function wav(seconds: number): Buffer {
  const data = Buffer.alloc(seconds * 16_000);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export const MEDIA_ROUTES: readonly Route[] = [
  /** /sound/<seconds>.wav, whole or by ranges (RFC 9110 14). */
  route(/^\/sound\/\d+\.wav$/, ({ request, response, url }) => {
    const whole = wav(Number(/\d+/.exec(url.pathname)![0]));
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) {
      response.writeHead(200, {
        'content-type': 'audio/wav',
        'accept-ranges': 'bytes',
        'content-length': whole.length,
      });
      response.end(whole);
      return;
    }
    const first = Number(range[1]);
    const last = range[2] === '' ? whole.length - 1 : Math.min(Number(range[2]), whole.length - 1);
    response.writeHead(206, {
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${first}-${last}/${whole.length}`,
      'content-length': last - first + 1,
    });
    response.end(whole.subarray(first, last + 1));
  }),
  route(/^\/sounding\/\d+$/, ({ response, url }) =>
    sendHtml(
      response,
      page(
        'Sound',
        `<h1>sound</h1><audio controls preload="metadata" src="/sound/${/\d+$/.exec(url.pathname)![0]}.wav"></audio>`,
      ),
    ),
  ),
  /** A drawing by canvas and one by WebGL, side by side, each 200x100 px. */
  route(/^\/drawn$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Drawn',
        `<canvas id="c" width="200" height="100" style="display:block"></canvas><canvas id="g" width="200" height="100" style="display:block"></canvas><script>
        const c = document.querySelector('#c').getContext('2d'); c.fillStyle = '${css(bandColour(1))}'; c.fillRect(0, 0, 200, 100);
        const g = document.querySelector('#g').getContext('webgl', { preserveDrawingBuffer: true });
        if (g) { g.clearColor(1, 0, 0, 1); g.clear(g.COLOR_BUFFER_BIT); } else document.title = 'no WebGL';</script>`,
      ),
    ),
  ),
  /** A socket that says hello, sends bytes and then ticks. */
  route(/^\/socketed$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Socket',
        `<h1>socket</h1><p id="said">-</p><script>
        const s = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
        s.binaryType = 'arraybuffer';
        s.onopen = () => s.send('asked 问');
        s.onmessage = (e) => { if (typeof e.data === 'string') document.querySelector('#said').textContent = e.data; };
        new EventSource('/named-events').addEventListener('price', (e) => { document.title = 'Socket ' + e.data; });</script>`,
      ),
    ),
  ),
  route(/^\/named-events$/, ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: price\nid: 7\ndata: 一百\n\n');
  }),
  /** Closed and open shadow roots with pictures of their own, in colours a screenshot can show. */
  route(/^\/shadows$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Shadows',
        `<div id="open"></div><div id="closed"></div><script>
        const picture = (n) => '<p style="margin:0;height:36px">secret ' + n + '</p><img style="display:block" src="/band/' + n + '.png?shadow" width=64 height=64 alt="">';
        document.querySelector('#open').attachShadow({ mode: 'open' }).innerHTML = picture(5);
        document.querySelector('#closed').attachShadow({ mode: 'closed' }).innerHTML = picture(6);</script>`,
      ),
    ),
  ),
];
