// Certificates per second and memory, one after the other in one process, beside Chromium's printToPDF of the same rows
// and picture in the same run. Unsigned; reading from and writing to a store come on top.

import { launch, type Page } from 'puppeteer-core';
import { discoverBrowser } from '../../electron/capture/browser/discover.ts';
import { renderPaper } from '../../electron/certificate/render-paper.ts';
import { buildCertificate, SCREENSHOT, type Paper } from '../../shared/certificate/model.ts';
import type { CertificateRow } from '../../shared/certificate/rows.ts';
import { certificateInput, fonts, ISSUED } from '../unit/certificate/sample.ts';
import type { Table } from './run.ts';

const COUNT = 1_000;
const PRINTED = 30;
const WARM_UP = 20;
const FILES = 12;
const HEIGHT = 5_000;

export async function benchCertificates(): Promise<readonly Table[]> {
  const found = await discoverBrowser(process.env['CUNAN_BROWSER'] ?? null);
  const browser = await launch({ executablePath: found.path, args: [...found.args, '--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const picture = await longScreenshot(page);
    const printed = await print(page, picture);
    return [
      {
        title: 'Certificates',
        goal: `Goal: 15 per second on 2 cores, flat memory. ${FILES} files each, screenshot 1280 × ${HEIGHT} px (${Math.round(picture.length / 1024)} KiB); one process, one certificate after the other. printToPDF: the same rows and picture as a plain page, in the same run.`,
        columns: [
          'what',
          'count',
          'per second',
          'CPU ms each',
          'bytes each',
          'memory after 100',
          'memory at the end',
        ],
        rows: [await make('with the picture', picture), await make('without a picture', null), printed],
      },
    ];
  } finally {
    await browser.close();
  }
}

function paperOf(n: number, picture: Uint8Array | null): Paper {
  const input = certificateInput({ files: FILES });
  const { statement } = input;
  const predicate = { ...statement.predicate, title: `第 ${n} 件：仿冒商品页面` };
  return buildCertificate({
    ...input,
    statement: { ...statement, predicate },
    screenshotPath: picture && 'data/screenshot.png',
  });
}

async function make(what: string, picture: Uint8Array | null): Promise<readonly string[]> {
  const pictures = new Map(picture ? [[SCREENSHOT, picture]] : []);
  // What a certificate is made from is there before; making up a sample is not measured.
  const papers = Array.from({ length: 50 }, (_, n) => paperOf(n, picture));
  const one = async (n: number) =>
    (await renderPaper({ paper: papers[n % 50]!, thumbnail: null, pictures, issuedAt: ISSUED }, fonts)).pdf
      .length;
  for (let n = 0; n < WARM_UP; n++) await one(n);
  let bytes = 0;
  let early = '';
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  for (let n = 0; n < COUNT; n++) {
    bytes += await one(n);
    if (n === 99) early = memory();
  }
  const rate = COUNT / ((performance.now() - start) / 1_000);
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = ((user + system) / 1_000 / COUNT).toFixed(0);
  return [what, String(COUNT), rate.toFixed(1), cpuMs, String(Math.round(bytes / COUNT)), early, memory()];
}

function memory(): string {
  return `${Math.round(process.memoryUsage().rss / 1024 ** 2)} MiB`;
}

async function longScreenshot(page: Page): Promise<Uint8Array> {
  const lines = Array.from(
    { length: 210 },
    (_, n) => `<p>${n} 商品评价：做工粗糙，与正品不符。Lorem ipsum dolor sit amet.</p>`,
  );
  await page.setViewport({ width: 1280, height: HEIGHT });
  await page.setContent(`<body style="font:15px sans-serif;margin:24px">${lines.join('')}`);
  return page.screenshot({ type: 'png' });
}

async function print(page: Page, picture: Uint8Array): Promise<readonly string[]> {
  const source = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;
  const html = htmlOf(paperOf(0, picture), source);
  let bytes = 0;
  const start = performance.now();
  for (let n = 0; n < PRINTED; n++) {
    await page.setContent(html, { waitUntil: 'load' });
    bytes += (await page.pdf({ format: 'A4', tagged: true })).length;
  }
  const rate = PRINTED / ((performance.now() - start) / 1_000);
  const each = String(Math.round(bytes / PRINTED));
  return ['Chromium printToPDF', String(PRINTED), rate.toFixed(1), '–', each, '–', '–'];
}

function htmlOf({ title, blocks, cover }: Paper, picture: string): string {
  const body = blocks.map((block) => {
    if (block.kind === 'facts') return `<h2>${block.title.zh}</h2>${rows(block.rows)}`;
    if (block.kind !== 'files') return '';
    return block.files
      .map(({ path, sha256, sm3 }) => `<p>${path}<br><code>${sha256}<br>${sm3}</code>`)
      .join('');
  });
  return `<html lang="zh"><body><h1>${title.zh}</h1>${rows(cover.rows)}${body.join('')}<img width="640" src="${picture}">`;
}

function rows(of: readonly CertificateRow[]): string {
  return `<table>${of.map(({ label, values }) => `<tr><th>${label.zh}<small>${label.en}</small><td>${values.map(({ text, en }) => `<p>${text} <small>${en ?? ''}</small>`).join('')}`).join('')}</table>`;
}
