// What never ends or never answers: parts of pages that a capture must not wait for longer than it says.

import type { ServerResponse } from 'node:http';
import { bandColour, plainPng } from '../pictures.ts';
import { page, route, send, sendHtml, type Route } from '../route.ts';

/** Silent addresses: the connection is kept open, no byte is sent. */
const silent = (path: RegExp): Route => route(path, () => undefined);
const AFTER = '<h1>heading</h1><img src="/band/3.png" width="64" height="64" style="display:block" alt="">';

/** Requests for the late picture that wait for /late-release. */
const late = new Set<ServerResponse>();

export const HANGING_ROUTES: readonly Route[] = [
  silent(/^\/silent\.(css|js|png|ttf|html|json)$/),
  /** A style sheet in the head is never answered: nothing is painted while it is awaited. */
  route(/^\/hanging\/style$/, ({ response }) =>
    sendHtml(response, page('Style', AFTER, '<link rel="stylesheet" href="/silent.css">')),
  ),
  /** A script in the head is never answered: nothing after it is parsed. */
  route(/^\/hanging\/script$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Script',
        `${AFTER}<script>document.title = 'Script done'</script>`,
        '<script src="/silent.js"></script>',
      ),
    ),
  ),
  /** Both, and deferred scripts behind them that draw the page. */
  route(/^\/hanging\/deferred$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Deferred',
        '<div id="app"></div>',
        '<script defer src="/silent.js?1"></script><script defer src="/draws.js"></script>',
      ),
    ),
  ),
  route(/^\/draws\.js$/, ({ response }) =>
    send(
      response,
      'text/javascript',
      `document.querySelector('#app').innerHTML = ${JSON.stringify(AFTER)}; document.title = 'Deferred done';`,
    ),
  ),
  /** The style sheet comes in drops that never end. */
  route(/^\/dripping\.css$/, ({ request, response }) => {
    response.writeHead(200, { 'content-type': 'text/css' });
    const timer = setInterval(() => response.write('/* more */'), 200);
    request.on('close', () => clearInterval(timer));
  }),
  route(/^\/hanging\/drip-style$/, ({ response }) =>
    sendHtml(response, page('Drip', AFTER, '<link rel="stylesheet" href="/dripping.css">')),
  ),
  route(/^\/hanging\/font$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Font',
        AFTER,
        '<style>@font-face{font-family:Never;src:url(/silent.ttf)}h1{font-family:Never}</style>',
      ),
    ),
  ),
  route(/^\/hanging\/frame$/, ({ response }) =>
    sendHtml(response, page('Frame', `${AFTER}<iframe src="/silent.html"></iframe>`)),
  ),
  /** Long polling: asked again as soon as it is answered, which it never is. */
  route(/^\/hanging\/long-poll$/, ({ response }) =>
    sendHtml(response, page('Long poll', `${AFTER}<script>fetch('/silent.json')</script>`)),
  ),
  /** Requests that overlap: at every moment one is under way, and bytes flow. */
  route(/^\/hanging\/ticking$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Ticking',
        `${AFTER}<script>setInterval(() => fetch('/slow-tick?' + Math.random()), 300)</script>`,
      ),
    ),
  ),
  route(/^\/slow-tick$/, ({ response }) => {
    setTimeout(() => send(response, 'application/json', '{"tick":1}'), 900);
  }),
  /** A picture that comes when the test says so. */
  route(/^\/late\.png$/, ({ response }) => {
    late.add(response);
  }),
  route(/^\/late-release$/, ({ response }) => {
    for (const each of late) send(each, 'image/png', plainPng(64, 64, bandColour(5)));
    late.clear();
    response.end();
  }),
  route(/^\/hanging\/late$/, ({ response }) =>
    sendHtml(response, page('Late', `${AFTER}<img src="/late.png" width="64" height="64" alt="">`)),
  ),
  /** Bytes of the picture come for ever. */
  route(/^\/dripping\.png$/, ({ request, response }) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.write(Buffer.from('89504e470d0a1a0a0000000d49484452000000400000004008020000002549', 'hex'));
    const timer = setInterval(() => response.write(Buffer.alloc(16)), 200);
    request.on('close', () => clearInterval(timer));
  }),
  route(/^\/hanging\/drip$/, ({ response }) =>
    sendHtml(response, page('Drip', `${AFTER}<img src="/dripping.png" width="64" height="64" alt="">`)),
  ),
];
