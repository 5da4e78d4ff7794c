// Parts of the page that scroll by themselves (lists, panels, whole applications in one element): each is scrolled
// through so that what waits in it is loaded, and put back. What it holds beyond the picture is told.

import type { Clock } from '../../platform/ports.ts';
import type { OpenPage } from './open-page.ts';
import { WALK } from './scripts.ts';
import type { Settler } from './settling.ts';

const MAX_SCROLLERS = 30;
const MAX_STEPS = 200;
const TIME_LIMIT_MS = 15_000;
const STEP_LIMIT_MS = 3_000;

/** An element that scrolls; lengths in css px. */
export interface Scroller {
  /** Tag, id and classes, as the page has them: text of the page's choice. */
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly contentWidthPx: number;
  readonly contentHeightPx: number;
  /** It went on below the last step. */
  readonly more: boolean;
}

type Found = Omit<Scroller, 'more'> & { readonly index: number };

/** Keeps the elements for the steps that follow: the page could have others by then. */
const FIND_EXPRESSION = `(() => {
  ${WALK}
  const found = globalThis.cunanScrollers = [];
  const all = [];
  const scrolls = (value) => value === 'auto' || value === 'scroll' || value === 'overlay';
  for (const element of elements(document)) {
    const down = element.scrollHeight - element.clientHeight, across = element.scrollWidth - element.clientWidth;
    if ((down < 24 && across < 24) || element.clientHeight < 60 || element.clientWidth < 60) continue;
    if (element === document.scrollingElement || found.length >= ${MAX_SCROLLERS}) continue;
    const style = getComputedStyle(element);
    const canDown = down >= 24 && scrolls(style.overflowY), canAcross = across >= 24 && scrolls(style.overflowX);
    if ((!canDown && !canAcross) || style.visibility !== 'visible' || !shown(element)) continue;
    const name = element.localName + (element.id ? '#' + element.id : '') + [...element.classList].map((each) => '.' + each).join('');
    all.push({ index: found.length, name: name.slice(0, 80), widthPx: element.clientWidth, heightPx: element.clientHeight,
      contentWidthPx: canAcross ? element.scrollWidth : element.clientWidth,
      contentHeightPx: canDown ? element.scrollHeight : element.clientHeight });
    found.push({ element, name: name.slice(0, 80), top: element.scrollTop, left: element.scrollLeft });
  }
  return all;
})()`;

function stepExpression(index: number, x: number, y: number): string {
  return `(async () => {
    const { element } = globalThis.cunanScrollers[${index}];
    if (!element.isConnected) return null;
    const box = element.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) window.scrollTo({ top: scrollY + box.top, left: 0, behavior: 'instant' });
    element.scrollTo({ left: ${x}, top: ${y}, behavior: 'instant' });
    for (let i = 0; i < 3; i++) await new Promise((resolve) => {
      const timer = setTimeout(resolve, 120);
      requestAnimationFrame(() => { clearTimeout(timer); resolve(); });
    });
    return { contentWidthPx: element.scrollWidth, contentHeightPx: element.scrollHeight };
  })()`;
}

export const RESTORE_EXPRESSION = `(() => {
  for (const { element, top, left } of globalThis.cunanScrollers ?? [])
    element.scrollTo({ top, left, behavior: 'instant' });
})()`;

/** What can be photographed of a scroller that was found; lengths in css px, the place on the page. */
export interface InnerBox {
  readonly index: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly contentHeight: number;
}

/** Scrollers of which much lies beyond their box, the largest first. */
export const BOXES_EXPRESSION = `(globalThis.cunanScrollers ?? []).flatMap(({ element, name }, index) => {
  const { clientWidth: width, clientHeight: height, scrollHeight: contentHeight } = element;
  if (!element.isConnected || width < 200 || height < 150 || contentHeight < height * 1.25) return [];
  const box = element.getBoundingClientRect();
  return [{ index, name, width, height, contentHeight, x: Math.round(box.left + scrollX + element.clientLeft), y: Math.round(box.top + scrollY + element.clientTop) }];
}).sort((a, b) => b.width * b.height - a.width * a.height)`;

/** {at, contentHeight}: where the scroller is now; null where it is gone. Each picture in it gets 2 s once. */
export function innerStripExpression(index: number, y: number): string {
  return `(async () => {
    const { element } = globalThis.cunanScrollers[${index}];
    if (!element.isConnected) return null;
    element.scrollTo({ top: ${y}, behavior: 'instant' });
    for (let i = 0; i < 3; i++) await new Promise((resolve) => { setTimeout(resolve, 120); requestAnimationFrame(resolve); });
    const awaited = globalThis.cunanAwaited ??= new WeakSet();
    const images = [...element.querySelectorAll('img')].filter((image) => !image.complete && image.getClientRects().length > 0 && !awaited.has(image));
    for (const image of images) awaited.add(image);
    const limit = new Promise((resolve) => { setTimeout(resolve, 2000); });
    if (images.length > 0) await Promise.race([limit, Promise.all(images.map((image) => image.decode().catch(() => null)))]);
    return { at: Math.round(element.scrollTop), contentHeight: element.scrollHeight };
  })()`;
}

/** Leaves the window where the last scroller was; the scrollers are as they were found. */
export async function scrollInside(
  page: OpenPage,
  settler: Settler,
  clock: Clock,
  limits: { readonly maxHeightPx: number; readonly timeMs: number },
): Promise<readonly Scroller[]> {
  const endMs = clock.monotonicMs() + Math.min(TIME_LIMIT_MS, limits.timeMs);
  const scrollers: Scroller[] = [];
  const found = await page.evaluate<readonly Found[]>(FIND_EXPRESSION);
  for (const { index, ...scroller } of found) {
    const down = await through(page, settler, index, 'y', scroller, limits.maxHeightPx, clock, endMs);
    const across = await through(page, settler, index, 'x', scroller, limits.maxHeightPx, clock, endMs);
    scrollers.push({
      ...scroller,
      contentHeightPx: down.reachedPx,
      contentWidthPx: across.reachedPx,
      more: down.more || across.more,
    });
  }
  if (found.length > 0) await page.evaluate(RESTORE_EXPRESSION);
  return scrollers;
}

async function through(
  page: OpenPage,
  settler: Settler,
  index: number,
  axis: 'x' | 'y',
  scroller: Omit<Scroller, 'more'>,
  maxPx: number,
  clock: Clock,
  endMs: number,
): Promise<{ readonly reachedPx: number; readonly more: boolean }> {
  const step = axis === 'y' ? scroller.heightPx : scroller.widthPx;
  let length = axis === 'y' ? scroller.contentHeightPx : scroller.contentWidthPx;
  for (let at = step, steps = 0; at < length; at += step, steps++) {
    if (steps >= MAX_STEPS || at >= maxPx || clock.monotonicMs() > endMs)
      return { reachedPx: at, more: true };
    const known = page.recorder.exchanges.length;
    const now = await page.evaluate<{ contentWidthPx: number; contentHeightPx: number } | null>(
      stepExpression(index, axis === 'x' ? at : 0, axis === 'y' ? at : 0),
    );
    if (now === null) break;
    const asked = page.recorder.exchanges.slice(known);
    const open = (): boolean => settler.blocking().some((each) => asked.includes(each));
    await settler.until(() => !open(), Math.min(STEP_LIMIT_MS, endMs - clock.monotonicMs()));
    length = axis === 'y' ? now.contentHeightPx : now.contentWidthPx;
    if (asked.length > 0 && at + step >= length) {
      // What came may have made the list longer.
      const after = await page.evaluate<{ contentWidthPx: number; contentHeightPx: number } | null>(
        stepExpression(index, axis === 'x' ? at : 0, axis === 'y' ? at : 0),
      );
      length = (axis === 'y' ? after?.contentHeightPx : after?.contentWidthPx) ?? length;
    }
  }
  return { reachedPx: length, more: false };
}
