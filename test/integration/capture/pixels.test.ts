// What is in the pictures, band by band: tall pages, pages that wait to be scrolled, full-height sections, fixed bars.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAZY_COUNT, LAZY_HEIGHT } from '../../sites/routes/lazy.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { count } from '../../tools.ts';
import { hardPage } from './hard-page.ts';
import { capture, codes, pixels, removeFolders, wrongBands } from './harness.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

describe('tall pages', () => {
  test.each([[5_000], [15_800]])('%i px: every band has its colour', async (height) => {
    const captured = await capture(`${site.url}/tall/${height}`);
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect([picture.width, picture.height]).toEqual([1280, height]);
    expect(wrongBands(picture, height / 200, 200, 640)).toEqual([]);
    expect(captured.record.state).toBe('COMPLETE');
  });

  for (const [height, scale] of [
    [count(40_000, 200_000), 1],
    [count(12_000, 40_000), 2],
  ] as const) {
    hardPage(
      {
        n: 6,
        name: `Very tall: ${height} px at ${scale} device px per css px`,
        expected: 'COMPLETE; every band at its place, joined from tiles',
      },
      async () => {
        const captured = await capture(`${site.url}/tall/${height}`, {
          options: { deviceScaleFactor: scale },
        });
        const picture = await pixels(await captured.read('data/screenshot.png'));
        expect([picture.width, picture.height]).toEqual([1280 * scale, height * scale]);
        expect(wrongBands(picture, height / 200, 200, 640, scale)).toEqual([]);
        expect(captured.record.state).toBe('COMPLETE');
        return `COMPLETE; ${picture.width}x${picture.height} px, ${height / 200} of ${height / 200} bands right`;
      },
      300_000,
    );
  }

  hardPage(
    { n: 6, name: 'Taller than the limit', expected: 'PARTIAL (scroll-limit), cut there' },
    async () => {
      const captured = await capture(`${site.url}/tall/9000`, { options: { maxHeightPx: 3_000 } });
      const picture = await pixels(await captured.read('data/screenshot.png'));
      expect(picture.height).toBe(3_000);
      expect(wrongBands(picture, 15, 200, 640)).toEqual([]);
      expect(captured.record.state).toBe('PARTIAL');
      expect(captured.record.reasons).toEqual([{ code: 'scroll-limit', details: { heightPx: 3_000 } }]);
      return 'PARTIAL, scroll-limit 3,000 px; 15 of 15 bands above it right';
    },
  );
});

describe('pages that wait to be seen', () => {
  const cases = [
    ['native', 1, 'loading=lazy'],
    ['observer', 2, 'Lazy by an observer: images and backgrounds'],
    ['debounced', 2, 'Lazy by a scroll listener that waits 150 ms'],
  ] as const;
  for (const [kind, n, name] of cases) {
    hardPage({ n, name, expected: 'COMPLETE; all fetched and painted' }, async () => {
      const before = site.requests.length;
      const captured = await capture(`${site.url}/lazy/${kind}`);
      const asked = new Set(site.requests.slice(before).map(({ path }) => path.split('?')[0]));
      expect([...asked].filter((path) => path?.startsWith('/band/'))).toHaveLength(LAZY_COUNT);
      const picture = await pixels(await captured.read('data/screenshot.png'));
      expect(picture.height).toBe(LAZY_COUNT * LAZY_HEIGHT);
      // A background repeats its 64 px picture: the middle of a box is inside one of them in either case.
      expect(wrongBands(picture, LAZY_COUNT, LAZY_HEIGHT, 640)).toEqual([]);
      expect(captured.record.state).toBe('COMPLETE');
      return `COMPLETE; ${LAZY_COUNT} of ${LAZY_COUNT} asked for and painted`;
    });
  }

  hardPage(
    { n: 3, name: 'Infinite scroll', expected: 'PARTIAL (scroll-limit) at the stated height' },
    async () => {
      const captured = await capture(`${site.url}/infinite`, { options: { maxHeightPx: 9_000 } });
      expect(captured.record.state).toBe('PARTIAL');
      expect(codes(captured)).toEqual(['scroll-limit']);
      expect((await pixels(await captured.read('data/screenshot.png'))).height).toBe(9_000);
      return 'PARTIAL, scroll-limit 9,000 px; picture 9,000 px high';
    },
  );
});

describe('layout is left as it is', () => {
  hardPage({ n: 5, name: 'Sections of 100vh', expected: 'COMPLETE; 5 x 800 px' }, async () => {
    const captured = await capture(`${site.url}/full-height`);
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect([picture.width, picture.height]).toEqual([1280, 4_000]);
    expect(wrongBands(picture, 5, 800, 640)).toEqual([]);
    return 'COMPLETE; 4,000 px, 5 of 5 sections right';
  });

  test('a fixed bar stands once, at the top, also where the page is joined from tiles', async () => {
    const captured = await capture(`${site.url}/sticky`);
    const picture = await pixels(await captured.read('data/screenshot.png'));
    const red = Array.from({ length: picture.height }, (_, y) => y).filter((y) => {
      const [r, g, b] = picture.at(640, y);
      return r > 240 && g < 20 && b < 20;
    });
    expect([red[0], red.at(-1), red.length]).toEqual([0, 49, 50]);
  });

  test('viewport picture, thumbnail, canvas and shadow DOM', async () => {
    const captured = await capture(`${site.url}/shadow`);
    const viewport = await pixels(await captured.read('data/viewport.png'));
    expect([viewport.width, viewport.height]).toEqual([1280, 800]);
    const thumbnail = await pixels(await captured.read('data/thumbnail.jpg'));
    expect(thumbnail.width).toBe(480);
    const dom = (await captured.read('data/dom.json')).toString();
    expect(dom).toContain('open secret');
    expect(dom).toContain('closed secret');
    const picture = await pixels(await captured.read('data/screenshot.png'));
    const painted = Array.from({ length: picture.height }, (_, y) => picture.at(100, y).join()).includes(
      '10,200,30',
    );
    expect(painted).toBe(true);
  });
});
