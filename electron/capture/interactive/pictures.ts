// What the person sees at a moment, as a file: the viewport's picture, and the page as MHTML.

import { writeFile } from 'node:fs/promises';
import type { OpenPage } from '../page/open-page.ts';
import type { Secrets } from './secrets.ts';

/** A hidden window draws nothing: it is not waited for without end. */
const PICTURE_LIMIT_MS = 5_000;
const MHTML_LIMIT_MS = 15_000;

export async function photograph(page: OpenPage, format: 'png' | 'jpeg', path: string): Promise<void> {
  const shot = page.session.send('Page.captureScreenshot', {
    format,
    ...(format === 'jpeg' ? { quality: 85 } : {}),
    optimizeForSpeed: true,
  });
  const { data } = await limited(page, shot, PICTURE_LIMIT_MS);
  await writeFile(path, Buffer.from(data, 'base64'));
}

/** Rejects where the page holds a password in its markup: such a file is not kept. */
export async function savePage(page: OpenPage, secrets: Secrets, path: string): Promise<void> {
  const snapshot = page.session.send('Page.captureSnapshot', { format: 'mhtml' });
  const { data } = await limited(page, snapshot, MHTML_LIMIT_MS);
  const unfolded = data
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const decoded = Buffer.from(unfolded, 'latin1').toString('utf8');
  if (secrets.carriedBy(data) || secrets.carriedBy(decoded)) throw new Error('it would hold a password');
  await writeFile(path, data);
}

async function limited<T>(page: OpenPage, work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit, page.crashed]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // Lost the race: told already.
  }
}
