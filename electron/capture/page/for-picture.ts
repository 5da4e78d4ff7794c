// What is put right for the picture of the whole page, and taken back after it. The picture is taken at once and not
// screen by screen, so bars that stay on the screen would lie across the page, parts that are drawn only when they come
// near the screen would be missing, and backgrounds that stay on the screen would end with it. Done by paused
// animations: no node, attribute or style rule of the page is changed, and its scripts are told nothing.

import type { OpenPage } from './open-page.ts';
import { WALK } from './scripts.ts';

/** What was put right, by count; lengths in css px. */
export interface PictureFacts {
  /** Fixed elements of the lower half of the screen, moved below the end of the page. */
  readonly barsMoved: number;
  /** Added to the picture for them, below the page. */
  readonly extraPx: number;
  /** Fixed elements hidden: outside the screen, or where the page was cut. */
  readonly barsHidden: number;
  /** Sticky elements put back to their places. */
  readonly stickyReleased: number;
  /** Elements whose content-visibility left them undrawn. */
  readonly partsDrawn: number;
  /** Fixed backgrounds laid over the whole page. */
  readonly backgroundsSpread: number;
  /** A fixed element that stays at the top covers so much of the screen, per cent; 0: none over 30. */
  readonly coverPercent: number;
}

function prepareExpression(maxHeightPx: number): string {
  return `(async () => {
    ${WALK}
    const held = globalThis.cunanHeld = [];
    const hold = (element, property, value) => {
      const animation = element.animate({ [property]: [value, value] }, { duration: 1, fill: 'both' });
      animation.pause();
      held.push(animation);
      return animation;
    };
    const root = document.scrollingElement ?? document.documentElement;
    const facts = { barsMoved: 0, extraPx: 0, barsHidden: 0, stickyReleased: 0, partsDrawn: 0, backgroundsSpread: 0, coverPercent: 0 };
    const fixed = [];
    const sticky = [];
    const ancestors = function* (element) {
      for (let at = element.parentNode; at; at = at.parentNode ?? at.host) if (at.nodeType === 1) yield at;
    };
    const boxed = (style) => style.transform !== 'none' || style.filter !== 'none' || style.perspective !== 'none'
      || /paint|layout|strict|content/.test(style.contain) || /transform|filter|perspective/.test(style.willChange);
    const clips = (style) => /auto|scroll|hidden|overlay/.test(style.overflowY);
    for (const element of elements(document)) {
      if (element.ownerDocument !== document) continue;
      const style = getComputedStyle(element);
      if (style.contentVisibility === 'auto') { hold(element, 'contentVisibility', 'visible'); facts.partsDrawn += 1; }
      if (style.backgroundAttachment.includes('fixed') && style.backgroundImage !== 'none') {
        hold(element, 'backgroundAttachment', 'scroll');
        facts.backgroundsSpread += 1;
      }
      if (style.position === 'fixed') fixed.push(element);
      if (style.position === 'sticky') sticky.push(element);
    }
    const taller = root.scrollHeight > innerHeight + 1;
    if (taller) for (const element of sticky) {
      const inside = [...ancestors(element)].some((at) => at !== document.body && at !== document.documentElement && clips(getComputedStyle(at)));
      if (inside || !shown(element)) continue;
      const before = element.getBoundingClientRect().top;
      const both = [hold(element, 'top', 'auto'), hold(element, 'bottom', 'auto')];
      if (Math.abs(element.getBoundingClientRect().top - before) > 1) facts.stickyReleased += 1;
      else for (const animation of both) { animation.cancel(); held.splice(held.indexOf(animation), 1); }
    }
    const cut = root.scrollHeight > ${maxHeightPx};
    const low = [];
    if (taller) for (const element of fixed) {
      const up = [...ancestors(element)];
      if (up.some((at) => fixed.includes(at) || boxed(getComputedStyle(at)))) continue;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width < 1 || box.height < 1 || style.visibility !== 'visible' || style.opacity === '0') continue;
      const outside = box.top >= innerHeight || box.bottom <= 0 || box.left >= innerWidth || box.right <= 0;
      const lower = box.top + box.height / 2 > innerHeight / 2 && box.height <= innerHeight / 2;
      if (outside || (lower && cut)) { hold(element, 'visibility', 'hidden'); facts.barsHidden += 1; }
      else if (lower) low.push([element, box.top]);
      else {
        // The person may have scrolled: what stands at the top of the screen stands at the top of the page.
        if (scrollY > 0) hold(element, 'translate', '0px ' + -scrollY + 'px');
        facts.coverPercent = Math.max(facts.coverPercent, Math.round(100 * box.width * Math.min(box.height, innerHeight) / (innerWidth * innerHeight)));
      }
    }
    if (low.length > 0) {
      const first = Math.max(0, Math.min(...low.map(([, top]) => top)));
      const end = Math.max(root.scrollHeight, innerHeight) - scrollY;
      facts.extraPx = Math.ceil(innerHeight - first);
      facts.barsMoved = low.length;
      for (const [element, top] of low) {
        const animation = hold(element, 'translate', '0px ' + (end - first) + 'px');
        // An own translate, or a box that moved with another one, is made up for.
        const wrong = end - first + top - element.getBoundingClientRect().top;
        if (Math.abs(wrong) > 0.5) { animation.cancel(); hold(element, 'translate', '0px ' + (end - first + wrong) + 'px'); }
      }
    }
    if (facts.coverPercent <= 30) facts.coverPercent = 0;
    if (facts.partsDrawn > 0) {
      for (let i = 0; i < 2; i++) await new Promise((resolve) => { setTimeout(resolve, 120); requestAnimationFrame(resolve); });
      const images = [...document.images].filter((image) => !image.complete && shown(image));
      const limit = new Promise((resolve) => { setTimeout(resolve, 3000); });
      await Promise.race([limit, Promise.all(images.map((image) => image.decode().catch(() => null)))]);
    }
    return facts;
  })()`;
}

/** After the first strip of a picture made while scrolling: what stays on the screen would be in every strip. */
export const HIDE_BARS_EXPRESSION = `(() => {
  ${WALK}
  const held = globalThis.cunanHeld ??= [];
  const hold = (element, property, value) => {
    const animation = element.animate({ [property]: [value, value] }, { duration: 1, fill: 'both' });
    animation.pause();
    held.push(animation);
  };
  for (const element of elements(document)) {
    if (element.ownerDocument !== document) continue;
    const { position } = getComputedStyle(element);
    if (position === 'fixed') hold(element, 'visibility', 'hidden');
    if (position === 'sticky') { hold(element, 'top', 'auto'); hold(element, 'bottom', 'auto'); }
  }
})()`;

const TAKE_BACK_EXPRESSION = `(() => {
  for (const animation of globalThis.cunanHeld ?? []) animation.cancel();
  delete globalThis.cunanHeld;
})()`;

/** Best with the page at its top, as bars may look otherwise elsewhere; what it returns puts everything back. */
export async function prepareForPicture(
  page: OpenPage,
  maxHeightPx: number,
): Promise<{ readonly facts: PictureFacts; readonly takeBack: () => Promise<void> }> {
  const facts = await page.evaluate<PictureFacts>(prepareExpression(maxHeightPx));
  return { facts, takeBack: () => page.evaluate(TAKE_BACK_EXPRESSION) };
}
