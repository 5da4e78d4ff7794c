// Visits every screen of the page, so that what waits to be seen is asked for, comes and is decoded. How long a screen
// is looked at is learnt from the page: three frames where nothing listens to scrolling; where something does, 300 ms
// on the first screens and then a little more than the latest answer that was seen. What still waits for a picture at
// the end is visited once more, slowly.

import type { Clock } from '../../platform/ports.ts';
import type { Exchange } from '../network/exchange.ts';
import type { OpenPage } from './open-page.ts';
import { visitExpression, WAITING_EXPRESSION, type Screen } from './scroll-scripts.ts';
import type { Settler } from './settling.ts';

/** For scripts that wait until scrolling has stopped (150 to 250 ms are usual). */
const FULL_DWELL_MS = 300;
const DWELL_MARGIN_MS = 80;
const LEARNING_SCREENS = 3;
/** What one screen asked for is awaited so long. */
const SCREEN_LIMIT_MS = 6_000;
const ROUNDS_PER_SCREEN = 3;
const MAX_COLUMNS = 20;
const MAX_SLOW_SCREENS = 60;
/** A page that grows while it is scrolled gets no more than this: it may never end. */
const GROWING_LIMIT_MS = 20_000;

export interface ScrollLimits {
  readonly maxHeightPx: number;
  readonly timeMs: number;
}

export interface Scrolled {
  readonly last: Screen;
  readonly screens: number;
  /** How long the page takes to answer to scrolling. */
  readonly dwellMs: number;
  /** Css px of the page that were visited; null where all of it was. */
  readonly stoppedAtPx: number | null;
  /** Shown boxes that still wait for a picture. */
  readonly waiting: number;
}

interface Visitor {
  visit(x: number, y: number, dwellMs: number, endMs: number): Promise<Screen>;
  dwellMs(): number;
  readonly screens: number;
}

/** Ends where the page ends or a limit is met; the page is left where the last look was. */
export async function scrollThrough(
  page: OpenPage,
  settler: Settler,
  clock: Clock,
  limits: ScrollLimits,
): Promise<Scrolled> {
  const { height: step } = page.viewport;
  const began = clock.monotonicMs();
  const visitor = createVisitor(page, settler, clock, await listensToScrolling(page));
  const quick = new Set<number>();
  let initialHeight: number | null = null;
  let stoppedAtPx: number | null = null;
  let last: Screen;
  for (let y = 0; ; y += step) {
    const growing = initialHeight !== null && last!.height > initialHeight + 4 * step;
    const endMs = began + (growing ? Math.min(limits.timeMs, GROWING_LIMIT_MS) : limits.timeMs);
    if (visitor.dwellMs() < FULL_DWELL_MS) quick.add(y);
    last = await visitor.visit(0, y, visitor.dwellMs(), endMs);
    const across = Math.max(1, last.viewWidth);
    const columns = Math.min(MAX_COLUMNS, Math.ceil(last.width / across));
    for (let column = 1; column < columns && clock.monotonicMs() < endMs; column++)
      await visitor.visit(column * across, y, visitor.dwellMs(), endMs);
    initialHeight ??= last.height;
    if (last.height - (y + step) <= 1) {
      // A list that loads more when its end is seen needs one more look after what it asked for has come.
      const more = initialHeight > step || last.height > initialHeight;
      if (more) last = await visitor.visit(0, y, visitor.dwellMs() > 0 ? FULL_DWELL_MS : 0, endMs);
      if (last.height - (y + step) <= 1) break;
    }
    const tooTall = y + step >= limits.maxHeightPx;
    if (!tooTall && clock.monotonicMs() <= endMs) continue;
    stoppedAtPx = Math.min(last.height, tooTall ? limits.maxHeightPx : y + step);
    break;
  }
  const waiting = await visitWaiting(page, visitor, quick, clock, began + limits.timeMs, stoppedAtPx);
  return { last, screens: visitor.screens, dwellMs: visitor.dwellMs(), stoppedAtPx, waiting };
}

/** Slowly again to where pictures are still awaited and only a quick look was taken. */
async function visitWaiting(
  page: OpenPage,
  visitor: Visitor,
  quick: ReadonlySet<number>,
  clock: Clock,
  endMs: number,
  stoppedAtPx: number | null,
): Promise<number> {
  const step = page.viewport.height;
  const look = (): Promise<{ count: number; tops: readonly number[] }> => page.evaluate(WAITING_EXPRESSION);
  const { count, tops } = await look();
  if (count === 0) return 0;
  const screens = [...new Set(tops.map((top) => Math.floor(top / step) * step))]
    .filter((y) => quick.has(y) && y < (stoppedAtPx ?? Infinity))
    .slice(0, MAX_SLOW_SCREENS);
  for (const y of screens) {
    if (clock.monotonicMs() > endMs) break;
    await visitor.visit(0, y, FULL_DWELL_MS, endMs);
  }
  return screens.length > 0 ? (await look()).count : count;
}

function createVisitor(page: OpenPage, settler: Settler, clock: Clock, listens: boolean): Visitor {
  let screens = 0;
  let latestMs = 0;
  const { recorder } = page;

  async function visit(x: number, y: number, dwellMs: number, endMs: number): Promise<Screen> {
    screens += 1;
    const known = recorder.exchanges.length;
    const beganMs = clock.monotonicMs();
    let screen = await page.evaluate<Screen>(visitExpression(x, y, dwellMs));
    const asked = recorder.exchanges.slice(known).findLast(isContent);
    latestMs = Math.max(latestMs, screen.reactedMs, asked ? asked.openedAtMs - beganMs : 0);
    for (let round = 0; round < ROUNDS_PER_SCREEN; round++) {
      const before = recorder.exchanges.length;
      const open = (): boolean => settler.blocking().some((each) => isContent(each) && isNew(each, known));
      if (screen.pendingImages === 0 && !open()) break;
      // A picture of an earlier request counts as well: the look after it tells.
      const came = (): boolean => !open() && !settler.blocking().some(({ type }) => type === 'image');
      await settler.until(came, Math.min(endMs - clock.monotonicMs(), SCREEN_LIMIT_MS));
      const { height } = screen;
      screen = await page.evaluate<Screen>(visitExpression(x, y, 0));
      if (screen.height === height && recorder.exchanges.length === before) break;
    }
    return screen;
  }

  function isNew(exchange: Exchange, known: number): boolean {
    return recorder.exchanges.indexOf(exchange, known) !== -1;
  }

  return {
    visit,
    get screens() {
      return screens;
    },
    dwellMs() {
      if (!listens) return 0;
      if (screens < LEARNING_SCREENS || latestMs === 0) return FULL_DWELL_MS;
      return Math.min(FULL_DWELL_MS, latestMs + DWELL_MARGIN_MS);
    },
  };
}

function isContent({ type }: Exchange): boolean {
  return ['image', 'document', 'stylesheet', 'font', 'xhr', 'fetch'].includes(type);
}

const SCROLL_EVENTS = new Set(['scroll', 'scrollend', 'wheel', 'touchmove']);

async function listensToScrolling(page: OpenPage): Promise<boolean> {
  for (const expression of ['window', 'document']) {
    const { result } = await page.session.send('Runtime.evaluate', { expression, objectGroup: 'cunan' });
    if (result.objectId === undefined) continue;
    const { listeners } = await page.session.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId,
    });
    if (listeners.some(({ type }) => SCROLL_EVENTS.has(type))) return true;
  }
  return false;
}
