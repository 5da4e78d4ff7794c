// verify.html, built afresh and opened from file:// in a real browser.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type ElementHandle, launch as launchBrowser, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { QUIET } from '../../quiet-browser.ts';

export async function buildPage(): Promise<{ readonly path: string; dispose(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-verifier-'));
  await build({ configFile: 'vite.verifier.config.ts', logLevel: 'error', build: { outDir: folder } });
  return { path: join(folder, 'verify.html'), dispose: () => rmSync(folder, { recursive: true }) };
}

export function launch(browser: 'chromium' | 'firefox-esr'): Promise<Browser> {
  const executablePath = `/usr/bin/${browser}`;
  return browser === 'chromium'
    ? launchBrowser({ executablePath, args: [...QUIET] })
    : launchBrowser({ browser: 'firefox', executablePath, headless: true });
}

export async function openPage(
  browser: Browser,
  path: string,
): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector('#files');
  return { page, errors };
}

/** Gives the files to the page and waits until all are judged. The reports as JSON text, as they stand in the page. */
export async function verifyInPage(page: Page, paths: readonly string[]): Promise<string> {
  const input = (await page.$('#files')) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...paths);
  const expected = paths.filter((path) => path.endsWith('.zip')).length;
  await page.waitForFunction(
    (count: number) => {
      const data = document.querySelector('#reports[data-idle]');
      return data !== null && (JSON.parse(data.textContent ?? '[]') as unknown[]).length >= count;
    },
    { timeout: 180_000 },
    expected,
  );
  return page.$eval('#reports', (data) => data.textContent ?? '');
}
