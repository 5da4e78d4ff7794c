// Step 'settle': scrolls through the whole page so that everything that waits to be seen is loaded and decoded, then
// returns to the top. Bounded by height and time; a page that goes on below the limit is said to.

import { addReason, openPageOf, remainingMs, type Attempt } from '../attempt.ts';
import type { PageFacts } from '../../../shared/evidence/capture-record.ts';
import type { OpenPage } from '../page/open-page.ts';
import {
  decodeExpression,
  FACTS_EXPRESSION,
  LAZY_MARKS_EXPRESSION,
  QUIET_EXPRESSION,
  scrollExpression,
} from '../page/scripts.ts';
import { createSettler, pause, SETTLE_RULES, type Settler } from '../page/settling.ts';
import { pageText } from '../attempt.ts';

/** Part of the page's budget that scrolling may use. */
const SCROLL_SHARE = 0.4;
/** A page that grows while it is scrolled gets no more than this: it may never end. */
const GROWING_LIMIT_MS = 20_000;
/** Time per screen for scripts that listen to scrolling and react late. */
const LAZY_DWELL_MS = 250;
const DWELL_LIMIT_MS = 6_000;
const DECODE_LIMIT_MS = 8_000;

interface ScrollPosition {
  readonly y: number;
  readonly height: number;
  readonly width: number;
  readonly pendingImages: number;
}

export async function settleStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const settler = attempt.settler ?? createSettler(page, attempt.deps.clock);
  const bottom = await scrollThrough(attempt, page, settler);
  await page.evaluate<ScrollPosition>(scrollExpression(0));
  await settler.until(
    () => settler.blocking().every((exchange) => exchange.type === 'xhr' || exchange.type === 'fetch'),
    Math.min(remainingMs(attempt), SETTLE_RULES.flowingMs),
  );
  const still = await settler.domQuiet(Math.min(remainingMs(attempt), SETTLE_RULES.domPatienceMs));
  const decode = await page.evaluate<{
    images: number;
    undecoded: readonly string[];
    undecodedCount: number;
  }>(decodeExpression(Math.min(remainingMs(attempt, 500), DECODE_LIMIT_MS)));
  const facts = await page.evaluate<{ title: string; charset: string | null; language: string | null }>(
    FACTS_EXPRESSION,
  );
  attempt.title = pageText(facts.title);
  attempt.pageFacts = pageFactsOf(attempt, page, decode, facts, bottom);
  attempt.events.add('settled', { still, images: decode.images, heightPx: bottom.height });
}

async function scrollThrough(attempt: Attempt, page: OpenPage, settler: Settler): Promise<ScrollPosition> {
  const { clock } = attempt.deps;
  const { options } = attempt.request;
  const shareMs = options.scrollLimitMs || Math.round(options.timeLimitMs * SCROLL_SHARE);
  const limitMs = Math.min(remainingMs(attempt), shareMs);
  const began = clock.monotonicMs();
  const { height: initialHeight } = await page.evaluate<{ height: number }>(QUIET_EXPRESSION);
  const dwellMs = (await reactsToScrolling(page)) ? LAZY_DWELL_MS : 0;
  let at: ScrollPosition = { y: 0, height: initialHeight, width: 0, pendingImages: 0 };
  let next = initialHeight > page.viewport.height ? page.viewport.height : 0;
  for (;;) {
    at = await page.evaluate<ScrollPosition>(scrollExpression(next));
    if (dwellMs > 0) await Promise.race([pause(dwellMs), page.crashed]);
    const growing = at.height > initialHeight + 4 * page.viewport.height;
    const end = began + (growing ? Math.min(limitMs, GROWING_LIMIT_MS) : limitMs);
    at = await loadHere(page, settler, at, next, end - clock.monotonicMs());
    const below = at.height - (next + page.viewport.height);
    if (below <= 1) {
      // A list that loads more when its end is seen needs one more look after what it asked for has come.
      if (dwellMs > 0 || at.height > initialHeight)
        at = await page.evaluate<ScrollPosition>(scrollExpression(next));
      if (at.height - (next + page.viewport.height) <= 1) break;
    }
    next += page.viewport.height;
    const tooTall = next >= options.maxHeightPx;
    if (tooTall || clock.monotonicMs() > end) {
      const heightPx = Math.min(at.height, tooTall ? options.maxHeightPx : next);
      addReason(attempt, 'scroll-limit', { heightPx });
      attempt.events.add('scroll-limit', { heightPx, pageHeightPx: at.height });
      break;
    }
  }
  return at;
}

/** Stays on this screen until its pictures are complete and what it asked for has come, within a limit. */
async function loadHere(
  page: OpenPage,
  settler: Settler,
  first: ScrollPosition,
  y: number,
  leftMs: number,
): Promise<ScrollPosition> {
  const painted = (): boolean =>
    settler.blocking().some((exchange) => exchange.type !== 'script' && exchange.type !== 'other');
  if (first.pendingImages === 0 && !painted()) return first;
  const came = await settler.until(() => !painted(), Math.min(leftMs, DWELL_LIMIT_MS));
  const now = await page.evaluate<ScrollPosition>(scrollExpression(y));
  // Loaded but not yet complete: decoding takes a moment more, and may have brought in the next request.
  if (came && (now.pendingImages > 0 || now.height !== first.height)) {
    await settler.until(() => !painted(), Math.min(leftMs, DWELL_LIMIT_MS));
  }
  return now;
}

/** Scroll listeners or images marked for scripts: both want time on every screen. */
async function reactsToScrolling(page: OpenPage): Promise<boolean> {
  if (await page.evaluate<boolean>(LAZY_MARKS_EXPRESSION)) return true;
  for (const expression of ['window', 'document']) {
    const { result } = await page.session.send('Runtime.evaluate', { expression, objectGroup: 'cunan' });
    if (result.objectId === undefined) continue;
    const { listeners } = await page.session.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId,
    });
    if (listeners.some(({ type }) => type === 'scroll' || type === 'wheel' || type === 'touchmove'))
      return true;
  }
  return false;
}

function pageFactsOf(
  attempt: Attempt,
  page: OpenPage,
  decode: { readonly images: number; readonly undecoded: readonly string[]; readonly undecodedCount: number },
  facts: { readonly charset: string | null; readonly language: string | null },
  bottom: ScrollPosition,
): PageFacts {
  const undecoded = undecodedCount(page, decode);
  if (undecoded > 0) addReason(attempt, 'image-undecoded', { count: undecoded });
  return {
    widthPx: Math.round(Math.max(bottom.width, page.viewport.width)),
    heightPx: Math.round(bottom.height),
    deviceScaleFactor: page.viewport.deviceScaleFactor,
    viewportWidthPx: page.viewport.width,
    viewportHeightPx: page.viewport.height,
    images: decode.images,
    imagesUndecoded: undecoded,
    charset: facts.charset === null ? null : pageText(facts.charset),
    language: facts.language === null ? null : pageText(facts.language),
  };
}

/** Pictures that are missing although their server did not say 4xx or 5xx, and that no other reason names. */
function undecodedCount(
  page: OpenPage,
  decode: { readonly undecoded: readonly string[]; readonly undecodedCount: number },
): number {
  const explained = new Set(
    page.recorder.exchanges
      .filter(
        (exchange) =>
          (exchange.response?.status ?? 0) >= 400 || exchange.end === 'failed' || exchange.end === 'open',
      )
      .map((exchange) => exchange.request.url),
  );
  const named = decode.undecoded.filter((url) => explained.has(url.split('#')[0]!)).length;
  return decode.undecodedCount - named;
}
