// Pictures of what parts of the page hold that scroll by themselves: an application may keep nearly everything in one
// such element, and the picture of the page shows a screenful of it. Joined from strips, like the page's own.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addNote, addReason, remainingMs, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import {
  BOXES_EXPRESSION,
  innerStripExpression,
  RESTORE_EXPRESSION,
  type InnerBox,
} from '../page/inner-scroll.ts';
import type { OpenPage } from '../page/open-page.ts';
import { checkPicture } from '../picture/check.ts';
import { joinTiles } from '../picture/tiles.ts';
import { cutOut } from './strips.ts';

const MAX_PICTURES = 3;
const MAX_STRIPS = 200;
const TIME_LIMIT_MS = 20_000;
const KEEP_MS = 10_000;

/** Of the scrollers that settling found; none where it found none. Puts them back as they were. */
export async function photographInside(attempt: Attempt, page: OpenPage): Promise<void> {
  const { clock } = attempt.deps;
  const endMs = clock.monotonicMs() + Math.min(TIME_LIMIT_MS, remainingMs(attempt) - KEEP_MS);
  const boxes = await page.evaluate<readonly InnerBox[]>(BOXES_EXPRESSION);
  for (const [number, box] of boxes.slice(0, MAX_PICTURES).entries()) {
    const file = `inner-${number + 1}.png`;
    try {
      await photographBox(attempt, page, box, file, endMs);
    } catch (error) {
      if (page.isCrashed()) throw error;
      addReason(attempt, 'artefact-missing', { artefact: file, error: String(error) });
    }
  }
  if (boxes.length > 0) await page.evaluate(RESTORE_EXPRESSION);
}

async function photographBox(
  attempt: Attempt,
  page: OpenPage,
  box: InnerBox,
  file: string,
  endMs: number,
): Promise<void> {
  const { clock } = attempt.deps;
  const { deviceScaleFactor: scale } = page.viewport;
  const paths: string[] = [];
  let height = 0;
  let content = box.contentHeight;
  while (height < content && height < attempt.request.options.maxHeightPx && paths.length < MAX_STRIPS) {
    if (paths.length > 0 && clock.monotonicMs() > endMs) break;
    const now = await page.evaluate<{ at: number; contentHeight: number } | null>(
      innerStripExpression(box.index, height),
    );
    if (now === null) break;
    content = now.contentHeight;
    const { x, y, width } = box;
    const { data } = await page.session.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
      captureBeyondViewport: true,
      clip: { x, y, width, height: box.height, scale: 1 },
    });
    const path = join(attempt.tempDir, `${file}-${paths.length}.png`);
    await writeFile(path, Buffer.from(data, 'base64'));
    const rows = Math.min(box.height, content - height);
    if (rows <= 0) break;
    paths.push(rows === box.height ? path : await cutOut(path, (height - now.at) * scale, rows * scale));
    height += rows;
  }
  if (paths.length === 0) return;
  const size = { width: box.width * scale, height: height * scale };
  const target = join(attempt.dataDir, file);
  await joinTiles(paths, size.width, size.height, target);
  const checked = `${await checkPicture(target, size)}, ${paths.length} strip(s)`;
  await addArtefact(attempt, 'inner', `data/${file}`, 'image/png', checked);
  addNote(attempt, 'inner-picture', {
    name: box.name,
    path: `data/${file}`,
    count: paths.length,
    heightPx: height,
    contentHeightPx: content,
  });
}
