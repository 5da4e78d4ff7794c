// The picture of a page that takes content away when it is scrolled out of sight: made strip by strip while scrolling,
// each as the screen shows it then. Bars that stay on the screen stand in the first strip only.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { addReason, remainingMs, type Attempt } from '../attempt.ts';
import { HIDE_BARS_EXPRESSION } from '../page/for-picture.ts';
import type { OpenPage } from '../page/open-page.ts';
import { visitExpression, type Screen } from '../page/scroll-scripts.ts';
import type { Tile } from '../picture/tiles.ts';

const DWELL_MS = 300;
const IMAGES_LIMIT_MS = 3_000;
/** Of the time that is left, for what comes after the picture. */
const KEEP_MS = 10_000;
const FLOOR_MS = 40_000;

export interface Strips {
  readonly tiles: readonly Tile[];
  readonly paths: readonly string[];
  /** Css px. */
  readonly width: number;
  readonly height: number;
  /** Bars that the page's styles keep on the screen: they stand in every strip. */
  readonly barsLeft: number;
}

/** Leaves the page at its top. */
export async function photographByScrolling(attempt: Attempt, page: OpenPage): Promise<Strips> {
  const { clock } = attempt.deps;
  const { width, height: step, deviceScaleFactor: scale } = page.viewport;
  const endMs = clock.monotonicMs() + remainingMs(attempt, FLOOR_MS + KEEP_MS) - KEEP_MS;
  const { maxHeightPx } = attempt.request.options;
  const tiles: Tile[] = [];
  const paths: string[] = [];
  let height = 0;
  let barsLeft = 0;
  for (let y = 0; ; y += step) {
    const screen = await look(attempt, page, y);
    const end = Math.min(Math.max(screen.height, step), maxHeightPx);
    const path = join(attempt.tempDir, `strip-${tiles.length}.png`);
    const { data } = await page.session.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
    });
    await writeFile(path, Buffer.from(data, 'base64'));
    const rows = Math.min(step, end - y);
    if (rows <= 0) break;
    // The last screen of a page begins above where the strip before it ended.
    paths.push(rows === step ? path : await cutOut(path, (y - screen.y) * scale, rows * scale));
    tiles.push({ top: y, height: rows });
    height = y + rows;
    attempt.hooks.onStep('screenshot', height / end);
    if (y === 0) barsLeft = await page.evaluate<number>(HIDE_BARS_EXPRESSION);
    const left = screen.height - height;
    if (left > 1 && (height >= maxHeightPx || clock.monotonicMs() > endMs)) {
      const known = attempt.reasons.some(({ code }) => code === 'scroll-limit');
      if (!known) addReason(attempt, 'scroll-limit', { heightPx: height });
      break;
    }
    if (left <= 1) break;
  }
  await page.evaluate<Screen>(visitExpression(0, 0, 0));
  return { tiles, paths, width, height, barsLeft };
}

async function look(attempt: Attempt, page: OpenPage, y: number): Promise<Screen> {
  let screen = await page.evaluate<Screen>(visitExpression(0, y, DWELL_MS));
  const { settler } = attempt;
  if (screen.pendingImages > 0 && settler !== null) {
    await settler.until(() => !settler.blocking().some(({ type }) => type === 'image'), IMAGES_LIMIT_MS);
    screen = await page.evaluate<Screen>(visitExpression(0, y, 0));
  }
  return screen;
}

export async function cutOut(path: string, top: number, rows: number): Promise<string> {
  const cut = path.replace(/\.png$/, '-cut.png');
  const { width, height } = await sharp(path).metadata();
  const from = Math.max(0, Math.min(Math.round(top), height - 1));
  await sharp(path)
    .extract({ left: 0, top: from, width, height: Math.min(Math.round(rows), height - from) })
    .png()
    .toFile(cut);
  return cut;
}
