// Proofs as a person sees them: an authority and a chain set in settings, one of them away at first, then back.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoChain, type DemoChain } from '../../electron/demo/chain/demo-chain.ts';
import { startDemoTsa, type DemoTsa } from '../../electron/demo/tsa/demo-tsa.ts';
import { CHAIN_KEY } from '../../electron/identity/chain-key.ts';
import { createNodeClock } from '../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../electron/platform/node-http.ts';
import { createNodeLog } from '../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../electron/platform/node-secrets.ts';
import { dataPaths } from '../../electron/platform/paths.ts';
import { PLATFORM_KEY, platformProfile, startEvidencePlatform } from '../fakes/evidence-platform.ts';
import { createGate, type Gate } from './services.ts';
import { axeComplaints, takeInHand, type Hand } from './hand.ts';
import { freePort, startPages, type Pages } from './pages.ts';
import { availableShells, temporaryHome, type RunningApp } from './shells.ts';

const WAIT = 60_000;
let pages: Pages;
let tsa: DemoTsa;
let gate: Gate;
let chain: DemoChain;

beforeAll(async () => {
  pages = await startPages();
  tsa = await startDemoTsa({ clock: createNodeClock() });
  gate = createGate(await freePort(), Number(new URL(tsa.url).port));
  chain = await startDemoChain({ http: createNodeHttp(), random: createNodeRandom() });
});
afterAll(async () => {
  await gate.shut();
  await tsa.close();
  await chain.close();
  await pages.close();
});

describe.each(availableShells())('proofs in the $name', (shell) => {
  const { home, remove } = temporaryHome();
  let app: RunningApp;
  let hand: Hand;

  beforeAll(async () => {
    await haveAccount(home, chain.privateKey);
    app = await shell.open(home);
    hand = takeInHand(app, `proofs-${shell.name.split(' ')[0]}`);
    app.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await app.close();
    remove();
  });

  const step = (kind: string) => hand.page.locator('.timeline .step', { hasText: kind }).first();

  it('sets an authority and a chain', async () => {
    const { page } = hand;
    await hand.enter('设置');
    await hand.click(page.getByRole('link', { name: '时间戳' }));
    await page.getByText('没有时间戳机构').waitFor();
    await hand.press('添加机构');
    await page.getByLabel('名称').fill('Demo TSA');
    await hand.press('保存');
    await page.getByText('只能用小写字母').first().waitFor();
    await hand.shot('01-tsa-refused');
    await page.getByLabel('名称').fill('demo-tsa');
    await page.getByLabel('服务地址').fill(`http://127.0.0.1:${gate.port}/`);
    await page.getByLabel('根证书').fill(tsa.config.rootsPem);
    await hand.click(page.getByText('演示机构'));
    await hand.press('保存');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.services', { hasText: '已设根证书' }).waitFor();
    await hand.shot('02-tsa');
    await hand.click(page.getByRole('link', { name: '上链' }));
    await hand.press('设置区块链');
    await page.getByLabel('名称').fill('demo-chain');
    await page.getByLabel('链 ID').fill(String(chain.profile.chainId));
    await page.getByLabel('最终确认深度').fill(String(chain.profile.finalityDepth));
    await page.getByLabel('节点地址').fill(chain.profile.rpcUrl);
    await page.getByLabel('登记合约地址').fill(chain.profile.contract);
    await hand.click(page.getByText('模拟链（演示）'));
    await hand.press('保存');
    await page.getByText('已保存').first().waitFor();
    await hand.shot('03-chain');
  });

  it('shows what is pending, why, and when it is tried next', async () => {
    const { page } = hand;
    await hand.enter('取证');
    await page.getByRole('textbox', { name: '网址' }).fill(pages.bands);
    await hand.click(page.getByText('选项', { exact: true }));
    await hand.click(page.getByText('允许访问内网主机'));
    await page.getByLabel('允许的内网主机').fill('127.0.0.1');
    await hand.click(page.getByRole('button', { name: '开始取证', exact: true }));
    await hand.click(page.getByRole('link', { name: '打开证据' }));
    await page.locator('.viewer-sheet img').waitFor({ timeout: WAIT });
    const stamp = step('时间戳');
    await stamp.getByText('tsa/').first().waitFor({ timeout: WAIT });
    const words = await stamp.innerText();
    expect(words).toContain('待处理');
    expect(words).toContain('tsa/unreachable');
    expect(words).toContain('演示 DEMO');
    expect(words).toMatch(/下次尝试 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d/);
    await hand.shot('04-pending');
    expect(await axeComplaints(page)).toEqual([]);
  });

  it('retries when asked, once the authority is back', async () => {
    const { page } = hand;
    await gate.open();
    await hand.press('现在重试');
    const bound = page.locator('.step-bound', { hasText: '未晚于' });
    await bound.getByText('演示 DEMO').waitFor({ timeout: WAIT });
    await expect.poll(() => step('上链').innerText(), { timeout: WAIT }).toMatch(/\d{4}-\d\d-\d\d /);
    await hand.shot('05-obtained');
    expect(await page.locator('.step-bound', { hasText: '未早于' }).innerText()).toContain('演示 DEMO');
    await hand.click(step('时间戳').getByRole('button', { name: /^时间戳/ }));
    await step('时间戳').getByText('序列号').waitFor();
    await hand.shot('06-stamp-open');
    await hand.click(step('上链').getByRole('button', { name: /^上链/ }));
    await step('上链').getByText('交易哈希').waitFor();
    await step('上链').scrollIntoViewIfNeeded();
    for (const label of await page.locator('.proof-facts dt').allInnerTexts())
      expect(label).toMatch(/[一-龥]/);
    await hand.shot('07-anchor-open');
    await page.keyboard.press('Escape');
    await page.locator('.evidence-rows', { hasText: '已上链' }).waitFor();
    await hand.shot('08-evidence');
    expect(hand.complaints).toEqual([]);
  });

  it('takes a platform with its credential, asks it without submitting, and never shows the credential', async () => {
    const { page } = hand;
    const platform = await startEvidencePlatform({ idempotent: false });
    const { title, headers, submit, poll, lookup, pointers, states } = platformProfile(platform.url);
    await hand.enter('设置');
    await hand.click(page.getByRole('link', { name: '存证平台' }));
    await hand.press('添加平台');
    await page.getByLabel('名称', { exact: true }).fill('reference');
    await page.getByLabel('平台名称').fill(title);
    await page.getByLabel('网关地址').fill('http://example.com');
    await page.getByLabel('接口说明').fill('{"submit":{"method":"PUT","path":"/"}}');
    await hand.press('保存');
    await page.getByText('submit.method').waitFor();
    await page.getByText('http:// 只用于本机').waitFor();
    await page.getByLabel('网关地址').fill(platform.url);
    const described = { headers, submit, poll, lookup, pointers, states };
    await page.getByLabel('接口说明').fill(JSON.stringify(described));
    await hand.press('保存');
    await page.getByText('缺少凭据：key').waitFor();
    await hand.press('凭据');
    await page.getByLabel('key').fill(PLATFORM_KEY);
    await hand.press('保存');
    await page.getByText('凭据已设置').waitFor();
    await hand.press('测试连接');
    await page.getByText('没有提交任何内容').waitFor();
    expect(platform.taken.size).toBe(0);
    await hand.press('凭据');
    expect(await page.getByLabel('key').inputValue()).toBe('');
    expect(await page.content()).not.toContain(PLATFORM_KEY);
    expect(await axeComplaints(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await platform.close();
  });
});

/** The chain's account in the data folder, as the demonstration puts it there: it has means to pay. */
async function haveAccount(home: string, privateKey: Uint8Array): Promise<void> {
  const clock = createNodeClock();
  const random = createNodeRandom();
  const paths = dataPaths(home);
  const log = createNodeLog({ folder: join(home, 'logs'), clock, random });
  await createNodeSecrets({ folder: paths.keys, random, log, passphrase: null }).write(CHAIN_KEY, privateKey);
}
