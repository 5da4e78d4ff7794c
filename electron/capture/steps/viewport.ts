// Step 'viewport': the first screen as it came, before anything was scrolled, and a thumbnail of it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBeside, openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { checkPicture, writeThumbnail } from '../picture/check.ts';

export async function viewportStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const shot = await page.session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  const bytes = Buffer.from(shot.data, 'base64');
  const path = join(attempt.dataDir, 'viewport.png');
  await writeFile(path, bytes);
  makeBeside(attempt, 'viewport.png', async (lasting) => {
    const { width, height, deviceScaleFactor } = page.viewport;
    const expected = { width: width * deviceScaleFactor, height: height * deviceScaleFactor };
    const checked = await checkPicture(bytes, expected);
    await addArtefact(lasting, 'viewport', 'data/viewport.png', 'image/png', checked);
    const thumbnail = join(lasting.dataDir, 'thumbnail.jpg');
    const small = await writeThumbnail(bytes, thumbnail);
    await addArtefact(lasting, 'thumbnail', 'data/thumbnail.jpg', 'image/jpeg', small);
  });
}
