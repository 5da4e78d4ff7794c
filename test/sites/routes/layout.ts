// Pages whose pixels are known: bands of colour, tall pages, full-height sections, fixed bars.

import { gzipSync } from 'node:zlib';
import { bandColour, css } from '../pictures.ts';
import { page, route, sendHtml, type Route } from '../route.ts';

export const BAND_HEIGHT = 200;

function bands(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `<div style="height:${BAND_HEIGHT}px;background:${css(bandColour(index))}"></div>`,
  ).join('');
}

export const LAYOUT_ROUTES: readonly Route[] = [
  route(/^\/simple$/, ({ response }) =>
    sendHtml(
      response,
      page('Simple 简单', `<h1>Simple 简单</h1><p>One paragraph.</p><img src="/band/1.png" alt="">`),
    ),
  ),
  route(/^\/rich$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Rich',
        `<h1>Rich page</h1><div class="backed"></div>${Array.from({ length: 12 }, (_, index) => `<img src="/band/${index}.png" alt="">`).join('')}
        <iframe src="/framed" width="400" height="200"></iframe><script src="/app.js"></script>${'<p>Text of the page.</p>'.repeat(60)}`,
        '<link rel="stylesheet" href="/style.css">',
      ),
    ),
  ),
  route(/^\/framed$/, ({ response }) =>
    sendHtml(response, page('Framed', `<p>Inside the frame</p><img src="/band/20.png" alt="">`)),
  ),
  route(/^\/tall\/\d+$/, ({ response, url }) => {
    const height = Number(/\d+$/.exec(url.pathname)![0]);
    sendHtml(response, page('Tall', bands(Math.ceil(height / BAND_HEIGHT))));
  }),
  route(/^\/full-height$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Full height',
        Array.from(
          { length: 5 },
          (_, index) => `<section style="height:100vh;background:${css(bandColour(index))}"></section>`,
        ).join(''),
      ),
    ),
  ),
  route(/^\/sticky$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Sticky',
        `<div style="position:fixed;top:0;left:0;right:0;height:50px;background:rgb(255,0,0)"></div>${bands(100)}`,
      ),
    ),
  ),
  route(/^\/gzip$/, ({ response }) => {
    const body = gzipSync(page('Packed', '<h1>packed</h1>'.repeat(200)));
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    response.end(body);
  }),
  route(/^\/gbk$/, ({ response }) => {
    // 中文网页 in GBK; the charset stands in the markup alone.
    const title = Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0xcd, 0xf8, 0xd2, 0xb3]);
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      Buffer.concat([
        Buffer.from('<!doctype html><html lang="zh-CN"><meta charset="gbk"><title>'),
        title,
        Buffer.from('</title><h1>'),
        title,
        Buffer.from('</h1>'),
      ]),
    );
  }),
  route(/^\/shadow$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Shadow',
        `<div id="open"></div><div id="closed"></div><canvas id="c" width="200" height="100"></canvas><script>
        document.querySelector('#open').attachShadow({mode:'open'}).innerHTML = '<p>open secret</p><img src="/band/5.png?shadow" width=64 height=64>';
        document.querySelector('#closed').attachShadow({mode:'closed'}).innerHTML = '<p>closed secret</p>';
        const c = document.querySelector('#c').getContext('2d'); c.fillStyle = 'rgb(10,200,30)'; c.fillRect(0,0,200,100);</script>`,
      ),
    ),
  ),
];
