// Pictures that wait to be seen: by the browser's own loading=lazy, by scripts that watch, by scroll listeners.

import { page, route, sendHtml, type Route } from '../route.ts';

export const LAZY_COUNT = 30;
export const LAZY_HEIGHT = 400;

const boxes = (inner: (index: number) => string): string =>
  Array.from(
    { length: LAZY_COUNT },
    (_, index) => `<div style="height:${LAZY_HEIGHT}px;overflow:hidden">${inner(index)}</div>`,
  ).join('');
const FILL = 'style="width:100%;height:100%;display:block"';

export const LAZY_ROUTES: readonly Route[] = [
  route(/^\/lazy\/native$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Lazy',
        boxes((index) => `<img loading="lazy" ${FILL} src="/band/${index}.png" alt="">`),
      ),
    ),
  ),
  /** An IntersectionObserver sets src of images and the background of every third box. */
  route(/^\/lazy\/observer$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Observed',
        `${boxes((index) => (index % 3 === 0 ? `<div ${FILL} class="w" data-bg="/band/${index}.png?delay=120"></div>` : `<img ${FILL} class="w" data-src="/band/${index}.png?delay=120" alt="">`))}
        <script>const o = new IntersectionObserver((all) => { for (const e of all) if (e.isIntersecting) { const t = e.target; o.unobserve(t);
          if (t.dataset.src) t.src = t.dataset.src; else t.style.backgroundImage = 'url(' + t.dataset.bg + ')'; } });
          for (const t of document.querySelectorAll('.w')) o.observe(t);</script>`,
      ),
    ),
  ),
  /** A scroll listener that reacts 150 ms after the last event, as many libraries do; nothing marks the boxes. */
  route(/^\/lazy\/debounced$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Debounced',
        `${boxes((index) => `<img ${FILL} class="w" id="i${index}" alt="">`)}
        <script>let timer; const look = () => { document.querySelectorAll('.w').forEach((t, i) => { const b = t.getBoundingClientRect();
          if (b.top < innerHeight && b.bottom > 0 && !t.src) t.src = '/band/' + i + '.png'; }); };
          addEventListener('scroll', () => { clearTimeout(timer); timer = setTimeout(look, 150); }); look();</script>`,
      ),
    ),
  ),
  /** Never ends: 900 px more each time the end is seen. */
  route(/^\/infinite$/, ({ response }) =>
    sendHtml(
      response,
      page(
        'Infinite',
        `<div id="list"></div><div id="end" style="height:1px"></div><script>let n = 0; const list = document.querySelector('#list');
        const add = () => { n += 1; const d = document.createElement('div'); d.style.cssText = 'height:900px;background:hsl(' + n * 40 + ' 60% 50%)'; d.textContent = 'item ' + n; list.append(d); };
        add(); add(); new IntersectionObserver((e) => { if (e[0].isIntersecting) setTimeout(add, 20); }, { rootMargin: '900px' }).observe(document.querySelector('#end'));
        addEventListener('scroll', () => { if (scrollY + innerHeight > document.body.scrollHeight - 1000) add(); });</script>`,
      ),
    ),
  ),
];
