// What is in the pictures, band by band: tall pages, pages that wait to be scrolled, full-height sections, fixed bars.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAZY_COUNT, LAZY_HEIGHT } from '../../sites/routes/lazy.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { count } from '../../tools.ts';
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
  test.each([[5_000], [15_800], [40_000]])('%i px: every band has its colour', async (height) => {
    const captured = await capture(`${site.url}/tall/${height}`);
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect([picture.width, picture.height]).toEqual([1280, height]);
    expect(wrongBands(picture, height / 200, 200, 640)).toEqual([]);
    expect(captured.record.state).toBe('COMPLETE');
  });

  test('at two device pixels per css pixel, in tiles', async () => {
    const height = count(12_000, 40_000);
    const captured = await capture(`${site.url}/tall/${height}`, { options: { deviceScaleFactor: 2 } });
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect([picture.width, picture.height]).toEqual([2560, 2 * height]);
    expect(wrongBands(picture, height / 200, 200, 640, 2)).toEqual([]);
  });

  test('taller than the limit: cut there, and said to be', async () => {
    const captured = await capture(`${site.url}/tall/9000`, { options: { maxHeightPx: 3_000 } });
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect(picture.height).toBe(3_000);
    expect(wrongBands(picture, 15, 200, 640)).toEqual([]);
    expect(captured.record.state).toBe('PARTIAL');
    expect(captured.record.reasons).toEqual([{ code: 'scroll-limit', details: { heightPx: 3_000 } }]);
  });
});

describe('pages that wait to be seen', () => {
  test.each(['native', 'observer', 'debounced'])(
    'lazy by %s: every picture was fetched and painted',
    async (kind) => {
      const before = site.requests.length;
      const captured = await capture(`${site.url}/lazy/${kind}`);
      const asked = new Set(site.requests.slice(before).map(({ path }) => path.split('?')[0]));
      expect([...asked].filter((path) => path?.startsWith('/band/'))).toHaveLength(LAZY_COUNT);
      const picture = await pixels(await captured.read('data/screenshot.png'));
      expect(picture.height).toBe(LAZY_COUNT * LAZY_HEIGHT);
      // A background repeats its 64 px picture: the middle of a box is inside one of them in either case.
      expect(wrongBands(picture, LAZY_COUNT, LAZY_HEIGHT, 640)).toEqual([]);
      expect(captured.record.state).toBe('COMPLETE');
    },
  );

  test('endless lists stop at a limit that is named', async () => {
    const captured = await capture(`${site.url}/infinite`, { options: { maxHeightPx: 9_000 } });
    expect(captured.record.state).toBe('PARTIAL');
    expect(codes(captured)).toEqual(['scroll-limit']);
    expect((await pixels(await captured.read('data/screenshot.png'))).height).toBe(9_000);
  });
});

describe('layout is left as it is', () => {
  test('sections of 100vh keep the height of the viewport', async () => {
    const captured = await capture(`${site.url}/full-height`);
    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect([picture.width, picture.height]).toEqual([1280, 4_000]);
    expect(wrongBands(picture, 5, 800, 640)).toEqual([]);
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
