// What scrolling asks of the page, as text that runs in our world inside it.

import { WALK } from './scripts.ts';
import { SAMPLE } from './unloading.ts';

/** One look at one screen of the page; lengths in css px. */
export interface Screen {
  readonly x: number;
  readonly y: number;
  /** The whole page. */
  readonly height: number;
  readonly width: number;
  /** Of the viewport, as the page sees it. */
  readonly viewWidth: number;
  /** Images in the viewport that are not complete. */
  readonly pendingImages: number;
  /** When, after the scrolling, the page last did something that could be an answer to it; 0: it did nothing. */
  readonly reactedMs: number;
}

const FRAME = `
  const frame = () => new Promise((resolve) => {
    const timer = setTimeout(resolve, 120);
    requestAnimationFrame(() => { clearTimeout(timer); resolve(); });
  });
`;

/**
 * Scrolls to a place at once and stays for three frames, or longer where asked: an observer is told at the end of the
 * first, what it sets is styled in the second, asked for in the third. Answers with a Screen.
 */
export function visitExpression(x: number, y: number, dwellMs: number): string {
  return `(async () => {
    ${WALK}
    ${FRAME}
    ${SAMPLE}
    const began = performance.now();
    window.scrollTo({ top: ${y}, left: ${x}, behavior: 'instant' });
    for (let i = 0; i < 3; i++) await frame();
    const left = ${dwellMs} - (performance.now() - began);
    if (left > 0) await new Promise((resolve) => { setTimeout(resolve, left); });
    sample();
    const reacted = globalThis.cunanLastReaction ?? 0;
    return {
      x: Math.round(window.scrollX),
      y: Math.round(window.scrollY),
      height: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0),
      width: document.documentElement.scrollWidth,
      viewWidth: document.documentElement.clientWidth || innerWidth,
      pendingImages: [...document.images].filter((image) => {
        if (image.complete || !shown(image)) return false;
        const box = image.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      }).length,
      reactedMs: reacted > began ? Math.round(reacted - began) : 0,
    };
  })()`;
}

const MARKS = [
  'data-src',
  'data-srcset',
  'data-original',
  'data-lazy',
  'data-lazy-src',
  'data-bg',
  'data-background',
  'data-background-image',
];

/**
 * {count, tops}: shown boxes that wait for a picture (an image without a source, a mark that no script has answered),
 * and how far from the page's top they are, css px, sorted, one per 100 px, at most 400.
 */
export const WAITING_EXPRESSION = `(() => {
  ${WALK}
  const MARKS = ${JSON.stringify(MARKS)};
  const seen = new Set();
  let count = 0;
  for (const element of elements(document)) {
    const image = element.tagName === 'IMG';
    const marked = MARKS.some((name) => element.hasAttribute(name));
    if ((!image && !marked) || !shown(element)) continue;
    const box = element.getBoundingClientRect();
    const across = box.right > 0 && box.left < innerWidth;
    if (box.width < 8 || box.height < 8 || !across) continue;
    if (getComputedStyle(element).visibility !== 'visible') continue;
    const source = image ? element.currentSrc || element.src : '';
    const waits = image ? source === '' || (marked && source.startsWith('data:') && !MARKS.some((name) => element.getAttribute(name) === source))
      : element.tagName !== 'IFRAME' && element.childElementCount === 0 && getComputedStyle(element).backgroundImage === 'none';
    if (!waits) continue;
    count += 1;
    if (seen.size < 400) seen.add(Math.floor((box.top + scrollY) / 100) * 100);
  }
  return { count, tops: [...seen].sort((a, b) => a - b) };
})()`;
