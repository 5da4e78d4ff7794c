// What is put right for the picture of the whole page, and taken back after it. The picture is taken at once and not
// screen by screen, so bars that stay on the screen would lie across the page, parts that are drawn only when they come
// near the screen would be missing, and backgrounds that stay on the screen would end with it. Done by paused
// animations: no node, attribute or style rule of the page is changed. What the page marks as !important stands above
// animations: every effect is looked for after it, and only what is so is counted. Its scripts are told nothing but can
// look (getAnimations, computed styles): steps/screenshot.ts says where the page changed itself meanwhile.

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
  /** What the page's own styles did not let be put right: bars, undrawn parts, fixed backgrounds. */
  readonly barsLeft: number;
  readonly partsLeft: number;
  readonly backgroundsLeft: number;
  /** A fixed element that stays at the top covers so much of the screen, per cent; 0: none over 30. */
  readonly coverPercent: number;
}

/** For page scripts: values held by paused animations, and whether they hold. */
const HOLD = `
  const held = globalThis.cunanHeld ??= [];
  const hold = (element, property, value) => {
    const animation = element.animate({ [property]: [value, value] }, { duration: 1, fill: 'both' });
    animation.pause();
    held.push(animation);
    return animation;
  };
  const letGo = (animation) => { animation.cancel(); held.splice(held.indexOf(animation), 1); };
  const holds = (element, property, value, works) => {
    const animation = hold(element, property, value);
    if (works(getComputedStyle(element))) return true;
    letGo(animation);
    return false;
  };
  const hide = (element) => holds(element, 'opacity', '0', ({ opacity }) => opacity === '0')
    || holds(element, 'clipPath', 'inset(100%)', ({ clipPath }) => clipPath.startsWith('inset(100%'));
  const topOf = (element) => element.getBoundingClientRect().top;
  /** False where the page keeps it at its place. */
  const moveDown = (element, px) => {
    const wanted = topOf(element) + px;
    const { translate, transform } = getComputedStyle(element);
    const [x = '0px', y = '0px'] = /^\\S+( \\S+)?$/.test(translate) && translate !== 'none' ? translate.split(' ') : [];
    for (const property of ['translate', 'transform']) {
      let by = px;
      for (let i = 0; i < 2; i++) {
        const value = property === 'translate' ? x + ' calc(' + y + ' + ' + by + 'px)'
          : 'translateY(' + by + 'px)' + (transform === 'none' ? '' : ' ' + transform);
        const animation = hold(element, property, value);
        const wrong = wanted - topOf(element);
        if (Math.abs(wrong) <= 0.5) return true;
        // A box that moved with another one is made up for.
        letGo(animation);
        by += wrong;
      }
    }
    return false;
  };
  const unstick = (element) => {
    const tried = [hold(element, 'top', 'auto'), hold(element, 'bottom', 'auto')];
    const { top, bottom } = getComputedStyle(element);
    const kept = top !== 'auto' || bottom !== 'auto';
    if (kept) tried.push(hold(element, 'position', 'relative'));
    return { tried, stays: kept && getComputedStyle(element).position === 'sticky' };
  };
  /** Null: it could not be put back to its place; false: it stood there. */
  const release = (element) => {
    const before = topOf(element);
    const { tried, stays } = unstick(element);
    if (!stays && Math.abs(topOf(element) - before) > 1) return true;
    for (const animation of tried) letGo(animation);
    return stays ? null : false;
  };
`;

function prepareExpression(maxHeightPx: number): string {
  return `(async () => {
    ${WALK}
    ${HOLD}
    const root = document.scrollingElement ?? document.documentElement;
    // What is not there yet was waited for when the page settled.
    const awaited = new Set([...document.images].filter((image) => !image.complete && shown(image)));
    const facts = { barsMoved: 0, extraPx: 0, barsHidden: 0, stickyReleased: 0, partsDrawn: 0, backgroundsSpread: 0, barsLeft: 0, partsLeft: 0, backgroundsLeft: 0, coverPercent: 0 };
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
      if (style.contentVisibility === 'auto') {
        const drawn = holds(element, 'contentVisibility', 'visible', (now) => now.contentVisibility === 'visible');
        facts[drawn ? 'partsDrawn' : 'partsLeft'] += 1;
      }
      if (style.backgroundAttachment.includes('fixed') && style.backgroundImage !== 'none') {
        const spread = holds(element, 'backgroundAttachment', 'scroll', (now) => !now.backgroundAttachment.includes('fixed'));
        facts[spread ? 'backgroundsSpread' : 'backgroundsLeft'] += 1;
      }
      if (style.position === 'fixed') fixed.push(element);
      if (style.position === 'sticky') sticky.push(element);
    }
    const taller = root.scrollHeight > innerHeight + 1;
    if (taller) for (const element of sticky) {
      const inside = [...ancestors(element)].some((at) => at !== document.body && at !== document.documentElement && clips(getComputedStyle(at)));
      if (inside || !shown(element)) continue;
      const released = release(element);
      if (released === true) facts.stickyReleased += 1;
      if (released === null) facts.barsLeft += 1;
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
      if (outside || (lower && cut)) facts[hide(element) ? 'barsHidden' : 'barsLeft'] += 1;
      else if (lower) low.push([element, box.top]);
      else {
        // The person may have scrolled: what stands at the top of the screen stands at the top of the page.
        if (scrollY > 0) hold(element, 'translate', '0px ' + -scrollY + 'px');
        facts.coverPercent = Math.max(facts.coverPercent, Math.round(100 * box.width * Math.min(box.height, innerHeight) / (innerWidth * innerHeight)));
      }
    }
    for (let moving = low; moving.length > 0; ) {
      const first = Math.max(0, Math.min(...moving.map(([, top]) => top)));
      const end = Math.max(root.scrollHeight, innerHeight) - scrollY;
      const known = held.length;
      const moved = moving.filter(([element]) => moveDown(element, end - first));
      if (moved.length === moving.length) {
        facts.extraPx = Math.ceil(innerHeight - first);
        facts.barsMoved = moved.length;
        break;
      }
      // Those that stay decide no more how far the others go.
      facts.barsLeft += moving.length - moved.length;
      for (const animation of held.slice(known)) letGo(animation);
      moving = moved;
    }
    if (facts.coverPercent <= 30) facts.coverPercent = 0;
    if (facts.partsDrawn > 0) {
      for (let i = 0; i < 2; i++) await new Promise((resolve) => { setTimeout(resolve, 120); requestAnimationFrame(resolve); });
      const images = [...document.images].filter((image) => !image.complete && shown(image) && !awaited.has(image));
      const limit = new Promise((resolve) => { setTimeout(resolve, 3000); });
      await Promise.race([limit, Promise.all(images.map((image) => image.decode().catch(() => null)))]);
    }
    return facts;
  })()`;
}

/**
 * After the first strip of a picture made while scrolling: what stays on the screen would be in every strip. Answers
 * with the number of those that the page's styles keep there.
 */
export const HIDE_BARS_EXPRESSION = `(() => {
  ${WALK}
  ${HOLD}
  let left = 0;
  for (const element of elements(document)) {
    if (element.ownerDocument !== document) continue;
    const { position } = getComputedStyle(element);
    if (position === 'fixed' && !hide(element) && shown(element)) left += 1;
    if (position === 'sticky' && unstick(element).stays) left += 1;
  }
  return left;
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
