// A shop with a sign-in, a video-like page and a way to leave by a new window: what a person does while being recorded.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { page, route, send, sendHtml, type Route } from '../route.ts';
import { bandColour, css, plainPng } from '../pictures.ts';

/** Percent-encoding, form-encoding and JSON each write it otherwise. */
export const PASSWORD = 'Hunter2 & ümlaut';
export const TOKEN = 't0k3n-abc123';
export const COOKIE = 's3ss10n-c00k1e';
const SIGNED_IN = `session=${COOKIE}`;

export const SESSION_ROUTES: readonly Route[] = [
  route(/^\/shop\/login$/, ({ request, response }) => {
    if (request.method !== 'POST') {
      sendHtml(
        response,
        coloured(
          'Sign in',
          1,
          `<form method="post" action="/shop/login" style="position:absolute;left:40px;top:40px">
             <input name="user" style="display:block;width:300px;height:40px">
             <input name="secret_word" type="password" style="display:block;width:300px;height:40px">
             <button style="display:block;width:300px;height:40px">Sign in</button>
           </form>
           <script>document.forms[0].onsubmit = (event) => {
             const typed = event.target.secret_word.value;
             console.log('typed ' + typed);
             event.target.secret_word.setAttribute('data-typed', typed);
             event.preventDefault();
             fetch('/shop/api/echo?of=' + encodeURIComponent(typed), { method: 'POST', body: JSON.stringify({ x: typed }) })
               .then((answer) => answer.text()).then(() => event.target.submit());
           };</script>`,
        ),
      );
      return;
    }
    void signIn(request, response);
  }),
  /** Echoes what was posted by a script with a token in its header. */
  route(/^\/shop\/api\/echo$/, ({ request, response }) => {
    void echo(request, response);
  }),
  route(/^\/shop\/home$/, ({ request, response }) => {
    if (!(request.headers.cookie ?? '').includes(SIGNED_IN)) {
      sendHtml(response, page('Who', '<h1>sign in first</h1>'), 403);
      return;
    }
    sendHtml(
      response,
      coloured(
        '首页 Home',
        2,
        `<a href="/shop/item" style="position:absolute;left:40px;top:40px;width:300px;height:40px">item</a>
         <a href="/shop/film" target="_blank" style="position:absolute;left:40px;top:100px;width:300px;height:40px">film</a>
         <script>
           fetch('/shop/api/echo', { method: 'POST', headers: { authorization: 'Bearer ' + atob('${btoa(TOKEN)}') }, body: '{"plain":1}' });
           dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyM', altKey: true, shiftKey: true, bubbles: true }));
           console.log('seen by the page: ' + [typeof cunanMark, typeof cunanSecret, typeof cunanWatching, navigator.webdriver]);
         </script>
         <img src="/shop/picture.png" width="64" height="64" style="position:absolute;left:500px;top:300px">`,
      ),
    );
  }),
  route(/^\/shop\/picture\.png$/, ({ response }) =>
    send(response, 'image/png', plainPng(64, 64, bandColour(7))),
  ),
  route(/^\/shop\/item$/, ({ response }) => sendHtml(response, coloured('Item', 3, '<h1>item</h1>'))),
  /** A page that never stands still: a square moves, as a film would. */
  route(/^\/shop\/film$/, ({ response }) =>
    sendHtml(
      response,
      coloured(
        'Film',
        4,
        `<div id="square" style="position:absolute;left:0;top:200px;width:60px;height:60px;background:#fff"></div>
         <script>let x = 0; setInterval(() => { x = (x + 7) % 600; square.style.left = x + 'px'; }, 40);</script>`,
      ),
    ),
  ),
];

function coloured(title: string, colour: number, body: string): string {
  return page(title, body, `<style>body{background:${css(bandColour(colour))};height:100vh}</style>`);
}

async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request));
  if (form.get('secret_word') !== PASSWORD) {
    sendHtml(response, page('Wrong', '<h1>wrong</h1>'), 403);
    return;
  }
  response.writeHead(303, { location: '/shop/home', 'set-cookie': `${SIGNED_IN}; Path=/shop` }).end();
}

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  send(response, 'application/json', JSON.stringify({ got: await bodyOf(request) }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
