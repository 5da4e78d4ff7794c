// The code that runs inside pages, in a world of its own: it sees the page's DOM, and page scripts see nothing of it.
// Kept as text: it is sent to the browser, never run here.

export const WORLD_NAME = 'cunan';

/** Remembers when nodes were last added or removed, so that settling can tell a finished page from a building one. */
export const OBSERVER_SCRIPT = `(() => {
  if (globalThis.cunanLastChange !== undefined) return;
  globalThis.cunanLastChange = performance.now();
  new MutationObserver(() => { globalThis.cunanLastChange = performance.now(); })
    .observe(document, { childList: true, subtree: true });
})()`;

/** Elements of the document, its open shadow roots and same-origin iframes, as a bounded walk. */
const WALK = `
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

/** True where the page listens to scrolling by hand or marks images for scripts to load: both want more time. */
export const LAZY_MARKS_EXPRESSION = `Boolean(document.querySelector(
  '[data-src],[data-srcset],[data-original],[data-lazy],[data-lazy-src],[data-bg],[data-background],[data-background-image],.lazy,.lazyload'))`;

/**
 * Scrolls to y (at once), waits for two frames so that observers have been told, and answers with
 * {y, height, pendingImages}: pending are images in or near the viewport that are not complete.
 */
export function scrollExpression(y: number): string {
  return `(async () => {
    ${WALK}
    window.scrollTo({ top: ${y}, left: 0, behavior: 'instant' });
    const frame = () => new Promise((resolve) => {
      const timer = setTimeout(resolve, 120);
      requestAnimationFrame(() => { clearTimeout(timer); resolve(); });
    });
    await frame();
    await frame();
    return {
      y: Math.round(window.scrollY),
      height: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0),
      width: document.documentElement.scrollWidth,
      pendingImages: [...document.images].filter((image) => {
        if (image.complete || !shown(image)) return false;
        const box = image.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
      }).length,
    };
  })()`;
}

/** Fonts ready and every shown image decoded, or the limit. Answers with the images that did not decode. */
export function decodeExpression(limitMs: number): string {
  return `(async () => {
    ${WALK}
    const limit = new Promise((resolve) => { setTimeout(resolve, ${limitMs}, 'limit'); });
    if (document.fonts.status === 'loading') await Promise.race([document.fonts.ready, limit]);
    const soon = new Promise((resolve) => { setTimeout(resolve, 300); });
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

/** Facts for the record. */
export const FACTS_EXPRESSION = `({
  title: document.title,
  charset: document.characterSet || null,
  language: document.documentElement?.lang || null,
})`;

/** The text a reader sees, of the document in which it runs. */
export const TEXT_EXPRESSION = `(document.body ?? document.documentElement)?.innerText ?? ''`;

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
