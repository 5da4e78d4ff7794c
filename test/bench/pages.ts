// Time per page beside Scoop's figures (shared/capture.md: Scoop 0.6.59, 2 cores, Chromium 156, measured elsewhere on
// fixtures of the same kinds, capture only), and how many pages a minute captures side by side make.

import { discoverBrowser } from '../../electron/capture/browser/discover.ts';
import { startSites } from '../sites/server.ts';
import { median, seconds, timed } from './figures.ts';
import { runCapture } from './run-capture.ts';
import type { Table } from './run.ts';

interface Row {
  readonly path: string;
  readonly what: string;
  readonly rounds: number;
  /** Time and state as Scoop reported them. */
  readonly scoop: string;
}

const ROWS: readonly Row[] = [
  { path: '/simple', what: 'simple page', rounds: 7, scoop: '1.5 s median, COMPLETE' },
  {
    path: '/rich',
    what: 'rich page (12 images, styles, font, script, iframe)',
    rounds: 7,
    scoop: '2.5 s median, COMPLETE',
  },
  {
    path: '/lazy/observer',
    what: 'pictures loaded by an observer',
    rounds: 3,
    scoop: '1.8–2.6 s, COMPLETE with 7 of 40 painted',
  },
  { path: '/tall/40000', what: '40,000 px', rounds: 3, scoop: '2.8 s, COMPLETE' },
  { path: '/tall/150000', what: '150,000 px', rounds: 1, scoop: '6.5 s, COMPLETE without a screenshot' },
  { path: '/polling', what: 'polling', rounds: 5, scoop: '21 s, COMPLETE' },
  { path: '/hanging/ticking', what: 'polling, requests overlap', rounds: 3, scoop: '21 s, COMPLETE' },
  { path: '/sse', what: 'event stream', rounds: 5, scoop: '21 s, COMPLETE' },
  { path: '/hanging/long-poll', what: 'long polling without a byte', rounds: 3, scoop: '21 s, COMPLETE' },
  { path: '/never-ending-image', what: 'image never ends', rounds: 3, scoop: '61 s, PARTIAL' },
  { path: '/never-ending-document', what: 'document never ends', rounds: 3, scoop: '61 s, PARTIAL' },
  { path: '/hanging/style', what: 'style sheet in the head never answers', rounds: 3, scoop: '–' },
];

const BATCH = 12;

export async function benchPages(): Promise<readonly Table[]> {
  const site = await startSites();
  const browser = await discoverBrowser(process.env['CUNAN_BROWSER'] ?? null);
  try {
    const rows: string[][] = [];
    for (const { path, what, rounds, scoop } of ROWS) {
      const times: number[] = [];
      let outcome = '';
      for (let round = 0; round < rounds; round++) {
        times.push(
          await timed(async () => {
            const record = await runCapture(`${site.url}${path}`, browser);
            const reasons = record.reasons.map(({ code }) => code).join(', ');
            const images = record.page !== null && reasons === '' ? record.page.images : 0;
            const pictures = record.artefacts.some(({ kind }) => kind === 'screenshot')
              ? ''
              : ', no screenshot';
            outcome = `${record.state}${reasons === '' ? '' : ` (${reasons})`}${images > 0 ? `, all ${images} images` : ''}${pictures}`;
          }),
        );
      }
      rows.push([what, seconds(median(times)), outcome, scoop]);
    }
    const batches: string[][] = [];
    for (const parallel of [1, 2, 4]) {
      const times: number[] = [];
      const all = await timed(async () => {
        let left = BATCH;
        const worker = async (): Promise<void> => {
          while (left-- > 0) times.push(await timed(() => runCapture(`${site.url}/rich`, browser)));
        };
        await Promise.all(Array.from({ length: parallel }, worker));
      });
      batches.push([
        String(parallel),
        (BATCH / (all / 60_000)).toFixed(0),
        seconds(median(times)),
        seconds(Math.max(...times)),
      ]);
    }
    return [
      {
        title: 'Time per page, beside Scoop',
        goal: 'Browser start, screenshot, PDF, MHTML, DOM, text and WACZ included; median. Scoop’s figures stand in shared/capture.md: version 0.6.59 on 2 cores with Chromium 156, measured elsewhere, on fixtures of the same kinds, without MHTML and DOM. Goal: not slower on simple and rich pages; pages that poll or hang within 8 s.',
        columns: ['page', 'Cunan', 'outcome', 'Scoop'],
        rows,
      },
      {
        title: 'Captures side by side',
        goal: `${BATCH} captures of the rich page, each with a browser and a profile of its own.`,
        columns: ['at once', 'pages a minute', 'median', 'slowest'],
        rows: batches,
      },
    ];
  } finally {
    await site.close();
  }
}
