// A rights holder's first day: from an empty window to a package that someone else verifies, with what goes wrong on
// the way (a bad line, a host that refuses, a capture that is stopped, a forged copy, a restart).

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoSite, type DemoSite } from '../../electron/demo/site.ts';
import { createNodeHashers } from '../../electron/platform/node-hashers.ts';
import { findResources } from '../../electron/platform/resources.ts';
import { verifyPath } from '../../electron/verify-path.ts';
import { FACT } from '../../shared/text/words.ts';
import { DEFAULT_REQUIREMENTS, EMPTY_TRUST } from '../../shared/verify/trust-policy.ts';
import { axeComplaints, dropFiles, takeInHand, type Hand } from './hand.ts';
import { BAND_HEIGHT, BANDS, startPages, type Pages } from './pages.ts';
import { availableShells, temporaryHome, type RunningApp } from './shells.ts';

const CASE = '云朵兔图案著作权侵权';
const WAIT = 90_000;

let shop: DemoSite;
let pages: Pages;

beforeAll(async () => {
  shop = await startDemoSite(findResources(null).demoSite);
  pages = await startPages();
});
afterAll(async () => {
  await shop.close();
  await pages.close();
});

describe.each(availableShells())('first day in the $name', (shell) => {
  const { home, remove } = temporaryHome();
  const exports = join(home, 'exports');
  let app: RunningApp;
  let hand: Hand;
  let zip = '';
  let evidenceId = '';
  let spent = { clicks: 0, ms: 0 };

  const start = async () => {
    app = await shell.open(home);
    hand = takeInHand(app, `main-${shell.name.split(' ')[0]}`);
    app.page.setDefaultTimeout(30_000);
  };
  const job = (url: string, state: string) =>
    app.page.locator(`.job[data-state=${state}]`, { hasText: url.replace(/^http:\/\//, '') });
  const allowLoopback = async () => {
    // An exception holds for one start: it is made again for the next.
    const exception = app.page.getByText('允许访问内网主机');
    if (!(await exception.isVisible())) await hand.click(app.page.getByText('选项', { exact: true }));
    await hand.click(exception);
    await app.page.getByLabel('允许的内网主机').fill('127.0.0.1');
  };

  beforeAll(start);
  afterAll(async () => {
    await app.close();
    remove();
    console.info(`main job in the ${shell.name}: ${spent.clicks} clicks, ${Math.round(spent.ms / 1000)} s`);
  });

  it('teaches one thing per empty room', async () => {
    const { page } = hand;
    await page.getByRole('heading', { name: '先建一个案件' }).waitFor();
    await hand.shot('01-no-cases');
    await hand.enter('取证');
    await page.getByText('队列是空的').waitFor();
    await hand.shot('02-no-queue');
    await hand.enter('证据');
    await page.getByText('还没有证据').waitFor();
    await hand.shot('03-no-evidence');
    await hand.enter('核验');
    await page.getByText('把证据包拖到这里').waitFor();
    await hand.shot('04-verify-empty');
  });

  it('takes who captures and where packages go', async () => {
    const { page } = hand;
    await hand.enter('设置');
    await page.getByText('简体中文').waitFor();
    await hand.click(page.getByRole('link', { name: '取证人' }));
    await page.getByLabel('姓名').fill('林知夏');
    await page.getByLabel('单位').fill('清衡律师事务所');
    await hand.press('保存');
    await page.getByText('已保存').first().waitFor();
    await hand.shot('05-operator');
    await hand.click(page.getByRole('link', { name: '文件夹' }));
    await page.getByLabel('导出文件夹').fill(exports);
    await hand.press('保存');
    await page.getByText('已保存').first().waitFor();
  });

  it('points out a bad line and starts nothing', async () => {
    const { page } = hand;
    await hand.enter('案件');
    await hand.press('新建案件');
    await page.getByLabel('案件名称').fill(CASE);
    await page.getByLabel('备注').fill('权利人：云朵兔工作室。');
    await hand.shot('06-new-case');
    expect(await axeComplaints(page)).toEqual([]);
    await hand.press('新建案件');
    await page.getByRole('heading', { name: CASE }).waitFor();
    await hand.shot('07-empty-case');
    await hand.click(page.locator('.page-actions').getByRole('button', { name: '为本案取证' }));
    await page
      .getByRole('textbox', { name: '网址' })
      .fill(`${shop.url}/item.html\n这不是网址\nfile:///etc/passwd\n${pages.bands}`);
    const refused = page.locator('.refused');
    await expect.poll(() => refused.innerText()).toContain('第 2 行');
    expect(await refused.innerText()).toContain('第 3 行');
    expect(await page.getByRole('button', { name: /^开始取证/ }).isDisabled()).toBe(true);
    await hand.shot('08-refused-lines');
    expect(await axeComplaints(page)).toEqual([]);
    await hand.press('删去这些行');
    // Private hosts are refused by the core before anything starts.
    await hand.click(page.getByRole('button', { name: '开始取证 2 个网址' }));
    await page.locator('.failure', { hasText: 'input/private-address' }).waitFor();
    await hand.shot('09-private-refused');
    expect(await page.locator('.job').count()).toBe(0);
  });

  it('captures several pages with live progress', async () => {
    const { page } = hand;
    const before = { clicks: hand.clicks(), at: performance.now() };
    await allowLoopback();
    await page
      .getByRole('textbox', { name: '网址' })
      .fill([`${shop.url}/item.html`, pages.bands, pages.refused].join('\n'));
    await hand.click(page.getByRole('button', { name: '开始取证 3 个网址' }));
    await job(shop.url, 'running').getByRole('progressbar').waitFor();
    await job(shop.url, 'running').locator('img[src^="data:image/jpeg"]').waitFor({ timeout: WAIT });
    await hand.shot('10-capturing');
    await job(shop.url, 'done').getByText('完成', { exact: true }).waitFor({ timeout: WAIT });
    await job(pages.bands, 'done').getByText('完成', { exact: true }).waitFor({ timeout: WAIT });
    spent = { clicks: hand.clicks() - before.clicks, ms: performance.now() - before.at };
    // The attempt that found nobody is evidence too.
    const failed = job(pages.refused, 'done');
    await failed.getByText('失败', { exact: true }).waitFor({ timeout: WAIT });
    expect(await failed.innerText()).toMatch(/E-\d{8}-[0-9A-Z]{9}/);
    await hand.shot('11-captured');
  });

  it('stops a capture that never ends and keeps no half of it', async () => {
    const { page } = hand;
    await page.getByRole('textbox', { name: '网址' }).fill(pages.endless);
    await allowLoopback();
    await hand.click(page.getByRole('button', { name: '开始取证', exact: true }));
    const running = job(pages.endless, 'running');
    const picture = running.locator('img');
    await picture.waitFor({ timeout: WAIT });
    const pictures = new Set<string | null>();
    await expect
      .poll(async () => pictures.add(await picture.getAttribute('src')).size, { timeout: 30_000 })
      .toBeGreaterThan(2);
    await hand.shot('12-endless');
    await hand.click(running.getByRole('button', { name: '停止' }));
    const stopped = job(pages.endless, 'cancelled');
    await stopped.waitFor({ timeout: 30_000 });
    expect(await stopped.innerText()).not.toMatch(/E-\d{8}/);
    await hand.shot('13-stopped');
    await hand.enter('证据');
    await expect.poll(() => page.locator('.evidence-rows tbody tr').count()).toBe(3);
    await hand.shot('14-evidence');
  });

  it('shows the failed attempt for what it is', async () => {
    const { page } = hand;
    await hand.click(page.locator('.evidence-rows tr', { hasText: '失败' }).getByRole('link'));
    await page.getByText('没有得到网页').waitFor();
    await page
      .getByText('已签名')
      .or(page.getByRole('button', { name: /^签名/ }))
      .first()
      .waitFor();
    await hand.shot('15-failed-item');
    await page.keyboard.press('Escape');
    await page.locator('.evidence-rows').waitFor();
  });

  it('shows what was captured, pixel by pixel', async () => {
    const { page } = hand;
    await hand.click(page.locator('.evidence-rows tr', { hasText: 'Four bands' }).getByRole('link'));
    const image = page.locator('.viewer-sheet img');
    await image.waitFor();
    const seen = await image.evaluate(async (element, bandHeight) => {
      const img = element as HTMLImageElement;
      await img.decode();
      const canvas = document.createElement('canvas');
      canvas.width = img.naturalWidth;
      canvas.height = img.naturalHeight;
      const context = canvas.getContext('2d')!;
      context.drawImage(img, 0, 0);
      const rows = [0, 1, 2, 3].map((band) => (band + 0.5) * bandHeight);
      return {
        width: img.naturalWidth,
        height: img.naturalHeight,
        colours: rows.map((y) => [...context.getImageData(640, y, 1, 1).data].slice(0, 3)),
      };
    }, BAND_HEIGHT);
    expect(seen).toEqual({ width: 1280, height: BANDS.length * BAND_HEIGHT, colours: BANDS });
    const percent = page.locator('.viewer-percent');
    const fitted = await percent.innerText();
    for (const key of ['+', '+']) await page.keyboard.press(key);
    await expect.poll(() => percent.innerText()).not.toBe(fitted);
    await page.keyboard.press('a');
    await expect.poll(() => percent.innerText()).toBe('100%');
    expect(await image.evaluate((element) => element.getBoundingClientRect().width)).toBe(1280);
    await hand.shot('16-actual-size');
    await page.keyboard.press('0');
    await expect.poll(() => percent.innerText()).toBe(fitted);
    await page.keyboard.press('Escape');
  });

  it('shows resources, files with whole digests, process, text and the timeline', async () => {
    const { page } = hand;
    await hand.click(page.locator('.evidence-rows tr', { hasText: 'T 恤' }).getByRole('link'));
    await page.locator('.viewer-sheet img').waitFor();
    evidenceId = (await page.locator('.item-sub .mono').innerText()).trim();
    await hand.shot('17-item');
    const timeline = page.getByRole('region', { name: '时间与证明' });
    const words = await timeline.innerText();
    for (const word of ['未早于', '取证', '封存', '签名', '时间戳', '账本', '上链', '未晚于']) {
      expect(words).toContain(word);
    }
    await hand.click(timeline.getByRole('button', { name: /^签名/ }));
    await timeline.getByText(FACT['keyId']!.zh, { exact: true }).waitFor();
    await hand.shot('18-proof-open');
    await hand.click(page.getByRole('tab', { name: '资源' }));
    await expect.poll(() => page.locator('.resource-rows tbody tr').count()).toBeGreaterThan(8);
    await hand.shot('19-resources');
    await hand.click(page.getByRole('tab', { name: '文件' }));
    const file = page.locator('.files li', { hasText: 'data/screenshot.png' });
    const shown = (await file.locator('.digest').first().locator('code').innerText()).replace(/\s/g, '');
    await hand.click(file.getByRole('button', { name: '复制完整摘要 SHA-256' }));
    await file.getByRole('button', { name: '已复制' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^[0-9a-f]{64}$/);
    expect(copied).toBe(shown);
    await hand.shot('20-files');
    await hand.click(page.getByRole('tab', { name: '过程' }));
    await page.getByText('全新配置').first().waitFor();
    await hand.shot('21-process');
    await hand.click(page.getByRole('tab', { name: '文本' }));
    await page.locator('.page-text', { hasText: '云朵兔' }).waitFor();
    await hand.shot('22-text');
  });

  it('exports a package that stands by itself', async () => {
    const { page } = hand;
    const before = { clicks: hand.clicks(), at: performance.now() };
    await hand.press('导出证据包');
    await page.locator('.exports').getByText('.zip').waitFor({ timeout: WAIT });
    zip = (await page.locator('.exports .mono').first().innerText()).trim();
    await hand.shot('23-exported');
    expect(zip.startsWith(exports)).toBe(true);
    spent = {
      clicks: spent.clicks + hand.clicks() - before.clicks,
      ms: spent.ms + performance.now() - before.at,
    };
    const report = await verifyPath(
      zip,
      await createNodeHashers(),
      EMPTY_TRUST,
      DEFAULT_REQUIREMENTS,
      new Date().toISOString(),
    );
    expect(report.verdict).toBe('valid');
    expect(report.evidence?.id).toBe(evidenceId);
  });

  it('says 有效 of the package and 无效 of a copy with one bit changed', async () => {
    const { page } = hand;
    await hand.enter('核验');
    const good = await readFile(zip);
    await dropFiles(page, page.locator('.verify'), [{ name: `${evidenceId}.zip`, bytes: good }]);
    await page.locator('.report-word', { hasText: '有效' }).waitFor({ timeout: WAIT });
    expect(await page.locator('.report').getAttribute('data-verdict')).toBe('valid');
    await hand.shot('24-valid');
    const forged = flipOneBit(good, 'data/screenshot.png');
    await writeFile(join(home, 'forged.zip'), forged);
    await dropFiles(page, page.locator('.verify'), [{ name: 'forged.zip', bytes: forged }]);
    await hand.click(page.locator('.list-item', { hasText: 'forged.zip' }));
    await page.locator('.report-word', { hasText: '无效' }).waitFor({ timeout: WAIT });
    expect(await page.locator('.check-rows').innerText()).toContain('data/screenshot.png');
    await hand.shot('25-invalid');
    expect(await axeComplaints(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('深色');
    await page.keyboard.press('Enter');
    await page.locator('html[data-theme=dark]').waitFor();
    await hand.shot('25-invalid-dark');
    // A message that fades out while axe looks has no colours of its own to measure.
    await page.locator('.ant-message-notice').first().waitFor({ state: 'detached', timeout: WAIT });
    expect(await axeComplaints(page, 'colours')).toEqual([]);
  });

  it('finds everything again after a restart and goes on with what was unfinished', async () => {
    const { page } = hand;
    await hand.enter('取证');
    await page.getByRole('textbox', { name: '网址' }).fill(pages.endless);
    await allowLoopback();
    await hand.click(page.getByRole('button', { name: '开始取证', exact: true }));
    await job(pages.endless, 'running').locator('img').waitFor({ timeout: WAIT });
    expect(hand.complaints).toEqual([]);
    await app.close();
    pages.endNow();
    await start();
    const again = hand.page;
    await hand.enter('取证');
    await job(pages.endless, 'done').waitFor({ timeout: WAIT });
    await hand.shot('26-after-restart');
    await hand.enter('案件');
    await hand.click(again.locator('.list-item', { hasText: CASE }));
    await expect.poll(() => again.locator('.evidence-rows tbody tr').count()).toBe(4);
    await again.locator('.list-item', { hasText: '4 件证据' }).waitFor();
    await hand.shot('27-case');
    await hand.click(again.locator('.evidence-rows').getByRole('link', { name: evidenceId }));
    await again.locator('.exports').getByText('.zip').waitFor();
    expect(await again.locator('.facts').innerText()).toContain('林知夏，清衡律师事务所');
    expect(hand.complaints).toEqual([]);
  });
});

/** One bit of the named member's own bytes, well behind its local header. */
function flipOneBit(zip: Buffer, member: string): Buffer {
  const name = Buffer.from(member);
  let entry = zip.indexOf(name);
  while (entry !== -1 && zip.readUInt32LE(Math.max(0, entry - 30)) !== 0x04034b50) {
    entry = zip.indexOf(name, entry + 1);
  }
  if (entry === -1) throw new Error(`the package has no ${member}`);
  const copy = Buffer.from(zip);
  const at = entry + name.length + 4_096;
  copy[at] = copy[at]! ^ 1;
  return copy;
}
