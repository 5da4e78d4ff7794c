// Step 'settle': scrolls through the whole page and the parts that scroll by themselves, so that everything that waits
// to be seen is loaded and decoded, then returns to the top. Bounded by height and time; what is beyond is said to be.

import { addNote, addReason, openPageOf, pageText, remainingMs, type Attempt } from '../attempt.ts';
import type { PageFacts } from '../../../shared/evidence/capture-record.ts';
import { isPainted } from '../network/exchange.ts';
import { mayBeBeacons } from '../painted.ts';
import { scrollInside, type Scroller } from '../page/inner-scroll.ts';
import type { OpenPage } from '../page/open-page.ts';
import { visitExpression, type Screen } from '../page/scroll-scripts.ts';
import { scrollThrough, type Scrolled } from '../page/scrolling.ts';
import { backgroundsExpression, decodeExpression, FACTS_EXPRESSION } from '../page/scripts.ts';
import { takesAway } from '../page/unloading.ts';
import { createSettler, patienceOf, SETTLE_RULES, type Settler } from '../page/settling.ts';

/** Part of the page's budget that scrolling may use. */
const SCROLL_SHARE = 0.4;
const DECODE_LIMIT_MS = 8_000;
const GIVEN_UP_FONT_MS = 300;
/** For pictures that are not complete although nothing is awaited. */
const SOON_MS = 300;
const MAX_SCROLLER_NOTES = 10;

interface Decoded {
  readonly images: number;
  readonly undecoded: readonly string[];
  readonly undecodedCount: number;
}

export async function settleStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { clock } = attempt.deps;
  const { timeLimitMs, scrollLimitMs, maxHeightPx } = attempt.request.options;
  const settler = attempt.settler ?? createSettler(page, clock, { noByteMs: patienceOf(timeLimitMs) });
  const shareMs = scrollLimitMs || Math.round(timeLimitMs * SCROLL_SHARE);
  const timeMs = Math.min(remainingMs(attempt), shareMs);
  attempt.settledLoader = page.moves.documents.at(-1)?.loaderId;
  const scrolled = await scrollThrough(page, settler, clock, { maxHeightPx, timeMs });
  const scrollers = await scrollInside(page, settler, clock, {
    maxHeightPx,
    timeMs: Math.min(remainingMs(attempt), timeMs),
  });
  explainScrolling(attempt, scrolled, scrollers);
  const top = await page.evaluate<Screen>(visitExpression(0, 0, scrolled.dwellMs));
  await settler.until(
    () => settler.busy().every((exchange) => exchange.type === 'xhr' || exchange.type === 'fetch'),
    Math.min(remainingMs(attempt), SETTLE_RULES.flowingMs),
  );
  const still = await settler.domQuiet(Math.min(remainingMs(attempt), SETTLE_RULES.domPatienceMs));
  attempt.takesAway = scrolled.screens > 2 && (await takesAway(page));
  const decode = await decodeAll(attempt, page, settler);
  const short = mayBeBeacons(page);
  if (short.length > 0)
    attempt.shownAsBackground = new Set(await page.evaluate<readonly string[]>(backgroundsExpression(short)));
  attempt.absent = new Set(settler.givenUp().filter(isPainted));
  const facts = await page.evaluate<{ title: string; charset: string | null; language: string | null }>(
    FACTS_EXPRESSION,
  );
  attempt.title = pageText(facts.title);
  attempt.pageFacts = pageFactsOf(attempt, page, decode, facts, top);
  attempt.events.add('settled', {
    still,
    images: decode.images,
    heightPx: top.height,
    screens: scrolled.screens,
    scrollers: scrollers.length,
  });
}

function explainScrolling(attempt: Attempt, scrolled: Scrolled, scrollers: readonly Scroller[]): void {
  if (scrolled.stoppedAtPx !== null) {
    addReason(attempt, 'scroll-limit', { heightPx: scrolled.stoppedAtPx });
    attempt.events.add('scroll-limit', {
      heightPx: scrolled.stoppedAtPx,
      pageHeightPx: scrolled.last.height,
    });
  }
  if (scrolled.waiting > 0) addNote(attempt, 'images-not-asked-for', { count: scrolled.waiting });
  for (const { name, more, ...size } of scrollers.slice(0, MAX_SCROLLER_NOTES)) {
    addNote(attempt, 'inner-scroll', { name, ...size });
    if (more) addReason(attempt, 'scroll-limit', { heightPx: size.contentHeightPx, inside: name });
  }
  if (scrollers.length > MAX_SCROLLER_NOTES)
    addNote(attempt, 'inner-scroll-more', { count: scrollers.length - MAX_SCROLLER_NOTES });
}

function decodeAll(attempt: Attempt, page: OpenPage, settler: Settler): Promise<Decoded> {
  const limitMs = Math.min(remainingMs(attempt, 500), DECODE_LIMIT_MS);
  // What never comes was waited for already.
  const absent = new Set(settler.givenUp().map(({ type }) => type));
  const fontMs = absent.has('font') ? Math.min(GIVEN_UP_FONT_MS, limitMs) : limitMs;
  return page.evaluate<Decoded>(decodeExpression(limitMs, fontMs, absent.has('image') ? 0 : SOON_MS));
}

function pageFactsOf(
  attempt: Attempt,
  page: OpenPage,
  decode: Decoded,
  facts: { readonly charset: string | null; readonly language: string | null },
  top: Screen,
): PageFacts {
  const undecoded = undecodedCount(page, decode);
  if (undecoded > 0) addReason(attempt, 'image-undecoded', { count: undecoded });
  return {
    widthPx: Math.round(Math.max(top.width, page.viewport.width)),
    heightPx: Math.round(top.height),
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
function undecodedCount(page: OpenPage, decode: Decoded): number {
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
