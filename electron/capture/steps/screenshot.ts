// Step 'screenshot': the whole page in one picture. The viewport is never made as tall as the page (100vh sections
// would grow with it); what lies below is painted beyond the viewport, in strips where the page is tall.

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addNote, addReason, makeBeside, openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { differencesDuring, fingerprint, type Fingerprint } from '../page/fingerprint.ts';
import { prepareForPicture, type PictureFacts } from '../page/for-picture.ts';
import type { OpenPage } from '../page/open-page.ts';
import { contentBetweenExpression } from '../page/scripts.ts';
import { checkPicture, isOneColour, samePixels } from '../picture/check.ts';
import { photographInside } from './inner-pictures.ts';
import { photographByScrolling } from './strips.ts';
import { joinTiles, planTiles, type Tile } from '../picture/tiles.ts';

const MAX_WIDTH_DEVICE_PX = 16_000;

export async function screenshotStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  attempt.photographed = await fingerprint(page);
  const { facts, takeBack } = await prepareForPicture(page, attempt.request.options.maxHeightPx);
  let arranged: Fingerprint;
  let taken: Fingerprint;
  try {
    let { barsLeft } = facts;
    arranged = await fingerprint(page);
    if (attempt.takesAway) barsLeft = await photographStrips(attempt, page);
    else await photographPage(attempt, page, facts.extraPx);
    taken = await fingerprint(page);
    await photographInside(attempt, page);
    explainPicture(attempt, { ...facts, barsLeft }, attempt.photographed);
  } finally {
    await takeBack();
  }
  // A page that is photographed while it is scrolled changes for that, which the picture's own note says.
  if (attempt.takesAway) return;
  const what = differencesDuring(attempt.photographed, arranged, taken, await fingerprint(page));
  if (what.length > 0) addNote(attempt, 'changed-during-picture', { what: what.join(' ') });
}

/** Resolves with the number of bars that stand in every strip. */
async function photographStrips(attempt: Attempt, page: OpenPage): Promise<number> {
  const { deviceScaleFactor: scale } = page.viewport;
  const target = join(attempt.dataDir, 'screenshot.png');
  attempt.addressAtScreenshot = page.moves.address;
  const { tiles, paths, width, height, barsLeft } = await photographByScrolling(attempt, page);
  const { widthPx } = attempt.pageFacts ?? { widthPx: width };
  if (widthPx > width)
    addReason(attempt, 'screenshot-size', { expected: `${widthPx} px wide`, actual: `${width} px wide` });
  if (attempt.pageFacts) attempt.pageFacts = { ...attempt.pageFacts, heightPx: height };
  addNote(attempt, 'picture-by-scrolling', { count: tiles.length });
  const size = { width: width * scale, height: height * scale };
  makeBeside(attempt, 'screenshot.png', (lasting) => finish(lasting, page, tiles, paths, size, target));
  return barsLeft;
}

async function photographPage(attempt: Attempt, page: OpenPage, extraPx: number): Promise<void> {
  const { options } = attempt.request;
  const scale = page.viewport.deviceScaleFactor;
  const { cssContentSize } = await page.session.send('Page.getLayoutMetrics');
  const fullWidth = Math.max(Math.ceil(cssContentSize.width), page.viewport.width);
  const fullHeight = Math.max(Math.ceil(cssContentSize.height), 1);
  const width = pictureWidth(page, fullWidth);
  const height = Math.min(fullHeight, options.maxHeightPx) + extraPx;
  if (width < fullWidth) {
    addReason(attempt, 'screenshot-size', { expected: `${fullWidth} px wide`, actual: `${width} px wide` });
  }
  if (height < fullHeight && !attempt.reasons.some(({ code }) => code === 'scroll-limit')) {
    addReason(attempt, 'scroll-limit', { heightPx: height });
  }
  attempt.addressAtScreenshot = page.moves.address;
  if (attempt.pageFacts)
    attempt.pageFacts = { ...attempt.pageFacts, widthPx: fullWidth, heightPx: fullHeight };
  const tiles = planTiles(height, scale);
  const paths: string[] = [];
  const seen = new Map<string, number>();
  const target = join(attempt.dataDir, 'screenshot.png');
  for (const [index, tile] of tiles.entries()) {
    const path = tiles.length === 1 ? target : join(attempt.tempDir, `tile-${index}.png`);
    const digest = await photograph(page, tile, width, path);
    const twin = seen.get(digest);
    if (twin !== undefined && !(await isRealRepetition(page, tile, width, path, attempt.tempDir)))
      addReason(attempt, 'artefact-unchecked', {
        artefact: 'screenshot.png',
        error: `tile ${index} repeats tile ${twin}`,
      });
    seen.set(digest, index);
    paths.push(path);
    attempt.hooks.onStep('screenshot', (index + 1) / tiles.length);
  }
  const size = { width: width * scale, height: height * scale };
  makeBeside(attempt, 'screenshot.png', (lasting) => finish(lasting, page, tiles, paths, size, target));
}

/** Css px: the whole page, up to what Chromium paints in one piece. */
export function pictureWidth({ viewport }: OpenPage, fullWidth: number): number {
  return Math.min(fullWidth, Math.floor(MAX_WIDTH_DEVICE_PX / viewport.deviceScaleFactor));
}

/** Resolves with a digest of the picture. */
export async function photograph(page: OpenPage, tile: Tile, width: number, path: string): Promise<string> {
  const shot = page.session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip: { x: 0, y: tile.top, width, height: tile.height, scale: 1 },
  });
  const { data } = await Promise.race([shot, page.crashed]);
  const bytes = Buffer.from(data, 'base64');
  await writeFile(path, bytes);
  return createHash('sha256').update(bytes).digest('base64');
}

/**
 * Equal tiles: a page may well repeat itself, and browsers have been seen to paint the same part twice. The middle of
 * the tile, photographed alone, tells.
 */
async function isRealRepetition(
  page: OpenPage,
  tile: Tile,
  width: number,
  path: string,
  folder: string,
): Promise<boolean> {
  const scale = page.viewport.deviceScaleFactor;
  const middle = { top: tile.top + Math.floor(tile.height / 3), height: Math.ceil(tile.height / 3) };
  const again = join(folder, 'again.png');
  await photograph(page, middle, width, again);
  return samePixels(path, (middle.top - tile.top) * scale, again);
}

/** What the picture is not, as seen on the screen: told in words. */
function explainPicture(attempt: Attempt, facts: PictureFacts, moment: Fingerprint): void {
  const { barsMoved, extraPx, barsHidden, stickyReleased, partsDrawn, backgroundsSpread, coverPercent } =
    facts;
  attempt.events.add('picture', { ...facts, animations: moment.animations, videos: moment.videos });
  const strips = attempt.takesAway;
  if (barsMoved > 0 && !strips) addNote(attempt, 'picture-bars-moved', { count: barsMoved, extraPx });
  const hidden = barsHidden + (strips ? barsMoved : 0);
  if (hidden > 0) addNote(attempt, 'picture-bars-hidden', { count: hidden });
  if (stickyReleased > 0) addNote(attempt, 'picture-sticky-released', { count: stickyReleased });
  if (partsDrawn > 0) addNote(attempt, 'picture-parts-drawn', { count: partsDrawn });
  if (backgroundsSpread > 0) addNote(attempt, 'picture-backgrounds-spread', { count: backgroundsSpread });
  const { barsLeft: bars, partsLeft: parts, backgroundsLeft: backgrounds } = facts;
  if (bars + parts + backgrounds > 0) addNote(attempt, 'picture-left', { bars, parts, backgrounds });
  if (coverPercent > 0) addNote(attempt, 'picture-covered', { percent: coverPercent });
  const { animations, videos } = moment;
  if (animations + videos > 0) addNote(attempt, 'picture-moving', { animations, videos });
}

/** Joins and checks while the browser goes on; what is found becomes a reason. */
async function finish(
  attempt: Attempt,
  page: OpenPage,
  tiles: readonly Tile[],
  paths: readonly string[],
  size: { readonly width: number; readonly height: number },
  target: string,
): Promise<void> {
  if (paths[0] !== target) await joinTiles(paths, size.width, size.height, target);
  const empty = await blankTiles(page, tiles, paths, size.width);
  for (const index of empty) addReason(attempt, 'screenshot-blank-tile', { index });
  let checked: string | null = null;
  try {
    checked = `${await checkPicture(target, size)}, ${tiles.length} tile(s), ${empty.length} empty`;
  } catch (error) {
    addReason(attempt, 'screenshot-size', {
      expected: `${size.width}x${size.height} px`,
      actual: (error as Error).message,
    });
  }
  await addArtefact(attempt, 'screenshot', 'data/screenshot.png', 'image/png', checked);
}

/** Indices of the tiles of one colour where the page has something to show. @param widthPx device px */
export async function blankTiles(
  page: OpenPage,
  tiles: readonly Tile[],
  paths: readonly string[],
  widthPx: number,
): Promise<readonly number[]> {
  const blank: number[] = [];
  for (const [index, path] of paths.entries()) {
    const tile = tiles[index]!;
    const size = { width: widthPx, height: tile.height * page.viewport.deviceScaleFactor };
    if ((await isOneColour(path, size)) && (await hasContent(page, tile))) blank.push(index);
  }
  return blank;
}

async function hasContent(page: OpenPage, tile: Tile): Promise<boolean> {
  try {
    return await page.evaluate<boolean>(contentBetweenExpression(tile.top, tile.top + tile.height));
  } catch {
    return true; // Cannot be told any more: an empty strip is then a finding, not an assumption.
  }
}
