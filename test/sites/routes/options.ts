// Pages that show what a browser tells of itself, that come late, that ask for a name, that stand behind a banner.

import { page, route, send, sendHtml, type Route } from '../route.ts';

export const OPTION_ROUTES: readonly Route[] = [
  /** Writes what scripts see, in the page and in a worker; a phone's viewport element. */
  route(/^\/self$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Self',
        `<pre id="own"></pre><pre id="worker"></pre><div style="height:2000px;background:#0a0"></div>
        <script>
          const zone = () => Intl.DateTimeFormat().resolvedOptions();
          own.textContent = 'page ' + JSON.stringify({ ua: navigator.userAgent, languages: navigator.languages,
            zone: zone().timeZone, locale: zone().locale, touch: navigator.maxTouchPoints, width: innerWidth,
            ratio: devicePixelRatio, number: (1234.5).toLocaleString() });
          new Worker('/self-worker.js').onmessage = ({ data }) => { worker.textContent = 'worker ' + data; };
        </script>`,
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>',
      ),
    ),
  ),
  route(/^\/self-worker\.js$/, ({ response }) =>
    send(
      response,
      'text/javascript',
      `fetch('/self-ping').catch(() => {});
       postMessage(JSON.stringify({ ua: navigator.userAgent, languages: navigator.languages,
         zone: Intl.DateTimeFormat().resolvedOptions().timeZone }));`,
    ),
  ),
  route(/^\/self-ping$/, ({ response }) => send(response, 'text/plain', 'pong')),
  /** What matters comes two seconds after everything has become still. */
  route(/^\/tardy$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Tardy',
        `<h1>waiting</h1><script>setTimeout(() => {
          document.body.insertAdjacentHTML('beforeend', '<p class="arrived">the goods</p>');
        }, 2000)</script>`,
      ),
    ),
  ),
  /** A shop behind a consent banner that locks scrolling; the banner counts clicks at the server. */
  route(/^\/banner$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Banner',
        `<div style="height:1200px;background:#0050c8"></div>
        <div id="onetrust-consent-sdk"><div style="position:fixed;inset:auto 0 0 0;height:300px;background:#c80000">
          We value your privacy <button onclick="fetch('/consented')">Accept all</button></div></div>`,
        '<style>body{overflow:hidden}</style>',
      ),
    ),
  ),
];
