// Pages that take content away again when it is scrolled out of sight (long lists of feeds and shops). Every screen
// leaves a few samples of what stood on it; at the end they are looked for. Where many are gone, the picture of the
// whole page has to be made while scrolling.

import type { OpenPage } from './open-page.ts';

const MIN_GONE = 6;
const GONE_SHARE = 0.25;

/** For page scripts: remembers what stands on the screen now; called once per look, the last one counts. */
export const SAMPLE = `
  const sample = () => {
    const seen = globalThis.cunanSeen ??= new Map();
    const hits = new Set();
    for (let i = 1; i < 12; i += 2) for (let j = 1; j < 8; j += 2) {
      const element = document.elementFromPoint(innerWidth * j / 8, innerHeight * i / 12);
      if (element && element !== document.body && element !== document.documentElement && element.childElementCount === 0) hits.add(element);
    }
    if (seen.size < 2000) seen.set(Math.round(scrollY / 50), [...hits].map((element) => [element, (element.currentSrc ?? element.textContent ?? '').slice(0, 80)]));
  };
`;

const LOOK_EXPRESSION = `(() => {
  let sampled = 0, gone = 0;
  for (const samples of (globalThis.cunanSeen ?? new Map()).values()) for (const [element, content] of samples) {
    sampled += 1;
    if (!element.isConnected || (element.currentSrc ?? element.textContent ?? '').slice(0, 80) !== content) gone += 1;
  }
  globalThis.cunanSeen = new Map();
  return { sampled, gone };
})()`;

/** Call at the top of the page, after it was scrolled through. */
export async function takesAway(page: OpenPage): Promise<boolean> {
  const { sampled, gone } = await page.evaluate<{ sampled: number; gone: number }>(LOOK_EXPRESSION);
  return gone >= MIN_GONE && gone >= sampled * GONE_SHARE;
}
