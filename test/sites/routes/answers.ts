// Answers of servers: errors, redirects, demands, streams without end, files, cut bodies, odd headers.

import { page, route, send, sendHtml, type Route } from '../route.ts';
import { bandColour, plainPng } from '../pictures.ts';

export const ANSWER_ROUTES: readonly Route[] = [
  route(/^\/500$/, ({ response }) => sendHtml(response, page('Broken', '<h1>500 broken</h1>'), 500)),
  route(/^\/204$/, ({ response }) => response.writeHead(204).end()),
  route(/^\/redirect\/\d+$/, ({ response, url }) => {
    const left = Number(/\d+$/.exec(url.pathname)![0]);
    const status = [301, 302, 307][left % 3]!;
    response
      .writeHead(status, { location: left <= 1 ? '/simple' : `/redirect/${left - 1}`, 'x-hop': String(left) })
      .end();
  }),
  route(/^\/redirect-to$/, ({ response, url, links }) => {
    response.writeHead(302, { location: links[url.searchParams.get('link')!] ?? '/404' }).end();
  }),
  route(/^\/meta-refresh$/, ({ response }) =>
    sendHtml(
      response,
      page('Moving', '<p>moving</p>', '<meta http-equiv="refresh" content="0;url=/simple">'),
    ),
  ),
  route(/^\/401$/, ({ response }) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="fixture"', 'content-type': 'text/html' });
    response.end('<h1>who are you</h1>');
  }),
  route(/^\/reset$/, ({ request }) => {
    request.socket.destroy();
  }),
  route(/^\/silent$/, () => undefined),
  /** A picture whose bytes stop coming after the first half, on an open connection. */
  route(/^\/never\.png$/, ({ response }) => {
    const whole = plainPng(64, 64, bandColour(9));
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': whole.length });
    response.write(whole.subarray(0, whole.length >> 1));
  }),
  route(/^\/never-ending-image$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Never',
        '<h1>never</h1><img src="/never.png" width="64" height="64" alt=""><img src="/band/2.png" alt="">',
      ),
    ),
  ),
  /** The document itself never ends. */
  route(/^\/never-ending-document$/, ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.write(`<!doctype html><title>Unfinished</title><h1>so far</h1>${'<p>line</p>'.repeat(200)}`);
  }),
  route(/^\/sse$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Stream',
        `<h1>stream</h1><script>new EventSource('/events').onmessage = (e) => { document.title = 'Stream ' + e.data; };</script>`,
      ),
    ),
  ),
  route(/^\/events$/, ({ request, response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let n = 0;
    const timer = setInterval(() => response.write(`data: ${n++}\n\n`), 200);
    request.on('close', () => clearInterval(timer));
  }),
  route(/^\/polling$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Polling',
        `<h1>polling</h1><script>setInterval(() => fetch('/tick?' + Math.random()), 300)</script>`,
      ),
    ),
  ),
  route(/^\/tick$/, ({ response }) => send(response, 'application/json', '{"tick":1}')),
  route(/^\/attachment$/, ({ response }) => {
    const body = Buffer.from('PK\u0003\u0004 not really a zip, but bytes to keep'.repeat(1_000));
    response.writeHead(200, {
      'content-type': 'application/zip',
      'content-length': body.length,
      'content-disposition': `attachment; filename="..\\..\\evil.zip"; filename*=UTF-8''%E8%AF%81%E6%8D%AE%20a.zip`,
    });
    response.end(body);
  }),
  route(/^\/attachment\.html$/, ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-disposition': 'attachment' });
    response.end('<h1>kept, not shown</h1>');
  }),
  route(/^\/paper\.pdf$/, ({ response }) => send(response, 'application/pdf', '%PDF-1.4\n%%EOF\n')),
  route(/^\/cookies$/, ({ response }) => {
    response.writeHead(
      200,
      [
        ['Content-Type', 'text/html; charset=utf-8'],
        ['Set-Cookie', 'session=top-secret-1; Path=/; HttpOnly'],
        ['Set-Cookie', 'session=top-secret-1; Path=/; HttpOnly'],
        ['Set-Cookie', 'other=top-secret-2; Path=/'],
        ['X-Twice', 'one'],
        ['X-Twice', 'two'],
      ].flat(),
    );
    response.end(page('Cookies', '<h1>cookies</h1><img src="/band/4.png?cookie" alt="">'));
  }),
  /** Declares more than it sends, then closes. */
  route(/^\/cut\.png$/, ({ response, request }) => {
    const whole = plainPng(64, 64, bandColour(11));
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': whole.length + 5_000 });
    response.write(whole, () => setTimeout(() => request.socket.destroy(), 50));
  }),
  route(/^\/cut-image$/, ({ response }) =>
    sendHtml(response, page('Cut', '<h1>cut</h1><img src="/cut.png" width="64" height="64" alt="">')),
  ),
  route(/^\/cut-document$/, ({ response, request }) => {
    const body = Buffer.from(page('Cut', '<h1>cut document</h1>'));
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length + 900,
    });
    response.write(body, () => setTimeout(() => request.socket.destroy(), 50));
  }),
  route(/^\/missing-image$/, ({ response }) =>
    sendHtml(
      response,
      page('Missing', '<h1>missing</h1><img src="/nothing.png" width="50" height="50" alt="">'),
    ),
  ),
  route(/^\/failing-image$/, ({ response }) =>
    sendHtml(response, page('Failing', '<h1>failing</h1><img src="/reset?i" width="50" height="50" alt="">')),
  ),
  route(/^\/failing-script$/, ({ response }) =>
    sendHtml(response, page('Failing', '<h1>fine</h1><script src="/reset?s"></script>')),
  ),
  /** Says it is a picture; it is not one. */
  route(/^\/broken\.png$/, ({ response }) => send(response, 'image/png', 'no picture at all')),
  route(/^\/broken-image$/, ({ response }) =>
    sendHtml(response, page('Broken', '<img src="/broken.png" width="50" height="50" alt="">')),
  ),
];
