// Pages that look different when they are scrolled, photographed at once, or looked at a moment later.

import { bandColour, css } from '../pictures.ts';
import { page, route, send, sendHtml, type Route } from '../route.ts';

const bands = (count: number, height: number, style = ''): string =>
  Array.from(
    { length: count },
    (_, index) => `<div style="height:${height}px;background:${css(bandColour(index))};${style}"></div>`,
  ).join('');

/** Lazy pictures by an observer, as an application does it. */
const observed = (root: string): string =>
  `<script>const o = new IntersectionObserver((all) => { for (const e of all) if (e.isIntersecting) { o.unobserve(e.target); e.target.src = e.target.dataset.src; } }, { root: ${root} });
   for (const t of document.querySelectorAll('[data-src]')) o.observe(t);</script>`;

export const MOVING_ROUTES: readonly Route[] = [
  /** A bar at the top, a bar at the bottom, a button above it, a drawer outside the screen, a sticky line; 20 bands. */
  route(/^\/bars$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Bars',
        `<div style="position:fixed;top:0;left:0;right:0;height:50px;background:rgb(255,0,0)"></div>
        <div style="position:fixed;bottom:0;left:0;right:0;height:60px;background:rgb(0,255,0);z-index:2"></div>
        <div style="position:fixed;bottom:100px;right:20px;width:80px;height:80px;background:rgb(0,0,255);translate:0 10px"></div>
        <div style="position:fixed;top:100%;left:0;right:0;height:300px;background:rgb(255,0,255)"></div>
        ${bands(20, 200)}
        <div style="position:sticky;bottom:0;height:40px;background:rgb(255,255,0)"></div>
        <p style="margin:0;height:160px;background:rgb(0,255,255)">the end</p>`,
      ),
    ),
  ),
  /**
   * Bars, parts and a background that the page's own styles hold against ours: the footer lets itself be moved by a
   * transform, the red drawer be clipped, the blue button by nothing.
   */
  route(/^\/bars-important$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Important bars',
        `<div class="bar" style="bottom:0;left:0;right:0;height:60px;background:rgb(0,255,0)"></div>
        <div class="bar kept" style="bottom:100px;right:20px;width:80px;height:80px;background:rgb(0,0,255)"></div>
        <div class="bar" style="top:100%;left:0;right:0;height:300px;background:rgb(255,0,255)"></div>
        ${bands(19, 200)}
        <section class="part"><div style="height:200px;background:${css(bandColour(19))}"></div></section>
        <div class="line" style="height:40px;background:rgb(255,255,0)"></div>
        <p style="margin:0;height:160px;background:rgb(0,255,255)">the end</p>`,
        `<style>.bar{position:fixed!important;visibility:visible!important;opacity:1!important;translate:none!important}
        .kept{transform:none!important}
        .part{content-visibility:auto!important;contain-intrinsic-size:auto 200px}
        .line{position:sticky!important;bottom:0!important}
        body{background:url(/band/3.png) fixed!important}</style>`,
      ),
    ),
  ),
  /** Says one thing in the picture and in print, another elsewhere, with a word that only a shared worker asks for. */
  route(/^\/two-faced$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Two faces',
        `<h1 id="said" style="height:100px;background:rgb(0,160,0)">innocent</h1><p id="brought"></p><div style="height:2000px"></div>
        <div id="bar" style="position:fixed;bottom:0;left:0;right:0;height:40px">bar</div>
        <script>
          const turn = (guilty) => { said.textContent = guilty ? 'guilty' : 'innocent'; said.style.background = guilty ? 'rgb(200,0,0)' : 'rgb(0,160,0)'; };
          setInterval(() => { if ((getComputedStyle(bar).translate !== 'none') !== (said.textContent === 'guilty')) turn(said.textContent !== 'guilty'); }, 1);
          onbeforeprint = () => turn(true);
          onafterprint = () => turn(false);
          const worker = new SharedWorker('/shared-worker.js');
          worker.port.onmessage = ({ data }) => { brought.textContent = data; };
        </script>`,
      ),
    ),
  ),
  route(/^\/shared-worker\.js$/, ({ response }) =>
    send(
      response,
      'text/javascript',
      `onconnect = async ({ ports }) => ports[0].postMessage(await (await fetch('/said.txt?shared')).text());`,
    ),
  ),
  /** Puts a document of its own making in its place. */
  route(/^\/own-document$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Asked for',
        `<h1>asked for</h1><script>location.href = URL.createObjectURL(new Blob(['<title>Own</title><h1>never asked for</h1>'], { type: 'text/html' }));</script>`,
      ),
    ),
  ),
  /** Parts that are drawn only when they come near the screen; the inner box differs from what is behind it. */
  route(/^\/parts$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Parts',
        Array.from(
          { length: 30 },
          (_, index) =>
            `<section style="content-visibility:auto;contain-intrinsic-size:auto 60px;background:rgb(250,250,250)"><div style="height:200px;background:${css(bandColour(index))}"></div></section>`,
        ).join(''),
      ),
    ),
  ),
  /** The text is white; only the fixed background makes it legible. */
  route(/^\/backdrop$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Backdrop',
        '<div style="height:4000px"></div>',
        '<style>body{background:linear-gradient(rgb(10,20,30),rgb(10,20,30)) fixed}</style>',
      ),
    ),
  ),
  /** One element scrolls, with pictures that are asked for when they come into it. */
  route(/^\/inner$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Inner',
        `<h1>inner</h1><div id="list" style="height:400px;overflow:auto">${Array.from({ length: 20 }, (_, index) => `<img data-src="/band/${index}.png?inner" style="display:block;width:300px;height:200px" alt=""><p>entry ${index}</p>`).join('')}</div>${observed("document.querySelector('#list')")}`,
      ),
    ),
  ),
  /** A strip to the right that scrolls with the page; pictures are asked for when they come onto the screen. */
  route(/^\/wide$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Wide',
        `<div style="width:4000px;display:flex">${Array.from({ length: 20 }, (_, index) => `<img data-src="/band/${index}.png?wide" style="display:block;width:200px;height:300px" alt="">`).join('')}</div>${observed('null')}`,
      ),
    ),
  ),
  /** Scrolling snaps to sections, smoothly. */
  route(/^\/snap$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Snap',
        `${Array.from({ length: 8 }, (_, index) => `<section style="scroll-snap-align:start;height:700px"><img data-src="/band/${index}.png?snap" style="display:block;width:100%;height:700px" alt=""></section>`).join('')}${observed('null')}`,
        '<style>html{scroll-snap-type:y mandatory;scroll-behavior:smooth}</style>',
      ),
    ),
  ),
  /** Layers follow the scrolling by script. */
  route(/^\/parallax$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Parallax',
        `<div id="layer">${bands(20, 200)}</div><script>addEventListener('scroll', () => { document.querySelector('#layer').style.transform = 'translateY(' + scrollY * 0.5 + 'px)'; });</script>`,
      ),
    ),
  ),
  /** Rows exist only near the screen, as long feeds do it; a bar stays at the top. */
  route(/^\/feed$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Feed',
        `<div style="position:fixed;top:0;left:0;width:200px;height:40px;background:rgb(255,0,0);z-index:1"></div><div id="feed" style="position:relative;height:6150px"></div>
        <script>const colours = ${JSON.stringify(Array.from({ length: 41 }, (_, index) => css(bandColour(index))))};
        const draw = () => { const rows = []; for (let i = Math.max(0, Math.floor(scrollY / 150) - 2); i < Math.min(41, (scrollY + innerHeight) / 150 + 2); i++)
          rows.push('<p style="position:absolute;margin:0;left:0;right:0;height:150px;top:' + i * 150 + 'px;background:' + colours[i] + '">post ' + i + '</p>'); document.querySelector('#feed').innerHTML = rows.join(''); };
        addEventListener('scroll', draw); draw();</script>`,
      ),
    ),
  ),
  /** The same rows again and again, as high as three tiles. */
  route(/^\/repeating$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Repeating',
        `<style>i{display:block;height:50px;background:rgb(60,90,200);border-bottom:50px solid rgb(220,180,40)}</style>${'<i>row</i>'.repeat(240)}`,
      ),
    ),
  ),
  /** The text counts on for ever; no node is added or removed. */
  route(/^\/counting$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Counting',
        `<h1>bid</h1><p id="n">0</p><script>const t = document.querySelector('#n').firstChild; let n = 0; setInterval(() => { t.data = String(++n); }, 20);</script>`,
      ),
    ),
  ),
  route(/^\/animated$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Animated',
        '<div class="spin"></div><h1>animated</h1>',
        '<style>@keyframes turn{to{rotate:1turn}}.spin{width:80px;height:80px;background:rgb(200,30,30);animation:turn 1s linear infinite}</style>',
      ),
    ),
  ),
  /** Nothing is there for 1.2 s, and no request tells that something will be. */
  route(/^\/late-timer$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Late',
        `<div id="app"></div><script>setTimeout(() => { document.querySelector('#app').innerHTML = '<h1>drawn late</h1><img src="/band/6.png?late" style="display:block" alt="">'; }, 1200)</script>`,
      ),
    ),
  ),
  route(/^\/poster$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Poster',
        '<video poster="/band/8.png?poster" preload="none" width="256" height="256" style="display:block" src="/never.mp4"></video>',
      ),
    ),
  ),
  /** Loads itself anew, once, when it was scrolled through and is back at its top. */
  route(/^\/reloading$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Reloading',
        `<div style="height:8000px">text</div><script>let low = false; addEventListener('scroll', () => { if (scrollY > 5000) low = true;
        if (low && scrollY < 10 && !sessionStorage.done) { sessionStorage.done = 1; location.reload(); } });</script>`,
      ),
    ),
  ),
  /** A style sheet and a background of another host, whose certificate nobody knows. */
  route(/^\/foreign-parts$/, ({ response, links }) =>
    sendHtml(
      response,
      page(
        'Foreign parts',
        `<div style="height:200px;background:url(${links['foreign']}/band/2.png)"></div>`,
        `<link rel="stylesheet" href="${links['foreign']}/style.css">`,
      ),
    ),
  ),
  /** Drawn by WebGL where there is one; the fixture says so in its title. */
  route(/^\/webgl$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'WebGL',
        `<canvas id="c" width="200" height="100" style="display:block"></canvas><script>const gl = document.querySelector('#c').getContext('webgl');
        if (gl) { const draw = () => { gl.clearColor(10/255, 200/255, 30/255, 1); gl.clear(gl.COLOR_BUFFER_BIT); requestAnimationFrame(draw); }; draw(); document.title = 'WebGL on'; }</script>`,
      ),
    ),
  ),
];
