// Pages that do things: ask questions, open windows, move on, start workers, reach for other hosts.

import { page, route, send, sendHtml, type Route } from '../route.ts';

export const SCRIPT_ROUTES: readonly Route[] = [
  route(/^\/app\.js$/, ({ response }) =>
    send(
      response,
      'text/javascript',
      `console.log('app started', 1, {a: 2}); fetch('/data.json').then((r) => r.json());`,
    ),
  ),
  route(/^\/data\.json$/, ({ response }) => send(response, 'application/json', '{"rows":[1,2,3]}')),
  route(/^\/alerts$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Alerts',
        `<h1>alerts</h1><script>for (let i = 0; i < 3; i++) alert('question ' + i); confirm('sure?');</script>`,
      ),
    ),
  ),
  route(/^\/alert-loop$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Loop',
        `<h1>before the loop</h1><script>while (true) alert('again');</script><h2>after the loop</h2>`,
      ),
    ),
  ),
  route(/^\/popup$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Popup',
        `<h1>popup</h1><script>window.open('/popped'); setTimeout(() => window.open('/popped-later'), 50);</script>`,
      ),
    ),
  ),
  route(/^\/popped/, ({ response }) => sendHtml(response, page('Popped', '<h1>popped</h1>'))),
  route(/^\/worker$/, ({ response }) =>
    sendHtml(response, page('Worker', `<h1>worker</h1><script>new Worker('/worker.js')</script>`)),
  ),
  route(/^\/worker\.js$/, ({ response, links }) =>
    send(
      response,
      'text/javascript',
      `fetch('/data.json?worker').then((r) => r.text()); fetch(${JSON.stringify(links['hidden'] ?? '/none')} + '/data.json?from-worker', { mode: 'no-cors' }).catch(() => {});`,
    ),
  ),
  /** Reaches for a host it has no business with, by picture, fetch, iframe and socket. */
  route(/^\/reaching$/, ({ response, links }) => {
    const hidden = links['hidden'] ?? '';
    sendHtml(
      response,
      page(
        'Reaching',
        `<h1>reaching</h1><img src="${hidden}/band/1.png?reach" width="50" height="50" alt=""><iframe src="${hidden}/framed?reach"></iframe>
        <script>fetch('${hidden}/data.json?reach', { mode: 'no-cors' }).catch(() => {}); fetch('/redirect-to?link=hidden', { mode: 'no-cors' }).catch(() => {});
        try { new WebSocket('${hidden.replace('http', 'ws')}/socket?reach'); } catch {}</script>`,
      ),
    );
  }),
  route(/^\/oopif$/, ({ response, links }) =>
    sendHtml(
      response,
      page(
        'Other',
        `<h1>other origin</h1><iframe src="${links['other']}/framed?oopif" width="300" height="200"></iframe>`,
      ),
    ),
  ),
  route(/^\/post$/, ({ response }) =>
    sendHtml(
      response,
      page('Post', `<h1>post</h1><script>fetch('/posted', { method: 'POST', body: 'a=1&b=二' })</script>`),
    ),
  ),
  route(/^\/posted$/, ({ response }) => send(response, 'application/json', '{"ok":true}')),
  route(/^\/big-body\/\d+$/, ({ response, url }) =>
    sendHtml(
      response,
      page(
        'Big',
        `<h1>big</h1><script>fetch('/bytes/${/\d+$/.exec(url.pathname)![0]}').then((r) => r.arrayBuffer())</script>`,
      ),
    ),
  ),
  route(/^\/hang$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Hang',
        `<h1>hang</h1><script>addEventListener('load', () => { setTimeout(() => { for (;;); }, 0); });</script>`,
      ),
    ),
  ),
  route(/^\/crash$/, ({ response }) =>
    sendHtml(response, page('Crash', `<h1>crash</h1><script>location.href = 'chrome://crash';</script>`)),
  ),
  /** Wants to be asked before it is left, closes itself, opens windows, and goes elsewhere while it is looked at. */
  route(/^\/restless$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Restless',
        `<h1>restless</h1><script>
          addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; });
          window.open('/popped?restless'); window.close();
          setTimeout(() => { location.href = '/simple?arrived'; }, 700);
        </script>`,
      ),
    ),
  ),
  route(/^\/late$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Late',
        `<div id="app"></div><script>fetch('/data.json').then((r) => r.json()).then(() => { document.querySelector('#app').innerHTML = '<h1>rendered late</h1>'; document.title = 'Late done'; });</script>`,
      ),
    ),
  ),
  route(/^\/socket$/, ({ response }) => response.writeHead(400).end()),
];
