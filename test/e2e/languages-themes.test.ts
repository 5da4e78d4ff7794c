// Both languages, both themes, two sizes of window, and the whole job by keyboard alone. Every screen is held against
// axe and searched for words of the other language; what stands on it as the person's own data is in English here.

import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { axeComplaints, takeInHand, type Hand } from './hand.ts';
import { startPages, type Pages } from './pages.ts';
import { availableShells, temporaryHome, type RunningApp } from './shells.ts';

const WAIT = 90_000;
let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.close());

describe.each(availableShells())('by keyboard, in both languages and themes in the $name', (shell) => {
  const { home, remove } = temporaryHome();
  const exports = join(home, 'exports');
  let app: RunningApp;
  let hand: Hand;
  let page: Page;
  let item = '';

  beforeAll(async () => {
    app = await shell.open(home);
    hand = takeInHand(app, `look-${shell.name.split(' ')[0]}`);
    page = app.page;
    page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await app.close();
    remove();
  });

  const keys = async (...names: readonly string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  const command = async (words: string) => {
    await keys('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type(words);
    await page.getByRole('option').first().waitFor();
    await keys('Enter');
  };

  it('does the whole job by keyboard', async () => {
    await page.getByRole('heading', { name: '先建一个案件' }).waitFor();
    await command('设置');
    await page.getByText('简体中文').waitFor();
    await hand.tabTo('文件夹');
    await keys('Enter');
    await page.getByLabel('导出文件夹').waitFor();
    await hand.tabTo('导出文件夹');
    await page.keyboard.type(exports);
    await keys('Enter');
    await page.getByText('已保存').first().waitFor();
    await keys('Control+k');
    await page.getByRole('combobox').waitFor();
    await hand.shot('01-palette');
    expect(await axeComplaints(page)).toEqual([]);
    await keys('Escape');
    await command('新建案件');
    await page.getByLabel('案件名称').waitFor();
    await page.keyboard.type('Keyboard case');
    await keys('Enter');
    await page.getByRole('heading', { name: 'Keyboard case' }).waitFor();
    await keys('n');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.type(`${pages.bands}\n${pages.refused}`);
    await hand.tabTo('选项');
    await keys('Enter');
    await hand.tabTo('允许访问内网主机');
    await keys('Space'); // The local host of the addresses is filled in.
    await expect.poll(() => page.getByLabel('允许的内网主机').inputValue()).toBe('127.0.0.1');
    await hand.tabTo('开始取证');
    await hand.shot('03-before-start');
    await keys('Enter');
    await page.locator('.job').first().waitFor();
    await expect.poll(() => page.locator('.job[data-state=done]').count(), { timeout: WAIT }).toBe(2);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await keys('3');
    await page.locator('.evidence-rows').waitFor();
    await keys('/');
    await page.keyboard.type('Four bands');
    await expect.poll(() => page.locator('.evidence-rows tbody tr').count()).toBe(1);
    await keys('Escape', 'Tab', 'j');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await keys('j', 'k', ' ');
    await page.getByText('已选 1 件').waitFor();
    await keys('Escape', 'Enter');
    await page.locator('.viewer-sheet img').waitFor({ timeout: WAIT });
    item = (await page.locator('.item-sub .mono').innerText()).trim();
    await keys('e');
    await page.locator('.exports').getByText('.zip').waitFor({ timeout: WAIT });
    expect(await readdir(exports)).toHaveLength(1);
    await keys('?');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
    await hand.shot('02-keys');
    expect(await axeComplaints(page)).toEqual([]);
    await keys('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys('Escape');
    await page.locator('.evidence-rows').waitFor();
  });

  it('changes language and look in place, with nothing left behind', async () => {
    const screens: Readonly<Record<string, string>> = {
      cases: '#/cases',
      capture: '#/capture',
      deposit: '#/capture/deposit',
      evidence: '#/evidence',
      nothing: '#/evidence?q=zzzz',
      exports: '#/evidence/exports',
      picture: `#/evidence/${item}/picture`,
      resources: `#/evidence/${item}/resources`,
      files: `#/evidence/${item}/files`,
      process: `#/evidence/${item}/process`,
      text: `#/evidence/${item}/text`,
      proofs: '#/proofs',
      verify: '#/verify',
      general: '#/settings/general',
      operator: '#/settings/operator',
      tsa: '#/settings/tsa',
      ledger: '#/settings/ledger',
      chain: '#/settings/chain',
      browser: '#/settings/browser',
      folders: '#/settings/folders',
      about: '#/settings/about',
    };
    // Once to where the settings were left, once more to their beginning.
    await keys('7', '7');
    await page.getByText('简体中文').waitFor();
    await hand.click(page.getByText('English', { exact: true }).last());
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    const wrong: string[] = [];
    for (const theme of ['Light', 'Dark']) {
      await page.evaluate(() => (location.hash = '#/settings/general'));
      await hand.click(page.getByText(theme, { exact: true }));
      await page.locator(`html[data-theme=${theme.toLowerCase()}]`).waitFor();
      // The message is examined while it stands; half faded it has no contrast.
      await page.getByText('Saved').first().waitFor();
      for (const line of await axeComplaints(page)) wrong.push(`${theme} saved: axe ${line}`);
      await page.getByText('Saved').first().waitFor({ state: 'detached' });
      for (const [name, hash] of Object.entries(screens)) {
        await page.setViewportSize(
          theme === 'Light' ? { width: 1_280, height: 800 } : { width: 1_440, height: 900 },
        );
        await page.evaluate((to) => (location.hash = to), hash);
        await settled(page);
        await hand.shot(`${theme.toLowerCase()}-${name}`);
        for (const line of await axeComplaints(page, theme === 'Light' ? 'all' : 'colours'))
          wrong.push(`${theme} ${name}: axe ${line}`);
        for (const line of await foreignWords(page)) wrong.push(`${theme} ${name}: ${line}`);
        for (const line of await overflows(page)) wrong.push(`${theme} ${name}: cut ${line}`);
      }
    }
    expect(wrong).toEqual([]);
    // Back again, from the rail, in place.
    await hand.click(page.getByRole('button', { name: '中文' }));
    await page.getByRole('heading', { name: '关于' }).waitFor();
    await page.setViewportSize({ width: 1_440, height: 900 });
    await hand.shot('zh-dark-about');
    expect(hand.complaints).toEqual([]);
  }, 240_000);
});

async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.locator('main output.empty').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(100);
}

/** Text and names in Chinese on an English screen; what names the other language or the demonstration may stay. */
function foreignWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (text: string | null, where: Element | null) => {
      const allowed = where?.closest('[lang^=zh], .demo-word, bdi') || text?.trim() === '简体中文';
      const unmade = /\{\w+\}|undefined|\[object/.test(text ?? '');
      if (unmade || (/[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(text ?? '') && !allowed))
        found.push(text!.trim());
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) look(walker.currentNode.textContent, walker.currentNode.parentElement);
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        look(element.getAttribute(name), element);
    }
    return [...new Set(found)];
  });
}

/** Text that its own box cuts without an ellipsis, and anything that makes the window scroll sideways. */
function overflows(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the window scrolls sideways');
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a, h1, h2, h3, p, label, dt, dd, th, td',
    )) {
      const style = getComputedStyle(element);
      const cut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible';
      if (cut && style.display !== 'inline' && style.textOverflow !== 'ellipsis' && element.offsetWidth > 1) {
        found.push(`${element.tagName} ${element.className} ${element.innerText.slice(0, 60)}`);
      }
    }
    return found;
  });
}
