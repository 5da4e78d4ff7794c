// Step 'mhtml': the page as one file that Chromium browsers open offline (RFC 2557).

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';

export async function mhtmlStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { data } = await page.session.send('Page.captureSnapshot', { format: 'mhtml' });
  const boundary = /boundary="([^"]+)"/.exec(data.slice(0, 4_096))?.[1];
  const parts = boundary === undefined ? 0 : data.split(`--${boundary}\r\n`).length - 1;
  const whole = boundary !== undefined && parts > 0 && data.trimEnd().endsWith(`--${boundary}--`);
  if (!whole) throw new Error('the browser gave no complete MHTML');
  await writeFile(join(attempt.dataDir, 'page.mhtml'), data);
  await addArtefact(attempt, 'mhtml', 'data/page.mhtml', 'multipart/related', `${parts} parts, closed`);
}
