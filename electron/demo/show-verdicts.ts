// Opens the offline verifier with each file: in windows of a browser where there is a display, else as pictures.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { isAppError } from '../../shared/errors.ts';
import { discoverBrowser } from '../capture/browser/discover.ts';
import { hasDisplay } from '../platform/installed-browsers.ts';
import { findResources } from '../platform/resources.ts';

const TIMEOUT_MS = 60_000;

export async function showVerdicts(
  folder: string,
  files: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const display = hasDisplay(process);
  const browser = await openBrowser(folder, display);
  if (!browser) {
    say('没有可用的浏览器，核验页没有打开。 · No browser: the verifier page was not opened.');
    return;
  }
  for (const [index, file] of files.entries()) {
    const page = await browser.newPage();
    await verifyOn(page, file);
    if (display) continue;
    const picture = join(folder, `verdict-${index + 1}.png`);
    await page.screenshot({ path: picture, fullPage: true });
    say(`核验页 · verifier page: ${picture}`);
  }
  if (!display) {
    await browser.close();
    return;
  }
  say(
    '核验页已在浏览器中打开，关闭窗口即结束。 · The verifier page is open; closing its window ends the demonstration.',
  );
  await new Promise((done) => browser.once('disconnected', done));
}

async function openBrowser(folder: string, display: boolean): Promise<Browser | null> {
  try {
    const { path, args } = await discoverBrowser(null);
    return await launch({
      executablePath: path,
      pipe: true,
      headless: !display,
      defaultViewport: display ? null : { width: 1100, height: 900 },
      userDataDir: join(folder, 'browser'),
      args: [
        '--no-first-run',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...args,
      ],
    });
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

async function verifyOn(page: Page, file: string): Promise<void> {
  await page.goto(pathToFileURL(findResources(null).verifierPage).href);
  const input = await page.waitForSelector('input[type=file]', { timeout: TIMEOUT_MS });
  await (input as NonNullable<typeof input> & { uploadFile(path: string): Promise<void> }).uploadFile(file);
  // Idle with a report in it: before the file is taken the page is idle as well.
  await page.waitForFunction(
    "(document.querySelector('#reports[data-idle]')?.textContent ?? '[]') !== '[]'",
    {
      timeout: TIMEOUT_MS,
    },
  );
}
