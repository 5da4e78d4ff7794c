// Pages that look different when they are scrolled, photographed at once, or looked at a moment later: what is in the
// picture, what the server was asked for, and what the record says was done for the picture.

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { count } from '../../tools.ts';
import { bandColour } from '../../sites/pictures.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, pixels, removeFolders, wrongBands, type Captured, type Pixels } from './harness.ts';
import { readArchive, responseTo } from './archive.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

const picture = async (captured: Captured): Promise<Pixels> =>
  pixels(await captured.read('data/screenshot.png'));
const note = (captured: Captured, code: string): unknown =>
  captured.record.notes.find((each) => each.code === code)?.details;
/** First and last row with this colour in a column, and how many rows have it. */
function rows({ height, at }: Pixels, x: number, colour: string): readonly (number | undefined)[] {
  const found = Array.from({ length: height }, (_, y) => y).filter((y) => at(x, y).join() === colour);
  return [found[0], found.at(-1), found.length];
}
const bandsAsked = (mark: string): number =>
  new Set(site.paths().filter((path) => path.startsWith('/band/') && path.endsWith(mark))).size;

describe('bars that stay on the screen', () => {
  hardPage(
    {
      n: 4,
      name: 'Sticky header, fixed footer, floating button, drawer',
      expected:
        'COMPLETE; each bar once, nothing hidden in the full-page picture; the first screen as it was seen',
    },
    async () => {
      const captured = await capture(`${site.url}/bars`);
      const full = await picture(captured);
      // 4,000 px of bands, 40 of the sticky line, 160 of the end; the button's top was at 630 on a screen of 800.
      const end = 4_200;
      expect(full.height).toBe(end + 170);
      expect(rows(full, 640, '255,0,0')).toEqual([0, 49, 50]);
      expect(rows(full, 640, '0,255,0')).toEqual([end + 110, end + 169, 60]);
      expect(rows(full, 1220, '0,0,255')).toEqual([end, end + 79, 80]);
      expect(rows(full, 640, '255,255,0')).toEqual([4_000, 4_039, 40]);
      expect(rows(full, 640, '0,255,255')).toEqual([4_040, end - 1, 160]);
      expect(rows(full, 640, '255,0,255')).toEqual([undefined, undefined, 0]);
      expect(wrongBands(full, 20, 200, 640)).toEqual([]);
      const seen = await pixels(await captured.read('data/viewport.png'));
      expect(seen.height).toBe(800);
      expect(rows(seen, 640, '0,255,0')).toEqual([740, 799, 60]);
      expect(captured.record.state).toBe('COMPLETE');
      expect(note(captured, 'picture-bars-moved')).toEqual({ count: 2, extraPx: 170 });
      expect(note(captured, 'picture-bars-hidden')).toEqual({ count: 1 });
      expect(note(captured, 'picture-sticky-released')).toEqual({ count: 1 });
      const dom = (await captured.read('data/dom.json')).toString();
      expect(dom).not.toContain('translate: 0px');
      return 'COMPLETE; all 20 bands visible, each bar once, footer and button below the end; first screen untouched; said in the notes';
    },
  );

  hardPage(
    {
      n: 4,
      name: 'Bars, a part and a background that are !important',
      expected:
        'COMPLETE; what can be put right in another way is, the rest stands in the picture as the page has it, and the notes say which',
    },
    async () => {
      const captured = await capture(`${site.url}/bars-important`);
      const full = await picture(captured);
      const end = 4_200;
      expect(full.height).toBe(end + 60);
      // The footer below the end, the drawer nowhere, the button where the screen has it.
      expect(rows(full, 640, '0,255,0')).toEqual([end, end + 59, 60]);
      expect(rows(full, 640, '255,0,255')).toEqual([undefined, undefined, 0]);
      expect(rows(full, 1220, '0,0,255')).toEqual([620, 699, 80]);
      expect(wrongBands(full, 19, 200, 640)).toEqual([]);
      expect(note(captured, 'picture-bars-moved')).toEqual({ count: 1, extraPx: 60 });
      expect(note(captured, 'picture-bars-hidden')).toEqual({ count: 1 });
      expect(note(captured, 'picture-parts-drawn')).toBeUndefined();
      expect(note(captured, 'picture-backgrounds-spread')).toBeUndefined();
      expect(note(captured, 'picture-left')).toMatchObject({ parts: 1, backgrounds: 1 });
      return 'COMPLETE; footer below the end, drawer nowhere, button at its place on the first screen; the note counts what was left';
    },
  );

  hardPage(
    {
      n: 'S3',
      name: 'Fixed background under white text',
      expected: 'COMPLETE; the background covers the whole picture',
    },
    async () => {
      const captured = await capture(`${site.url}/backdrop`);
      const full = await picture(captured);
      expect(rows(full, 640, '10,20,30')).toEqual([0, 3_999, 4_000]);
      expect(note(captured, 'picture-backgrounds-spread')).toEqual({ count: 1 });
      return 'COMPLETE; 4,000 of 4,000 rows have the background';
    },
  );
});

describe('what is drawn or loaded only where one looks', () => {
  hardPage(
    {
      n: 'S4',
      name: 'content-visibility: auto',
      expected: 'COMPLETE; parts far from the screen are drawn in the picture',
    },
    async () => {
      const captured = await capture(`${site.url}/parts`);
      const full = await picture(captured);
      expect(full.height).toBe(6_000);
      expect(wrongBands(full, 30, 200, 640)).toEqual([]);
      expect(note(captured, 'picture-parts-drawn')).toEqual({ count: 30 });
      return 'COMPLETE; 30 of 30 parts drawn';
    },
  );

  hardPage(
    {
      n: 'S5',
      name: 'A list that scrolls by itself',
      expected: 'COMPLETE; its pictures loaded, a picture of all it holds',
    },
    async () => {
      const captured = await capture(`${site.url}/inner`);
      expect(bandsAsked('?inner')).toBe(20);
      expect(captured.record.state).toBe('COMPLETE');
      expect(note(captured, 'inner-scroll')).toMatchObject({ name: 'div#list', heightPx: 400 });
      expect((await captured.read('data/text.txt')).toString()).toContain('entry 19');
      const full = await picture(captured);
      expect(rows(full, 10, bandColour(0).join())[2]).toBe(200);
      const inside = await pixels(await captured.read('data/inner-1.png'));
      const painted = Array.from({ length: 20 }, (_, index) => rows(inside, 10, bandColour(index).join())[2]);
      expect(painted).toEqual(Array.from({ length: 20 }, () => 200));
      expect(note(captured, 'inner-picture')).toMatchObject({ path: 'data/inner-1.png', name: 'div#list' });
      return 'COMPLETE; 20 of 20 pictures asked for, entry 19 in text.txt, 20 of 20 painted whole in data/inner-1.png, the list at its top in the page’s picture';
    },
  );

  hardPage(
    {
      n: 'S6',
      name: 'A page wider than the screen',
      expected: 'COMPLETE; whole width in the picture, pictures loaded',
    },
    async () => {
      const captured = await capture(`${site.url}/wide`);
      const full = await picture(captured);
      expect(full.width).toBe(4_000);
      expect(bandsAsked('?wide')).toBe(20);
      const wrong = Array.from({ length: 20 }, (_, index) => index).filter(
        (index) => full.at(index * 200 + 100, 150).join() !== bandColour(index).join(),
      );
      expect(wrong).toEqual([]);
      return 'COMPLETE; 4,000 px wide, 20 of 20 pictures painted';
    },
  );

  hardPage(
    {
      n: 'S7',
      name: 'CSS scroll snap, smooth scrolling',
      expected: 'COMPLETE; every section loaded and painted',
    },
    async () => {
      const captured = await capture(`${site.url}/snap`);
      expect(bandsAsked('?snap')).toBe(8);
      expect(wrongBands(await picture(captured), 8, 700, 640)).toEqual([]);
      return 'COMPLETE; 8 of 8 sections painted';
    },
  );

  if (count(false, true))
    hardPage(
      { n: 'S8', name: 'Parallax by script', expected: 'COMPLETE; the page as it stands at its top' },
      async () => {
        const captured = await capture(`${site.url}/parallax`);
        const full = await picture(captured);
        expect(full.height).toBe(4_000);
        expect(wrongBands(full, 20, 200, 640)).toEqual([]);
        return 'COMPLETE; 20 of 20 bands at their places';
      },
    );

  hardPage(
    {
      n: 34,
      name: 'Drawn late by a timer, no request before it',
      expected: 'COMPLETE; what was drawn is in the picture',
    },
    async () => {
      const captured = await capture(`${site.url}/late-timer`);
      const full = await picture(captured);
      expect(rows(full, 10, bandColour(6).join())[2]).toBe(64);
      expect(captured.record.state).toBe('COMPLETE');
      return 'COMPLETE; heading and picture drawn after 1.2 s are in the picture';
    },
  );
});

describe('what is taken away when it is out of sight', () => {
  hardPage(
    {
      n: 'S10',
      name: 'A feed whose posts exist only near the screen',
      expected: 'COMPLETE; every post in the picture, which is made while scrolling; said',
    },
    async () => {
      const captured = await capture(`${site.url}/feed`);
      const full = await picture(captured);
      expect(full.height).toBe(6_150);
      expect(wrongBands(full, 41, 150, 640)).toEqual([]);
      expect(rows(full, 100, '255,0,0')).toEqual([0, 39, 40]);
      expect(captured.record.state).toBe('COMPLETE');
      expect(note(captured, 'picture-by-scrolling')).toEqual({ count: 8 });
      return 'COMPLETE; 41 of 41 posts in the picture, the bar once';
    },
  );
});

describe('tiles', () => {
  hardPage(
    {
      n: 6,
      name: 'A page whose tiles are alike',
      expected: 'COMPLETE: photographed again, it is the page that repeats',
    },
    async () => {
      const captured = await capture(`${site.url}/repeating`);
      const full = await picture(captured);
      expect(rows(full, 640, '220,180,40')[2]).toBe(12_000);
      expect(captured.record.reasons).toEqual([]);
      return 'COMPLETE; 12,000 of 24,000 rows in either colour';
    },
  );
});

describe('what moves', () => {
  hardPage(
    {
      n: 'S9',
      name: 'A page that changes after the picture',
      expected: 'COMPLETE with a note: text changed',
    },
    async () => {
      const captured = await capture(`${site.url}/counting`);
      expect(note(captured, 'changed-after-picture')).toEqual({ what: 'text markup' });
      return 'COMPLETE; note changed-after-picture (text markup)';
    },
  );

  hardPage(
    {
      n: 'A7',
      name: 'A page that loads itself anew after it was scrolled through',
      expected: 'PARTIAL: page-moved, although the address is the same',
    },
    async () => {
      const { record } = await capture(`${site.url}/reloading`);
      expect(record.state).toBe('PARTIAL');
      expect(record.reasons.map(({ code }) => code)).toContain('page-moved');
      return 'PARTIAL; page-moved';
    },
  );

  hardPage(
    {
      n: 'A8',
      name: 'A page that notices the picture and the printing and shows another text for them',
      expected:
        'notes that the page changed for the picture and for the print; what a shared worker asked is recorded',
    },
    async () => {
      const captured = await capture(`${site.url}/two-faced`);
      expect((await picture(captured)).at(900, 80)).toEqual([200, 0, 0]);
      const text = (await captured.read('data/text.txt')).toString();
      expect(text).toContain('innocent');
      expect(note(captured, 'changed-during-picture')).toMatchObject({
        what: expect.stringContaining('markup'),
      });
      expect(note(captured, 'changed-for-print')).toEqual({});
      const asked = captured.record.resources.find(({ url }) => url.endsWith('/said.txt?shared'));
      expect(asked).toMatchObject({ status: 200, verdict: 'ok' });
      expect(text).toContain('from the server');
      expect(responseTo(readArchive(captured), asked!.url).bytes).toBe('from the server'.length);
      return 'COMPLETE; picture red, text innocent; notes changed-during-picture, changed-for-print; said.txt in the archive';
    },
  );

  hardPage(
    {
      n: 'A9',
      name: 'A page that puts a document of its own making (blob:) in its place',
      expected: 'PARTIAL: document-unrequested',
    },
    async () => {
      const { record } = await capture(`${site.url}/own-document`);
      expect(record.title).toBe('Own');
      expect(record.state).toBe('PARTIAL');
      expect(record.reasons.map(({ code }) => code)).toContain('document-unrequested');
      return 'PARTIAL; document-unrequested';
    },
  );

  hardPage(
    { n: 34, name: 'Animations', expected: 'COMPLETE; said that the picture is one moment of them' },
    async () => {
      const captured = await capture(`${site.url}/animated`);
      expect(note(captured, 'picture-moving')).toEqual({ animations: 1, videos: 0 });
      return 'COMPLETE; note picture-moving: 1 animation';
    },
  );

  hardPage({ n: 10, name: 'Poster of a video', expected: 'the poster is in the picture' }, async () => {
    const captured = await capture(`${site.url}/poster`);
    expect((await picture(captured)).at(128, 100)).toEqual(bandColour(8));
    // A page that stands still did not change after its picture.
    expect(note(captured, 'changed-after-picture')).toBeUndefined();
    return `${captured.record.state}; poster painted`;
  });

  hardPage(
    { n: 9, name: 'Canvas and WebGL', expected: 'COMPLETE; their pixels are in the picture' },
    async () => {
      const drawn = await capture(`${site.url}/shadow`);
      const canvas = await picture(drawn);
      expect(rows(canvas, 100, '10,200,30')[2]).toBe(100);
      const webgl = await capture(`${site.url}/webgl`);
      const on = webgl.record.title === 'WebGL on';
      if (on) expect((await picture(webgl)).at(100, 50)).toEqual([10, 200, 30]);
      return `COMPLETE; 100 rows of the canvas; WebGL ${on ? 'painted' : 'not offered by this browser: not tested'}`;
    },
  );
});
