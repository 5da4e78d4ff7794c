// Pages of which something never ends or never answers: bounded, photographed, and said. All are captured side by side,
// because nearly all of their time is waiting.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, pixels, removeFolders, type Captured } from './harness.ts';
import { bandColour } from '../../sites/pictures.ts';
import { count } from '../../tools.ts';
import { hardPage } from './hard-page.ts';

const FAST = [
  '/hanging/style',
  '/hanging/script',
  '/hanging/deferred',
  '/hanging/font',
  '/hanging/long-poll',
  '/hanging/ticking',
  '/sse',
  '/polling',
  '/never-ending-image',
  '/never-ending-document',
  '/hanging/late',
] as const;
const LONG = ['/hanging/frame', '/hanging/drip', '/hanging/drip-style'] as const;
type Path = (typeof FAST)[number] | (typeof LONG)[number];

let site: Site;
const captured = new Map<Path, Captured>();
beforeAll(async () => {
  site = await startSites();
  const left: Path[] = [...FAST, ...count<readonly Path[]>([], LONG)];
  const worker = async (): Promise<void> => {
    for (let path = left.shift(); path !== undefined; path = left.shift())
      captured.set(
        path,
        await capture(`${site.url}${path}`, path === '/hanging/late' ? { hooks: release } : {}),
      );
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}, 300_000);
afterAll(async () => {
  await site.close();
  await removeFolders();
});

/** The late picture comes when everything but the PDF has been made without it. */
const release = {
  onStep: (step: string): void => {
    if (step === 'label') void fetch(`${site.url}/late-release`);
  },
};
const of = (path: Path): Captured => captured.get(path)!;
const asked = (path: string): number => site.paths().filter((each) => each === path).length;

/** True where the picture shows the band: the page after what hung was parsed, loaded and painted. */
async function shows(path: Path, band: number): Promise<boolean> {
  const picture = await pixels(await of(path).read('data/screenshot.png'));
  const wanted = bandColour(band).join();
  for (let y = 0; y < picture.height; y++)
    if ([20, 100].some((x) => picture.at(x, y).join() === wanted)) return true;
  return false;
}

const pendingUrls = (path: Path): readonly unknown[] =>
  of(path)
    .record.reasons.filter(({ code }) => code === 'resource-pending')
    .map(({ details }) => String(details?.['url']).slice(site.url.length));

/** Longest time until the page was called still; the machine that runs tests may be slow. */
const settledMs = (path: Path): number => {
  const { record } = of(path);
  return record.steps.find(({ name }) => name === 'navigate')!.durationMs;
};

describe('what holds a page up', () => {
  const cases = [
    ['/hanging/style', '/silent.css', 'A style sheet in the head that never answers'],
    ['/hanging/script', '/silent.js', 'A script in the head that never answers'],
    [
      '/hanging/deferred',
      '/silent.js?1',
      'A deferred script that never answers, before one that draws the page',
    ],
  ] as const;
  for (const [path, hung, name] of cases) {
    hardPage(
      {
        n: 'S1',
        name,
        expected:
          'PARTIAL, its address named; after 4 s the page is loaded without it, parsed to its end and painted',
      },
      async () => {
        const { record } = of(path);
        expect(record.state).toBe('PARTIAL');
        expect(record.reasons).toEqual([
          { code: 'resource-pending', details: { url: `${site.url}${hung}` } },
        ]);
        expect(record.notes).toContainEqual({ code: 'page-loaded-without', details: { count: 1 } });
        expect(await shows(path, 3)).toBe(true);
        expect((await of(path).read('data/text.txt')).toString()).toContain('heading');
        expect([asked(path), asked(hung)]).toEqual([2, 1]);
        return `PARTIAL; page asked for twice, ${hung} once; picture has the band, text the heading; ${settledMs(path)} ms until still`;
      },
    );
  }

  test('scripts behind it have run', () => {
    expect(of('/hanging/script').record.title).toBe('Script done');
    expect(of('/hanging/deferred').record.title).toBe('Deferred done');
  });
});

describe('what never ends', () => {
  hardPage(
    { n: 20, name: 'An image that never ends', expected: 'PARTIAL, pending address named, the rest painted' },
    async () => {
      expect(codes(of('/never-ending-image'))).toEqual(['resource-pending']);
      expect(pendingUrls('/never-ending-image')).toEqual(['/never.png']);
      expect(await shows('/never-ending-image', 2)).toBe(true);
      expect(asked('/never-ending-image')).toBe(1);
      return `PARTIAL, /never.png named; the other image is in the picture; ${settledMs('/never-ending-image')} ms until still`;
    },
  );

  hardPage(
    {
      n: 20,
      name: 'An image that comes after the picture was taken',
      expected: 'PARTIAL, its address named although it came: the picture does not show it',
    },
    async () => {
      expect(pendingUrls('/hanging/late')).toEqual(['/late.png']);
      const { record } = of('/hanging/late');
      expect(record.state).toBe('PARTIAL');
      const image = record.resources.find(({ url }) => url.endsWith('/late.png'))!;
      expect(image.verdict).toBe('ok');
      expect(await shows('/hanging/late', 5)).toBe(false);
      return `PARTIAL, /late.png named; its ${image.bodyBytes} bytes are in the archive, its colour is not in the picture`;
    },
  );

  hardPage(
    {
      n: 20,
      name: 'A document that never ends',
      expected: 'PARTIAL, document-truncated, painted as far as it came',
    },
    async () => {
      expect(codes(of('/never-ending-document'))).toEqual(['document-truncated']);
      const text = (await of('/never-ending-document').read('data/text.txt')).toString();
      expect(text.match(/line/g)).toHaveLength(200);
      const { record } = of('/never-ending-document');
      expect(record.artefacts.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['screenshot', 'pdf', 'mhtml', 'wacz']),
      );
      return `PARTIAL; all 200 lines in text.txt; screenshot, PDF, MHTML and WACZ made; ${settledMs('/never-ending-document')} ms until still`;
    },
  );

  hardPage(
    {
      n: 19,
      name: 'Long polling',
      expected: 'COMPLETE; after 4 s without a byte it is not waited for: it paints nothing',
    },
    async () => {
      expect(of('/hanging/long-poll').record.state).toBe('COMPLETE');
      expect(await shows('/hanging/long-poll', 3)).toBe(true);
      return `COMPLETE; ${settledMs('/hanging/long-poll')} ms until still`;
    },
  );

  hardPage(
    {
      n: 18,
      name: 'An event stream that never ends',
      expected: 'COMPLETE, not waited for; what arrived is stored and listed as pending',
    },
    async () => {
      const { record } = of('/sse');
      expect(record.state).toBe('COMPLETE');
      expect(record.artefacts.map(({ kind }) => kind)).toContain('screenshot');
      const stream = record.resources.find(({ url }) => url.endsWith('/events'));
      expect(stream).toMatchObject({ type: 'eventsource', verdict: 'pending' });
      expect(stream!.bodyBytes).toBeGreaterThan(8);
      return `COMPLETE; ${stream!.bodyBytes} bytes of events stored; ${settledMs('/sse')} ms until still`;
    },
  );

  for (const [path, tick, name] of [
    ['/polling', '/tick?', 'Polling every 300 ms'],
    ['/hanging/ticking', '/slow-tick?', 'Polling with requests that overlap'],
  ] as const) {
    hardPage({ n: 19, name, expected: 'COMPLETE; network idle is not waited for' }, async () => {
      expect(of(path).record.state).toBe('COMPLETE');
      const ticks = site.paths().filter((each) => each.startsWith(tick)).length;
      expect(ticks).toBeGreaterThan(0);
      return `COMPLETE; ${ticks} requests seen by the server; ${settledMs(path)} ms until still`;
    });
  }

  hardPage(
    {
      n: 'S2',
      name: 'A font that never comes',
      expected: 'PARTIAL, font named, text painted in another font',
    },
    async () => {
      expect(pendingUrls('/hanging/font')).toEqual(['/silent.ttf']);
      const picture = await pixels(await of('/hanging/font').read('data/screenshot.png'));
      let dark = 0;
      for (let y = 0; y < 70; y++) for (let x = 0; x < 160; x++) if (picture.at(x, y)[0] < 80) dark += 1;
      expect(dark).toBeGreaterThan(200);
      return `PARTIAL, /silent.ttf named; ${dark} dark pixels of the heading; ${settledMs('/hanging/font')} ms until still`;
    },
  );
});

// Half a minute each: the long tier alone.
if (count(false, true)) {
  describe('what flows for ever', () => {
    test('an iframe that never answers is named', () => {
      expect(pendingUrls('/hanging/frame')).toEqual(['/silent.html']);
    });

    hardPage(
      {
        n: 20,
        name: 'An image whose bytes flow for ever',
        expected: 'PARTIAL after 30 s, pending address named',
      },
      async () => {
        expect(pendingUrls('/hanging/drip')).toEqual(['/dripping.png']);
        expect(await shows('/hanging/drip', 3)).toBe(true);
        return `PARTIAL, /dripping.png named; ${settledMs('/hanging/drip')} ms until still`;
      },
    );

    hardPage(
      {
        n: 'S1',
        name: 'A style sheet in the head whose bytes flow for ever',
        expected: 'PARTIAL after 30 s, its address named, painted',
      },
      async () => {
        expect(pendingUrls('/hanging/drip-style')).toEqual(['/dripping.css']);
        expect(await shows('/hanging/drip-style', 3)).toBe(true);
        return `PARTIAL, /dripping.css named; ${settledMs('/hanging/drip-style')} ms until still`;
      },
    );
  });
}
