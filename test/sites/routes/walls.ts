// Pages that stand in front of the page that was meant: challenges, sign-in walls, soft errors, nothing at all.

import { page, route, sendHtml, type Route } from '../route.ts';

export const WALL_ROUTES: readonly Route[] = [
  /** Modelled on what Cloudflare answers: 403, its field, its title, a script that never lets a robot through. */
  route(/^\/challenge$/, ({ response }) => {
    const body = page(
      'Just a moment...',
      '<h1>fixture.test</h1><p>Verifying you are human. This may take a few seconds.</p>',
    );
    response.writeHead(403, { 'content-type': 'text/html; charset=utf-8', 'cf-mitigated': 'challenge' });
    response.end(body);
  }),
  route(/^\/slider$/, ({ response }) =>
    sendHtml(
      response,
      page('安全验证', '<p>请按住滑块，拖动到最右边</p><canvas width="300" height="40"></canvas>'),
    ),
  ),
  route(/^\/members\/\d+$/, ({ response }) => response.writeHead(302, { location: '/login?next=1' }).end()),
  route(/^\/login$/, ({ response }) =>
    sendHtml(response, page('用户登录', '<form><input name="u"><input type="password" name="p"></form>')),
  ),
  route(/^\/soft-404$/, ({ response }) =>
    sendHtml(
      response,
      page('提示', '<p>很抱歉，您查看的商品不存在，可能已下架。</p><img src="/band/3.png" alt="">'),
    ),
  ),
  route(/^\/blank$/, ({ response }) => sendHtml(response, page('', '<div id="app"></div>'))),
  /** For members alone, by cookie; the server gives a new one at each visit. */
  route(/^\/members-only$/, ({ request, response }) => {
    if (!/(^|; )sid=let-me-in-7351(;|$)/.test(request.headers.cookie ?? '')) {
      response.writeHead(302, { location: '/login?next=members-only' }).end();
      return;
    }
    response.setHeader('set-cookie', 'sid2=fresh-secret-9921; Path=/; HttpOnly');
    sendHtml(response, page('Members', '<h1>for members</h1><img src="/band/5.png?member" alt="">'));
  }),
  /** HTTP Basic: reader / open sesame 4711. */
  route(/^\/basic$/, ({ request, response }) => {
    const right = `Basic ${Buffer.from('reader:open sesame 4711').toString('base64')}`;
    if (request.headers.authorization === right) {
      sendHtml(response, page('Inside', '<h1>inside</h1>'));
      return;
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="fixture"', 'content-type': 'text/html' });
    response.end('<h1>who are you</h1>');
  }),
];
