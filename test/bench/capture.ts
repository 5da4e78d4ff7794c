// One page after another: our capture against a bare puppeteer script that makes the same artefacts, in turn.
// The bare script waits for the load event and scrolls through once; it records no request, checks nothing, keeps no log.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import sharp from 'sharp';
import { discoverBrowser } from '../../electron/capture/browser/discover.ts';
import type { BrowserBinary } from '../../electron/capture/types.ts';
import { startDemoSite } from '../../electron/demo/site.ts';
import { findResources } from '../../electron/platform/resources.ts';
import { QUIET } from '../quiet-browser.ts';
import { median, seconds, timed } from './figures.ts';
import { inFolder, runCapture } from './run-capture.ts';
import type { Table } from './run.ts';

const ROUNDS = 7;
const VIEWPORT = { width: 1280, height: 800, deviceScaleFactor: 1 };
export async function benchCapture(): Promise<readonly Table[]> {
  const site = await startDemoSite(findResources(null).demoSite);
  const browser = await discoverBrowser(process.env['CUNAN_BROWSER'] ?? null);
  const rows: string[][] = [];
  try {
    for (const page of ['', 'item.html']) {
      const url = `${site.url}/${page}`;
      const ours: number[] = [];
      const bare: number[] = [];
      let state = '';
      for (let round = -1; round < ROUNDS; round++) {
        const mine = await timed(async () => {
          ({ state } = await runCapture(url, browser));
        });
        const theirs = await timed(() => bareScript(url, browser));
        if (round < 0) continue;
        ours.push(mine);
        bare.push(theirs);
      }
      const ratios = ours.map((ms, at) => ms / bare[at]!);
      rows.push([`/${page}`, seconds(median(ours)), seconds(median(bare)), median(ratios).toFixed(2), state]);
    }
  } finally {
    await site.close();
  }
  return [
    {
      title: 'Capture of one page, browser start included',
      goal: `Goal: at most 1.25 times the bare script. Median of ${ROUNDS}, in turn; the ratio is the median of the pairs. The bare script scrolls through once with pauses of 100 ms and hopes that all pictures came; it writes no WACZ.`,
      columns: ['page', 'Cunan', 'bare puppeteer', 'ratio', 'state'],
      rows,
    },
  ];
}

/** The usual few lines: screen by screen with a short pause, so that lazy pictures load; then back to the top. */
const SCROLL = `(async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 100));
  }
  scrollTo(0, 0);
})()`;

function bareScript(url: string, { path, args }: BrowserBinary): Promise<void> {
  return inFolder(async (folder) => {
    const browser = await launch({
      executablePath: path,
      pipe: true,
      defaultViewport: VIEWPORT,
      userDataDir: join(folder, 'profile'),
      args: [...QUIET, ...args],
    });
    try {
      const page = await browser.newPage();
      await page.goto(url, { waitUntil: 'load' });
      await page.evaluate(SCROLL);
      await page.screenshot({ path: join(folder, 'viewport.png') });
      await page.screenshot({ path: join(folder, 'screenshot.png'), fullPage: true });
      const cdp = await page.createCDPSession();
      const { data } = await cdp.send('Page.captureSnapshot', { format: 'mhtml' });
      await writeFile(join(folder, 'page.mhtml'), data);
      await writeFile(
        join(folder, 'dom.json'),
        JSON.stringify(await cdp.send('DOMSnapshot.captureSnapshot', { computedStyles: [] })),
      );
      await writeFile(join(folder, 'text.txt'), (await page.evaluate('document.body.innerText')) as string);
      await page.pdf({ path: join(folder, 'page.pdf') });
      await sharp(await readFile(join(folder, 'viewport.png')))
        .resize(480)
        .jpeg()
        .toFile(join(folder, 'thumbnail.jpg'));
    } finally {
      await browser.close();
    }
  });
}
