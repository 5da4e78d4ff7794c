// Pictures for README and docs: the real app in the browser shell captures the demonstration shop, with an authority and
// a chain for show; its screens, the verifier page and the certificate are photographed into docs/pictures.
// Usage: node test/e2e/pictures.ts        (pdftoppm of poppler-utils draws the certificate)

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { createApp } from '../../electron/app.ts';
import { startDemoChain } from '../../electron/demo/chain/demo-chain.ts';
import { startDemoSite } from '../../electron/demo/site.ts';
import { startDemoTsa } from '../../electron/demo/tsa/demo-tsa.ts';
import { connectToOwner, type OwnerCore } from '../../electron/http/client.ts';
import { CHAIN_KEY } from '../../electron/identity/chain-key.ts';
import { createNodeClock } from '../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../electron/platform/node-http.ts';
import { createNodeLog } from '../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../electron/platform/node-random.ts';
import { createNodeSecrets } from '../../electron/platform/node-secrets.ts';
import { dataPaths } from '../../electron/platform/paths.ts';
import { findResources } from '../../electron/platform/resources.ts';
import { browserShell } from './shells.ts';

// The times on the pictures are those of the readers.
process.env['TZ'] = 'Asia/Shanghai';

const OUT = join(import.meta.dirname, '../../docs/pictures');
const MAX_BYTES = 200_000;
const PATIENCE_MS = 60_000;

const folder = await mkdtemp(join(tmpdir(), 'cunan-pictures-'));
const home = join(folder, 'data');
const cleanUp: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  await mkdir(OUT, { recursive: true });
  await takeAll();
} finally {
  for (const step of cleanUp.toReversed()) await step();
}

async function takeAll(): Promise<void> {
  const resources = findResources(null);
  const site = await startDemoSite(resources.demoSite);
  cleanUp.push(() => site.close());
  const caseId = await prepareFolder();

  const app = await browserShell.open(home);
  cleanUp.push(() => app.close());
  const { page } = app;
  const core = await ownerCore();
  const ids = await captureInTheApp(page, core, caseId, [`${site.url}/item.html`, `${site.url}/`]);
  for (const id of ids) await untilProven(core, id);
  const subject = ids[0]!;

  await screen(page, 'cases', `#/cases/${caseId}`, '.evidence-rows tbody tr');
  await screen(page, 'evidence', '#/evidence', '.evidence-rows tbody tr');
  await screen(page, 'item', `#/evidence/${subject}/picture`, '.step-open');
  const good = (await core.exportEvidence({ ids: [subject], folder }))[0]!.path;
  await screen(page, 'verify', '#/verify', '[data-testid=verify-files]', async () => {
    await page.getByTestId('verify-files').setInputFiles(good);
    await page.locator('.report').waitFor({ timeout: PATIENCE_MS });
  });

  await inLook(page, core, { theme: 'dark', language: 'zh-CN' });
  await screen(page, 'item-dark', `#/evidence/${subject}/picture`, '.step-open');
  await inLook(page, core, { theme: 'light', language: 'en' });
  await screen(page, 'item-en', `#/evidence/${subject}/picture`, '.step-open');

  await verifierPage(page, resources.verifierPage, 'verifier-valid', 'zh-CN', good);
  const bad = good.replace(/\.zip$/, '-tampered.zip');
  await writeFile(bad, flipOneBit(await readFile(good)));
  await verifierPage(page, resources.verifierPage, 'verifier-invalid', 'zh-CN', bad);
  await verifierPage(page, resources.verifierPage, 'verifier-invalid-en', 'en', bad);
  await certificate(core, subject);
}

/** An operator, an authority and a chain that all say that they are a demonstration; the id of a case of theirs. */
async function prepareFolder(): Promise<string> {
  await mkdir(home, { mode: 0o700 });
  const clock = createNodeClock();
  const random = createNodeRandom();
  const paths = dataPaths(home);
  const tsa = await startDemoTsa({ clock });
  cleanUp.push(() => tsa.close());
  const chain = await startDemoChain({ http: createNodeHttp(), random });
  cleanUp.push(() => chain.close());
  const log = createNodeLog({ folder: paths.logs, clock, random });
  const secrets = createNodeSecrets({ folder: paths.keys, random, log, passphrase: null });
  await secrets.write(CHAIN_KEY, chain.privateKey);
  const app = await createApp({ home, shell: 'cli', secrets, demonstration: true });
  await app.core.changeSettings({
    language: 'zh-CN',
    theme: 'light',
    operator: { name: '王演示', organisation: '演示文化有限公司（虚构）' },
    tsas: [tsa.config],
    chain: chain.profile,
  });
  const { id } = await app.core.createCase({ name: '云朵兔图案侵权 · 演示案件' });
  await app.close();
  return id;
}

async function ownerCore(): Promise<OwnerCore> {
  const owner = await connectToOwner(dataPaths(home).shellFacts);
  if (owner === null) throw new Error('the app does not answer');
  return owner.core;
}

/** As a person does it: the form filled in, one picture while the first page is being captured. */
async function captureInTheApp(
  page: Page,
  core: OwnerCore,
  caseId: string,
  urls: readonly string[],
): Promise<readonly string[]> {
  await page.goto(new URL(`#/capture?case=${caseId}`, page.url()).href);
  await page.locator('.capture-urls').fill(urls.join('\n'));
  await page.locator('.capture-options summary').click();
  await page.getByText('允许访问内网主机').click();
  await page.getByLabel('允许的内网主机').fill('127.0.0.1');
  await page.locator('.capture-options summary').click();
  await page.locator('.capture-form button[type=submit]').click();
  await page.locator('.job[data-state=running] .job-picture img').first().waitFor({ timeout: PATIENCE_MS });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.job')].some(
      (job) => Number.parseInt(/(\d+)%/.exec(job.textContent)?.[1] ?? '0') >= 30,
    ),
  );
  await settled(page);
  await picture('capture', await page.screenshot());
  await page
    .locator('.job[data-state=done]')
    .nth(urls.length - 1)
    .waitFor({ timeout: PATIENCE_MS });
  const jobs = await core.listJobs();
  return urls.map((url) => {
    const id = jobs.find((job) => job.url === url)?.evidenceId;
    if (!id) throw new Error(`${url} was not captured`);
    return id;
  });
}

async function untilProven(core: OwnerCore, id: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const { attestations } = await core.retryAttestations({ id });
    if (attestations.every((row) => row.state !== 'pending')) return;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`${id}: proofs are still pending`);
}

async function inLook(
  page: Page,
  core: OwnerCore,
  look: { readonly theme: 'light' | 'dark'; readonly language: 'zh-CN' | 'en' },
): Promise<void> {
  await core.changeSettings(look);
  await page.reload();
}

/** @param ready selector of what is there once the screen is whole. */
async function screen(
  page: Page,
  name: string,
  hash: string,
  ready: string,
  act?: () => Promise<void>,
): Promise<void> {
  await page.goto(new URL(hash, page.url()).href);
  await page.locator(ready).first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
  await act?.();
  await settled(page);
  await picture(name, await page.screenshot());
}

/** Messages float away, pictures are decoded. */
async function settled(page: Page): Promise<void> {
  await page.locator('.ant-message-notice').first().waitFor({ state: 'detached', timeout: 10_000 });
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForTimeout(600);
}

/** The page that stands in every package, from its file, with no server behind it. */
async function verifierPage(
  page: Page,
  file: string,
  name: string,
  locale: string,
  subject: string,
): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the shell has no browser');
  const context = await browser.newContext({
    viewport: { width: 1_000, height: 760 },
    locale,
    offline: true,
  });
  const verifier = await context.newPage();
  await verifier.goto(pathToFileURL(file).href);
  await verifier.locator('input[type=file]').setInputFiles(subject);
  await verifier.waitForFunction(
    () => (document.querySelector('#reports[data-idle]')?.textContent ?? '[]') !== '[]',
  );
  await picture(name, await verifier.screenshot());
  await context.close();
}

function flipOneBit(bytes: Buffer): Buffer {
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
}

async function certificate(core: OwnerCore, id: string): Promise<void> {
  const file = await core.openFile({ id, path: 'certificate.pdf' });
  const pdf = join(folder, 'certificate.pdf');
  await writeFile(pdf, await file.read(0, file.sizeBytes));
  await file.close();
  const drawn = join(folder, 'certificate');
  await promisify(execFile)('pdftoppm', [
    '-r',
    '110',
    '-png',
    '-f',
    '1',
    '-l',
    '1',
    '-singlefile',
    pdf,
    drawn,
  ]);
  await picture('certificate', await readFile(`${drawn}.png`));
}

async function picture(name: string, png: Buffer): Promise<void> {
  const webp = await sharp(png).webp({ quality: 90, effort: 6, smartSubsample: true }).toBuffer();
  if (webp.length > MAX_BYTES) throw new Error(`${name}: ${webp.length} bytes are too many`);
  await writeFile(join(OUT, `${name}.webp`), webp);
  console.log(`docs/pictures/${name}.webp  ${webp.length}`);
}
