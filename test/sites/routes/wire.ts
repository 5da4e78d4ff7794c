// Answers written byte by byte: codings (right, double, wrong, cut), odd header lines, lengths that lie, hints, hops.

import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { bandColour, plainPng } from '../pictures.ts';
import { page, route, send, sendHtml, type Route, type Visit } from '../route.ts';

const CODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliCompressSync(bytes),
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
};

/** What /coded/<codings>/page.html says once every coding is undone. */
export const CODED_PAGE = page(
  'Coded 编码',
  `<h1>coded</h1><img src="/band/6.png" alt="">${'<p>packed text 压缩的文字</p>'.repeat(400)}`,
);
export const CODED_STYLE = `h1{color:rgb(1,2,3)}${Array.from({ length: 600 }, (_, index) => `.c${index}{margin:${index}px}`).join('\n')}\n.last{color:rgb(9,8,7)}`;

/** Header lines of /odd-headers as they go out, LF-only lines and bytes above 127 among them. */
export const ODD_HEADERS = Buffer.concat([
  Buffer.from(
    'HTTP/1.1 200 Fine Enough\r\nContent-Type: text/html; charset=utf-8\r\nX-Twice: one\r\nx-twice: two\nX-Line-Feed: only\nX-Latin: caf',
  ),
  Buffer.from([0xe9]),
  Buffer.from('\r\nX-Utf8: 证据\r\nX-Empty:\r\nX-Padded:   wide   \r\nConnection: close\r\n'),
]);

function raw({ request }: Visit, bytes: Uint8Array, end = true): void {
  if (end) request.socket.end(bytes);
  else request.socket.write(bytes);
}

function head(lines: readonly string[]): Buffer {
  return Buffer.from(`${['HTTP/1.1 200 OK', ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
}

function coded(bytes: Buffer, codings: readonly string[]): Buffer {
  return codings.reduce((packed, coding) => CODERS[coding]!(packed), bytes);
}

export const WIRE_ROUTES: readonly Route[] = [
  route(/^\/coded\/[a-z-]+\/(page\.html|style\.css)$/, ({ response, url }) => {
    const [, , list = '', name] = url.pathname.split('/');
    const codings = list.split('-');
    const [type, text] =
      name === 'page.html' ? ['text/html; charset=utf-8', CODED_PAGE] : ['text/css', CODED_STYLE];
    const body = coded(Buffer.from(text), codings);
    response.writeHead(200, {
      'content-type': type,
      'content-encoding': codings.join(', '),
      'content-length': body.length,
    });
    response.end(body);
  }),
  /** Says gzip and is not. */
  route(/^\/wrong-coding\.(css|html)$/, ({ response, url }) => {
    const html = url.pathname.endsWith('html');
    const body = Buffer.from(html ? CODED_PAGE : CODED_STYLE);
    response.writeHead(200, {
      'content-type': html ? 'text/html; charset=utf-8' : 'text/css',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    response.end(body);
  }),
  /** A gzip stream that ends in its middle, with a Content-Length that agrees. */
  route(/^\/cut-gzip\.(css|html)$/, ({ response, url }) => {
    const html = url.pathname.endsWith('html');
    const whole = gzipSync(html ? CODED_PAGE : CODED_STYLE);
    const body = whole.subarray(0, Math.floor(whole.length * 0.6));
    response.writeHead(200, {
      'content-type': html ? 'text/html; charset=utf-8' : 'text/css',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    response.end(body);
  }),
  /** A page with the style sheets ?css=. */
  route(/^\/styled$/, ({ response, url }) =>
    sendHtml(
      response,
      page(
        'Styled',
        '<h1>styled</h1>',
        url.searchParams
          .getAll('css')
          .map((path) => `<link rel="stylesheet" href="${encodeURI(path)}">`)
          .join(''),
      ),
    ),
  ),
  route(/^\/odd-headers$/, (visit) => {
    const body = Buffer.from(page('Odd', '<h1>odd headers</h1>'));
    raw(visit, Buffer.concat([ODD_HEADERS, Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }),
  /** Content-Length says less than is sent: what is beyond is no part of the answer. */
  route(/^\/short-length\.png$/, (visit) => {
    const picture = plainPng(64, 64, bandColour(8));
    raw(
      visit,
      Buffer.concat([
        head(['Content-Type: image/png', `Content-Length: ${picture.length}`]),
        picture,
        Buffer.from('beyond the end'),
      ]),
    );
  }),
  /** A last chunk that never comes. */
  route(/^\/cut-chunks\.(png|html)$/, (visit) => {
    const html = visit.url.pathname.endsWith('html');
    const body = html ? Buffer.from(CODED_PAGE) : plainPng(64, 64, bandColour(8));
    raw(
      visit,
      Buffer.concat([
        head([
          `Content-Type: ${html ? 'text/html; charset=utf-8' : 'image/png'}`,
          'Transfer-Encoding: chunked',
        ]),
        Buffer.from(`${body.length.toString(16)}\r\n`),
        body,
        Buffer.from('\r\n'),
      ]),
    );
  }),
  /** A page with the picture ?src=. */
  route(/^\/picture$/, ({ response, url }) =>
    sendHtml(
      response,
      page(
        'Picture',
        `<h1>picture</h1><img width="64" height="64" alt="" src="${encodeURI(url.searchParams.get('src') ?? '')}">`,
      ),
    ),
  ),
  route(/^\/early-hints$/, ({ response }) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () =>
      sendHtml(response, page('Hints', '<h1>hints</h1>', '<link rel="stylesheet" href="/style.css">')),
    );
  }),
  route(/^\/205$/, ({ response }) => response.writeHead(205, { 'content-length': 0 }).end()),
  /** HEAD, a form, bytes, data: and blob: addresses, an image in an answer that is never asked for again. */
  route(/^\/asking$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Asking',
        `<h1>asking</h1><img alt="" src="data:image/png;base64,${plainPng(8, 8, bandColour(3)).toString('base64')}"><img alt="" id="b">
        <script>(async () => {
          await fetch('/data.json?head', { method: 'HEAD' });
          await fetch('/posted?form', { method: 'POST', body: new URLSearchParams({ q: '证据', r: '1' }) });
          await fetch('/posted?bytes', { method: 'PUT', body: new Uint8Array([0, 255, 128, 10]) });
          await fetch('/posted?big', { method: 'POST', body: 'x'.repeat(300000) });
          const picture = await (await fetch('/band/7.png?blob')).blob();
          document.querySelector('#b').src = URL.createObjectURL(picture);
        })();</script>`,
      ),
    ),
  ),
  route(/^\/charset\/[a-z0-9_-]+\/(header|meta|wrong)$/, ({ response, url }) => {
    const [, , charset = '', where] = url.pathname.split('/');
    const text = CHARSET_TEXT[charset]!;
    const inHeader = where === 'header' ? charset : where === 'wrong' ? 'iso-8859-1' : null;
    response.writeHead(200, {
      'content-type': `text/html${inHeader === null ? '' : `; charset=${inHeader}`}`,
    });
    const meta = where === 'header' ? '' : `<meta charset="${charset}">`;
    response.end(
      Buffer.concat([
        Buffer.from(`<!doctype html>${meta}<title>`),
        text.bytes,
        Buffer.from('</title><h1>'),
        text.bytes,
        Buffer.from('</h1>'),
      ]),
    );
  }),
  route(/^\/csp$/, ({ response }) => {
    const body = Buffer.from(
      page(
        'Strict',
        '<h1>strict</h1><script>document.title = "script ran"</script><img src="/band/9.png" alt="">',
      ),
    );
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': body.length,
      'content-security-policy':
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; script-src 'none'; frame-ancestors 'none'; sandbox",
    });
    response.end(body);
  }),
  /** Answers 304 to whoever asks with a tag. */
  route(/^\/tagged\.png$/, ({ request, response }) => {
    if (request.headers['if-none-match'] !== undefined) {
      response.writeHead(304, { etag: '"a"' }).end();
      return;
    }
    response.writeHead(200, { etag: '"a"', 'cache-control': 'max-age=600', 'content-type': 'image/png' });
    response.end(plainPng(64, 64, bandColour(5)));
  }),
  route(/^\/cached$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Cached',
        `<h1>cached</h1><img src="/tagged.png" alt=""><script>addEventListener('load', async () => {
          for (let i = 0; i < 2; i++) await (await fetch('/tagged.png')).arrayBuffer(); })</script>`,
      ),
    ),
  ),
  /** A service worker that answers everything itself. */
  route(/^\/worked$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Worked',
        `<h1>worked</h1><p id="said">-</p><script>(async () => {
          await navigator.serviceWorker.register('/sw.js').catch(() => null);
          await Promise.race([navigator.serviceWorker.ready, new Promise((r) => setTimeout(r, 800))]);
          document.querySelector('#said').textContent = await (await fetch('/said.txt')).text();
        })();</script>`,
      ),
    ),
  ),
  route(/^\/sw\.js$/, ({ response }) =>
    send(
      response,
      'text/javascript',
      `addEventListener('install', () => skipWaiting()); addEventListener('activate', (e) => e.waitUntil(clients.claim()));
      addEventListener('fetch', (e) => e.respondWith(new Response('from the worker')));`,
    ),
  ),
  route(/^\/said\.txt$/, ({ response }) => send(response, 'text/plain', 'from the server')),
];

/** 证据 in each encoding (Shift_JIS: 証拠), from its own table, not from a decoder of ours. */
export const CHARSET_TEXT: Readonly<Record<string, { readonly text: string; readonly bytes: Buffer }>> = {
  gbk: { text: '证据', bytes: Buffer.from('d6a4bedd', 'hex') },
  /** 㐀 (U+3400) needs four bytes of GB18030. */
  gb18030: { text: '证据㐀', bytes: Buffer.from('d6a4bedd8139ee39', 'hex') },
  big5: { text: '證據', bytes: Buffer.from('c3d2beda', 'hex') },
  shift_jis: { text: '証拠', bytes: Buffer.from('8fd88b92', 'hex') },
};
