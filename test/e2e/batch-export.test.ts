// 批量出证 as a person works it, over a core that lives in memory: options, stop, resume, counts, reasons, by keyboard.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright';
import { QUIET } from '../quiet-browser.ts';
import { createFakeCore, type FakeCore } from './fakes/fake-core.ts';
import { serveFake, type FakeServer } from './fakes/serve.ts';
import { axeComplaints } from './hand.ts';

let core: FakeCore;
let server: FakeServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  core = createFakeCore({ scenario: 'full', items: 19 });
  await core.changeSettings({ language: 'zh-CN', theme: 'light' });
  server = await serveFake(() => core);
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...QUIET],
  });
  page = await browser.newPage({ viewport: { width: 1_280, height: 800 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  core.dispose();
});

const dialog = () => page.getByRole('dialog', { name: '批量出证' });
const balance = () => page.locator('.export-balance output').innerText();

describe('batch export', () => {
  it('starts with what was chosen, stops, goes on, and adds up', async () => {
    await page.goto(`${server.url}#/evidence`);
    await page.locator('.evidence-rows').waitFor();
    await page.getByLabel('选择本页全部证据').check();
    await page.keyboard.press('b');
    await dialog().getByText('选中的 20 件证据').waitFor();
    await page.getByLabel('提交法院').check();
    await page.getByLabel('证明对象').fill('被告展示侵权图片');
    await page.getByLabel('委托司法鉴定').check();
    await page.getByLabel('委托鉴定的问题').fill('是否修改过？\n\n 何时形成？ ');
    await page.getByText('B 自行取证后申请').click();
    await dialog().getByText('当事人先取证').waitFor();
    expect(await axeComplaints(page)).toEqual([]);
    await page.getByLabel('证明对象').press('Enter');

    await page.getByRole('button', { name: '停止' }).click();
    await page.locator('.export-standing').getByText('已停止').waitFor();
    const [run] = await core.listExportRuns();
    expect(run!.options).toMatchObject({
      court: true,
      purpose: '被告展示侵权图片',
      appraiser: true,
      questions: ['是否修改过？', '何时形成？'],
      path: 'B',
      merged: true,
      includeFailed: false,
      language: 'zh-CN',
    });
    expect(run!.options.source).toMatchObject({ kind: 'ids', ids: { length: 20 } });
    const { done, waiting } = run!.counts;
    expect(waiting).toBeGreaterThan(0);
    expect(await balance()).toBe(`申请 20 = 已导出 ${done} + 失败 0 + 未导出 0 + 未处理 ${waiting}`);

    await page.locator('.page-actions').getByRole('button', { name: '续作', exact: true }).click();
    await page.locator('.export-standing').getByText('已结束').waitFor();
    expect(await balance()).toBe('申请 20 = 已导出 20 + 失败 0 + 未导出 0 + 未处理 0');
    await page.getByText(run!.folder).waitFor();
  });

  it('tells reasons, and offers what was cut off where runs are listed', async () => {
    await page.goto(`${server.url}#/evidence/exports/X-9f2c41d07be3a865`);
    await page.locator('.batch-filters').getByRole('button', { name: '失败' }).click();
    await page.locator('.export-rows [data-state=failed]', { hasText: 'store/damaged' }).waitFor();
    await page.locator('.batch-filters').getByRole('button', { name: '未导出' }).click();
    await page.locator('.export-rows [data-state=excluded]', { hasText: '按选择不导出' }).waitFor();
    await page.getByRole('button', { name: /^续作 2026-11-23/ }).click();
    await page.waitForURL(/X-1f00c2d7a9e83b64/);
    expect((await core.getExportRun({ id: 'X-1f00c2d7a9e83b64' })).state).not.toBe('interrupted');
    await page.locator('.export-standing').getByText('已结束').waitFor();
  });
});
