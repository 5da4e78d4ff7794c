// The code that runs inside pages, in a world of its own: it sees the page's DOM, and page scripts see nothing of it.
// Kept as text: it is sent to the browser, never run here.

export const WORLD_NAME = 'cunan';

/**
 * Remembers when nodes were last added or removed (a finished page or a building one), and when the page last did
 * something that scrolling asks for: nodes, sources, classes, background pictures.
 */
export const OBSERVER_SCRIPT = `(() => {
  if (globalThis.cunanLastChange !== undefined) return;
  globalThis.cunanLastChange = globalThis.cunanLastReaction = performance.now();
  new MutationObserver(() => { globalThis.cunanLastChange = globalThis.cunanLastReaction = performance.now(); })
    .observe(document, { childList: true, subtree: true });
  new MutationObserver((all) => {
    if (all.some(({ attributeName, target }) => attributeName !== 'style' || target.style?.backgroundImage))
      globalThis.cunanLastReaction = performance.now();
  }).observe(document, { subtree: true, attributeFilter: ['src', 'srcset', 'class', 'poster', 'style'] });
})()`;

/** Elements of the document, its open shadow roots and same-origin iframes, as a bounded walk. */
export const WALK = `
  const LIMIT = 100000;
  function* elements(root) {
    let seen = 0;
    const roots = [root];
    while (roots.length > 0) {
      const walker = document.createTreeWalker(roots.pop(), NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node !== null && seen < LIMIT; node = walker.nextNode()) {
        seen += 1;
        yield node;
        if (node.shadowRoot) roots.push(node.shadowRoot);
        if (node.tagName === 'IFRAME' && node.contentDocument) roots.push(node.contentDocument);
      }
    }
  }
  const shown = (element) => element.getClientRects().length > 0;
`;

/** {quietMs, height, width}: how long the DOM has been still, and the size of the page, css px. */
export const QUIET_EXPRESSION = `({
  quietMs: Math.round(performance.now() - (globalThis.cunanLastChange ?? 0)),
  height: Math.max(document.documentElement?.scrollHeight ?? 0, document.body?.scrollHeight ?? 0),
  width: document.documentElement?.scrollWidth ?? 0,
})`;

/** True where nothing is shown: no text, no picture, no more than a screen. Scripts may be about to draw the page. */
export const EMPTY_EXPRESSION = `(() => {
  ${WALK}
  if ((document.body?.innerText ?? '').trim() !== '') return false;
  for (const element of elements(document))
    if (/^(IMG|CANVAS|VIDEO|svg|OBJECT|EMBED|IFRAME|INPUT)$/.test(element.tagName) && shown(element)) return false;
  return document.scripts.length > 0 && document.documentElement.scrollHeight <= innerHeight;
})()`;

/** True where the page is painted: frames come only when no style sheet in its head is awaited. */
export const PAINTS_EXPRESSION = `new Promise((resolve) => {
  setTimeout(resolve, 600, false);
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
})`;

/**
 * Fonts ready and every shown image decoded, or the limits. Answers with the images that did not decode, and whether
 * fonts are still loading.
 */
export function decodeExpression(limitMs: number, fontLimitMs: number, soonMs: number): string {
  return `(async () => {
    ${WALK}
    const limit = new Promise((resolve) => { setTimeout(resolve, ${limitMs}, 'limit'); });
    const fontLimit = new Promise((resolve) => { setTimeout(resolve, ${fontLimitMs}); });
    if (document.fonts.status === 'loading') await Promise.race([document.fonts.ready, fontLimit]);
    const soon = new Promise((resolve) => { setTimeout(resolve, ${soonMs}); });
    const images = [...elements(document)].filter((node) => node.tagName === 'IMG' && (node.currentSrc || node.src) && shown(node));
    const failed = [];
    await Promise.all(images.map(async (image) => {
      // What never ends was given up before: its picture is not waited for again.
      if (!image.complete) await soon;
      const decoded = !image.complete || image.naturalWidth === 0 ? false
        : await Promise.race([image.decode().then(() => true, () => false), limit.then(() => false)]);
      if (!decoded) failed.push(image.currentSrc || image.src);
    }));
    return { images: images.length, undecoded: failed.slice(0, 1000), undecodedCount: failed.length };
  })()`;
}

/** Which of these addresses shown elements (::before and ::after too) have as a picture of their style. */
export function backgroundsExpression(urls: readonly string[]): string {
  return `(() => {
    ${WALK}
    const wanted = new Set(${JSON.stringify(urls)}), found = new Set();
    const look = (style) => {
      for (const value of [style.backgroundImage, style.borderImageSource, style.listStyleImage, style.content])
        for (const [, url] of (value ?? '').matchAll(/url\\("([^"]*)"\\)/g)) if (wanted.has(url.split('#')[0])) found.add(url.split('#')[0]);
    };
    for (const element of elements(document)) if (shown(element))
      for (const part of [null, '::before', '::after']) look(getComputedStyle(element, part));
    return [...found];
  })()`;
}

/** Facts for the record. */
export const FACTS_EXPRESSION = `({
  title: document.title,
  charset: document.characterSet || null,
  language: document.documentElement?.lang || null,
})`;

/** The text a reader sees, of the document in which it runs. */
export const TEXT_EXPRESSION = `(document.body ?? document.documentElement)?.innerText ?? ''`;

/** PageNotes: canvases of the document, the encoding that was used and the one that the markup names. */
export const NOTES_EXPRESSION = `({
  canvases: document.querySelectorAll('canvas').length,
  used: document.characterSet,
  declared: document.querySelector('meta[charset]')?.getAttribute('charset')?.slice(0, 100)
    ?? /charset=\\s*["']?([^\\s"';]{1,100})/i.exec(document.querySelector('meta[http-equiv="content-type" i]')?.content ?? '')?.[1]
    ?? null,
})`;

export interface PageNotes {
  readonly canvases: number;
  readonly used: string;
  readonly declared: string | null;
}

/** Is there text or a picture between these heights (css px from the page's top)? */
export function contentBetweenExpression(top: number, bottom: number): string {
  return `(() => {
    ${WALK}
    const from = ${top} - window.scrollY, to = ${bottom} - window.scrollY;
    const inside = (box) => box.width > 2 && box.height > 2 && box.bottom > from + 2 && box.top < to - 2;
    const range = document.createRange();
    for (const element of elements(document)) {
      const box = element.getBoundingClientRect();
      if (!inside(box)) continue;
      const style = getComputedStyle(element);
      if (style.visibility !== 'visible' || style.opacity === '0') continue;
      if (element.tagName === 'IMG' && element.naturalWidth > 0) return true;
      if (element.tagName === 'CANVAS' || element.tagName === 'VIDEO') continue;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '') continue;
        range.selectNodeContents(node);
        if ([...range.getClientRects()].some(inside)) return true;
      }
    }
    return false;
  })()`;
}

/** {passwordFields, media, height}: what is shown beside words. Of backgrounds only pictures count, not colours. */
export const SIGNS_EXPRESSION = `(() => {
  ${WALK}
  let passwordFields = 0;
  let media = 0;
  for (const element of elements(document)) {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible' || style.opacity === '0') continue;
    if (element.tagName === 'INPUT' && element.type === 'password') passwordFields += 1;
    const drawn = element.tagName === 'IMG' ? element.naturalWidth > 2
      : /^(CANVAS|VIDEO|svg|OBJECT|EMBED|IFRAME|PICTURE|INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
    if (drawn || /url\\(/.test(style.backgroundImage)) media += 1;
  }
  return {
    passwordFields,
    media,
    height: Math.max(document.documentElement?.scrollHeight ?? 0, document.body?.scrollHeight ?? 0),
  };
})()`;
