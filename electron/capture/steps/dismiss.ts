// Step 'dismiss': a second picture of the page, in which banners and dialogs are hidden. Last of all that touches the
// page: every other artefact shows it untouched. What was hidden stands in the record; nothing found, no picture.

import { join } from 'node:path';
import { addNote, addReason, openPageOf, pageText, StepSkipped, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { hideExpression, type HiddenOverlay } from '../page/overlays.ts';
import { prepareForPicture } from '../page/for-picture.ts';
import type { OpenPage } from '../page/open-page.ts';
import { pause } from '../page/settling.ts';
import { checkPicture } from '../picture/check.ts';
import { joinTiles, planTiles } from '../picture/tiles.ts';
import { blankTiles, photograph, pictureWidth } from './screenshot.ts';

const REPAINT_MS = 200;
const NAME = 'screenshot-dismissed.png';

export async function dismissStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { dismissOverlays, dismissSelectors, maxHeightPx } = attempt.request.options;
  const { hidden, invalid } = await page.evaluate<{
    readonly hidden: readonly HiddenOverlay[];
    readonly invalid: readonly string[];
  }>(hideExpression(dismissOverlays, dismissSelectors));
  for (const selector of invalid) addNote(attempt, 'selector-invalid', { selector });
  if (hidden.length === 0) {
    addNote(attempt, 'nothing-to-dismiss');
    throw new StepSkipped('no banner or dialog was found');
  }
  for (const { selector, element, text } of hidden) {
    addNote(attempt, 'overlay-hidden', { selector, element: pageText(element), text: pageText(text) });
    attempt.events.add('overlay-hidden', { selector, element: pageText(element) });
  }
  await Promise.race([pause(REPAINT_MS), page.crashed]);
  const { facts, takeBack } = await prepareForPicture(page, maxHeightPx);
  try {
    await photographAgain(attempt, page, facts.extraPx, hidden.length);
  } finally {
    await takeBack();
  }
}

/**
 * Like the first picture: bars that hide content are put aside in the same way. It is not made while scrolling: where the
 * page takes away what is out of sight, a note says what is missing.
 */
async function photographAgain(
  attempt: Attempt,
  page: OpenPage,
  extraPx: number,
  hidden: number,
): Promise<void> {
  const { maxHeightPx } = attempt.request.options;
  const { cssContentSize } = await page.session.send('Page.getLayoutMetrics');
  const { deviceScaleFactor } = page.viewport;
  const width = pictureWidth(page, Math.max(Math.ceil(cssContentSize.width), page.viewport.width));
  if (attempt.takesAway) addNote(attempt, 'second-picture-taken-away');
  const height = Math.min(Math.max(Math.ceil(cssContentSize.height), 1), maxHeightPx) + extraPx;
  const tiles = planTiles(height, deviceScaleFactor);
  const target = join(attempt.dataDir, NAME);
  const paths = tiles.map((_, index) =>
    tiles.length === 1 ? target : join(attempt.tempDir, `dismissed-${index}.png`),
  );
  for (const [index, tile] of tiles.entries()) await photograph(page, tile, width, paths[index]!);
  const size = { width: width * deviceScaleFactor, height: height * deviceScaleFactor };
  if (tiles.length > 1) await joinTiles(paths, size.width, size.height, target);
  const blank = await blankTiles(page, tiles, paths, size.width);
  for (const index of blank)
    addReason(attempt, 'artefact-unchecked', { artefact: NAME, error: `tile ${index} is blank` });
  const checked = `${await checkPicture(target, size)}, ${tiles.length} tile(s), ${blank.length} empty, ${hidden} hidden`;
  await addArtefact(attempt, 'screenshot-dismissed', `data/${NAME}`, 'image/png', checked);
}
