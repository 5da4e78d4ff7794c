// Photographs every screen in both languages, both themes, two window sizes and four scenarios, runs axe over each
// screen, and prints what axe, the console or the CSP complained about. Output: test/results/shots (git-ignored).
// Usage: node test/e2e/fakes/shots.ts [filter]     e.g. "item", "zh-CN-dark-1280"

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { QUIET } from '../../quiet-browser.ts';
import { createFakeCore, type FakeCore, type Scenario } from './fake-core.ts';
import { sampleEvidence } from './sample-data.ts';
import { DEPOSIT_ID } from './sample-deposit.ts';
import { serveFake } from './serve.ts';

const OUT = fileURLToPath(new URL('../../results/shots/', import.meta.url));
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
interface Screen {
  readonly name: string;
  readonly hash: string;
  readonly scenarios: readonly Scenario[];
  readonly act?: (page: Page) => Promise<void>;
}

const item = (index: number, tab: string): string => `#/evidence/${sampleEvidence(index).id}/${tab}`;

const SCREENS: readonly Screen[] = [
  { name: 'cases', hash: '#/cases', scenarios: ['empty', 'full'] },
  { name: 'case', hash: '#/cases/case-1', scenarios: ['full'] },
  {
    name: 'works',
    hash: '#/cases/case-1',
    scenarios: ['full'],
    act: (page) => page.locator('#case-panel-tab-works').click(),
  },
  {
    name: 'work-form',
    hash: '#/cases/case-1',
    scenarios: ['full'],
    act: async (page) => {
      await page.locator('#case-panel-tab-works').click();
      await page.locator('.works-head button').click();
    },
  },
  {
    name: 'work-links',
    hash: '#/cases/case-1',
    scenarios: ['full'],
    act: async (page) => {
      await page.locator('#case-panel-tab-works').click();
      await page.locator('.work-actions button').first().click();
    },
  },
  {
    name: 'works-empty',
    hash: '#/cases/case-2',
    scenarios: ['full'],
    act: (page) => page.locator('#case-panel-tab-works').click(),
  },
  { name: 'deposit', hash: '#/capture/deposit', scenarios: ['empty'] },
  { name: 'item-deposit', hash: `#/evidence/${DEPOSIT_ID}/deposit`, scenarios: ['full'] },
  { name: 'applications', hash: '#/applications', scenarios: ['empty', 'full'] },
  { name: 'application-draft', hash: '#/applications/A-20261124-0410ABCD7', scenarios: ['full'] },
  { name: 'application-sent', hash: '#/applications/A-20261123-9KQ2MTPXA', scenarios: ['full'] },
  { name: 'settings-notary', hash: '#/settings/notary', scenarios: ['full'] },
  { name: 'capture', hash: '#/capture', scenarios: ['empty', 'busy', 'failed'] },
  { name: 'capture-refused', hash: '#/capture', scenarios: ['empty'], act: fillRefused },
  { name: 'recording', hash: '#/capture/process', scenarios: ['empty', 'full'] },
  {
    name: 'recording-live',
    hash: '#/capture/process',
    scenarios: ['full'],
    act: async (page) => {
      // One core serves all sizes and themes: the recording of the first picture is still under way in the next.
      const live = page.locator('.recording-mark');
      const running = await live.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (!running) {
        await page.locator('.capture-form input').first().fill('https://shop.example/');
        await page.locator('.capture-form button[type=submit]').click();
      }
      await page.locator('.recording-mark input').fill('商品价格');
      await page.locator('.recording-mark button[type=submit]').click();
      await page.locator('.moments li').first().waitFor();
    },
  },
  { name: 'options-page', hash: '#/capture', scenarios: ['empty'], act: openOptions },
  { name: 'options-session', hash: '#/capture', scenarios: ['empty'], act: openSession },
  { name: 'options-risk', hash: '#/capture', scenarios: ['empty'], act: openRisk },
  { name: 'batches', hash: '#/capture/batches', scenarios: ['empty', 'full'] },
  { name: 'batch-draft', hash: '#/capture/batches/B-5f0c', scenarios: ['full'] },
  { name: 'batch-running', hash: '#/capture/batches/B-3a77', scenarios: ['full'] },
  { name: 'batch-all', hash: '#/capture/batches/B-3a77?show=all&page=7', scenarios: ['full'] },
  {
    name: 'batch-exclude',
    hash: '#/capture/batches/B-3a77?show=waiting',
    scenarios: ['full'],
    act: (page) => page.locator('.col-actions button').last().click(),
  },
  { name: 'watches', hash: '#/capture/watches', scenarios: ['empty', 'full'] },
  { name: 'watch', hash: '#/capture/watches/W-1', scenarios: ['full'] },
  { name: 'watch-held', hash: '#/capture/watches/W-2', scenarios: ['full'] },
  { name: 'batch-held', hash: '#/capture/batches/B-3a77?show=failed', scenarios: ['full'] },
  { name: 'batch-reason', hash: '#/capture/batches/B-5f0c', scenarios: ['full'], act: openBatchReason },
  { name: 'evidence', hash: '#/evidence', scenarios: ['empty', 'full'] },
  { name: 'evidence-none', hash: '#/evidence?q=zzzz', scenarios: ['full'] },
  { name: 'item-complete', hash: item(0, 'picture'), scenarios: ['full'], act: openProof },
  { name: 'item-partial', hash: item(2, 'picture'), scenarios: ['full'] },
  { name: 'item-failed', hash: item(4, 'picture'), scenarios: ['full'] },
  { name: 'item-demo', hash: item(3, 'picture'), scenarios: ['full'] },
  { name: 'item-resources', hash: item(2, 'resources'), scenarios: ['full'] },
  { name: 'item-resource', hash: item(2, 'resources'), scenarios: ['full'], act: openResource },
  { name: 'item-files', hash: item(0, 'files'), scenarios: ['full'] },
  { name: 'item-process', hash: item(0, 'process'), scenarios: ['full'] },
  { name: 'item-process-failed', hash: item(4, 'process'), scenarios: ['full'] },
  { name: 'item-environment', hash: item(0, 'environment'), scenarios: ['full'], act: openRaw },
  { name: 'capture-reason', hash: '#/capture', scenarios: ['failed'], act: giveReason },
  { name: 'item-text', hash: item(0, 'text'), scenarios: ['full'] },
  { name: 'item-missing', hash: '#/evidence/E-20261122-000000000/picture', scenarios: ['full'] },
  { name: 'verify', hash: '#/verify', scenarios: ['full'] },
  { name: 'verify-bad', hash: '#/verify', scenarios: ['full'], act: verifyBad },
  { name: 'settings-general', hash: '#/settings/general', scenarios: ['full'] },
  { name: 'settings-operator', hash: '#/settings/operator', scenarios: ['full'] },
  { name: 'settings-tsa', hash: '#/settings/tsa', scenarios: ['empty', 'full'] },
  { name: 'settings-chain', hash: '#/settings/chain', scenarios: ['empty', 'full'] },
  { name: 'settings-pdf', hash: '#/settings/pdf', scenarios: ['empty', 'full'] },
  { name: 'settings-sm2', hash: '#/settings/sm2', scenarios: ['full'] },
  { name: 'settings-schedule', hash: '#/settings/schedule', scenarios: ['full'] },
  { name: 'settings-platforms', hash: '#/settings/platforms', scenarios: ['empty', 'full'] },
  { name: 'settings-ledger', hash: '#/settings/ledger', scenarios: ['full'] },
  { name: 'settings-environment', hash: '#/settings/environment', scenarios: ['full'] },
  { name: 'settings-browser', hash: '#/settings/browser', scenarios: ['full'] },
  { name: 'settings-folders', hash: '#/settings/folders', scenarios: ['full'] },
  { name: 'settings-about', hash: '#/settings/about', scenarios: ['full'] },
  {
    name: 'case-form',
    hash: '#/cases',
    scenarios: ['full'],
    act: (page) => page.locator('.page-actions button').click(),
  },
  {
    name: 'platform-form',
    hash: '#/settings/platforms',
    scenarios: ['empty'],
    act: async (page) => {
      await page.locator('.empty button').click();
      await page.locator('dialog textarea').fill('{"submit": {"method": "PUT"}}');
      await page.locator('dialog button[type=submit]').click();
    },
  },
  { name: 'tsa-form', hash: '#/settings/tsa', scenarios: ['empty'], act: addTsa },
  { name: 'export', hash: '#/evidence', scenarios: ['full', 'failed'], act: exportTwo },
  { name: 'exports', hash: '#/evidence/exports', scenarios: ['empty', 'full'] },
  { name: 'export-done', hash: '#/evidence/exports/X-9f2c41d07be3a865', scenarios: ['full'], act: openDiscs },
  { name: 'export-form', hash: '#/evidence', scenarios: ['full'], act: fillExport },
  {
    name: 'export-case',
    hash: '#/cases/case-1',
    scenarios: ['full'],
    act: (page) => page.keyboard.press('b'),
  },
  {
    name: 'export-running',
    hash: '#/evidence',
    scenarios: ['full'],
    act: async (page) => {
      await page.locator('.evidence-rows').waitFor();
      await page.keyboard.press('b');
      await page.locator('dialog button[type=submit]').click();
      await page.locator('.export-rows').waitFor();
    },
  },
  { name: 'palette', hash: '#/cases', scenarios: ['full'], act: (page) => page.keyboard.press('Control+k') },
  { name: 'keys', hash: '#/cases', scenarios: ['full'], act: (page) => page.keyboard.press('?') },
];

async function openResource(page: Page): Promise<void> {
  await page.locator('.resource-rows button').first().click();
  await page.locator('.header-rows').first().waitFor();
}

/** The first row is the gravest. */
async function openRaw(page: Page): Promise<void> {
  await page.locator('.environment-more').first().click();
  await page.locator('.environment-raw').waitFor();
}

async function giveReason(page: Page): Promise<void> {
  await page.locator('.job-held button').first().click();
  await page.locator('dialog').waitFor();
}

async function fillRefused(page: Page): Promise<void> {
  await page
    .locator('textarea')
    .first()
    .fill(
      'https://shop.example.com/a\nfile:///etc/passwd\nnot a url\nhttps://shop.example.com/a\nexample.org/path',
    );
  await page.locator('.capture-options summary').click();
  await page.locator('.ant-select').first().click();
  await page.keyboard.press('Escape');
}

/** Opens the field for the reason to go on where the environment check fails. */
async function openBatchReason(page: Page): Promise<void> {
  await page.locator('.draft-bar details').last().locator('summary').click();
  await page.locator('.draft-bar textarea').last().fill('公证处机房经统一代理出网，无法改变');
}

async function openOptions(page: Page): Promise<void> {
  await page.locator('.ant-segmented-item').last().click();
  await page.locator('.capture-options summary').click();
}

/** Cookies, a password, and both exceptions, scrolled to their end. */
/** Cookies and the second picture, in the middle of the form. */
async function openSession(page: Page): Promise<void> {
  await openRisk(page);
  await page.getByTestId('cookie-file').locator('..').scrollIntoViewIfNeeded();
}

async function openRisk(page: Page): Promise<void> {
  await page.locator('textarea').first().fill('https://shop.example.com/orders\nhttps://192.168.1.20/item');
  await page.locator('.capture-options summary').click();
  await page.getByTestId('cookie-file').setInputFiles([
    {
      name: 'cookies.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('.example.com\tTRUE\t/\tTRUE\t0\tsid\tx\nnone'),
    },
  ]);
  await page.locator('.exception input').nth(0).check();
  await page.locator('.exception input[type=checkbox]').nth(1).check();
  await page.locator('.capture-form > button').scrollIntoViewIfNeeded();
}

async function addTsa(page: Page): Promise<void> {
  await page.locator('.empty-action button').click();
  await page.locator('dialog button[type=submit]').click();
}

async function exportTwo(page: Page): Promise<void> {
  for (const key of ['j', ' ', 'j', ' ', 'e']) await page.keyboard.press(key);
}

async function openDiscs(page: Page): Promise<void> {
  await page.locator('.export-discs summary').click();
}

/** A selection, with everything that the dialog can ask. */
async function fillExport(page: Page): Promise<void> {
  await page.locator('.evidence-rows').waitFor();
  for (const key of ['j', ' ', 'j', ' ', 'b']) await page.keyboard.press(key);
  await page.locator('.export-papers input').nth(0).check();
  await page.locator('.export-papers input[type=checkbox]').nth(1).check();
  await page.locator('.ant-segmented-item').nth(2).click();
}

async function openProof(page: Page): Promise<void> {
  await page.locator('.step-open').last().click();
}

async function verifyBad(page: Page): Promise<void> {
  await page.getByTestId('verify-files').setInputFiles([
    {
      name: 'E-20261122-AAAA.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from('PK not a zip at all, sorry'),
    },
    { name: 'other.zip', mimeType: 'application/zip', buffer: Buffer.alloc(40) },
  ]);
  await page.locator('.report').waitFor();
}

const filter = process.argv[2] ?? '';
const cores = new Map<Scenario, FakeCore>();
let scenario: Scenario = 'full';
const coreOf = (name: Scenario): FakeCore => {
  const known = cores.get(name) ?? createFakeCore({ scenario: name });
  cores.set(name, known);
  return known;
};
const server = await serveFake(() => coreOf(scenario));
const complaints: string[] = [];

async function visit(
  browser: Browser,
  language: 'zh-CN' | 'en',
  theme: 'light' | 'dark',
  width: number,
  height: number,
) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  for (const screen of SCREENS) {
    for (const name of screen.scenarios) {
      const shot = `${screen.name}-${name}-${language}-${theme}-${width}`;
      if (!shot.includes(filter)) continue;
      scenario = name;
      await coreOf(name).changeSettings({ language, theme });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of (4\d\d|500)/.test(message.text()))
          complaints.push(`${shot}: console: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${shot}: ${error.message}`));
      await page.goto(server.url + screen.hash);
      await page.locator('.page').waitFor();
      await page.waitForTimeout(350);
      await screen.act?.(page);
      await page.waitForTimeout(name === 'busy' ? 1_600 : 300);
      await page.screenshot({ path: `${OUT}${shot}.png` });
      const found = await new AxeBuilder({ page }).analyze();
      for (const violation of found.violations) {
        complaints.push(
          `${shot}: axe ${violation.id}: ${violation.nodes
            .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
            .slice(0, 3)
            .join(' | ')}`,
        );
      }
      await page.close();
    }
  }
  await context.close();
}

await mkdir(OUT, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...QUIET] });
for (const language of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    await visit(browser, language, theme, 1_280, 800);
    await visit(browser, language, theme, 1_440, 900);
  }
}
await browser.close();
for (const core of cores.values()) core.dispose();
await server.close();
await writeFile(`${OUT}complaints.txt`, `${complaints.join('\n')}\n`);
console.log(complaints.length === 0 ? 'no complaints' : complaints.join('\n'));
