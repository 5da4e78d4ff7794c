// The shell seen from a real Chromium: the handover, a reload, the policy, and what a hostile site in the same browser
// can do with it. Skipped, by name, where no Chromium is installed.

import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findWindowBrowser } from '../../../electron/http/find-browser.ts';
import { renderHandoverFile } from '../../../electron/http/pages.ts';
import { QUIET } from '../../quiet-browser.ts';
import { describeWith } from '../../tools.ts';
import { EVIDENCE_ID } from './shell-core.ts';
import { bearerFor, startShell, type RunningShell } from './shell-fixture.ts';

/** A busy machine is slow, not wrong. */
const PATIENT = { timeout: 30_000 };

const stateOf = (page: Page): Promise<string | null> => page.locator('#state').textContent();

interface PolicyProbe {
  readonly violations: readonly string[];
}

/** A function expression of page/, run inside the page. */
async function runIn<T>(page: Page, name: string, argument: Readonly<Record<string, string>>): Promise<T> {
  const source = await readFile(join(import.meta.dirname, 'page', `${name}.js`), 'utf8');
  const body = source
    .slice(source.indexOf('export default ') + 'export default '.length)
    .replace(/;\s*$/, '');
  return await page.evaluate<T>(`(${body})(${JSON.stringify(argument)})`);
}

describeWith(['chromium'], 'in Chromium', () => {
  let running: RunningShell;
  let browser: Browser;
  let hostile: Server;
  let hostileUrl: string;

  beforeAll(async () => {
    running = await startShell();
    hostile = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>hostile</title>');
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const { port } = hostile.address() as AddressInfo;
    hostileUrl = `http://127.0.0.1:${port}/`;
    browser = await chromium.launch({
      executablePath: findWindowBrowser(null, process) ?? '',
      args: [...QUIET, '--host-resolver-rules=MAP evil.test 127.0.0.1'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => hostile.close(resolve));
    await running.stop();
  });

  const open = async (address: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(address);
    return page;
  };

  test('the handover file opens the app; a reload stays in; the ticket is gone; nothing is in the address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cunan-open-'));
    const file = join(folder, 'open.html');
    await writeFile(file, renderHandoverFile(running.shell.url, running.shell.issueTicket()));
    const page = await open(pathToFileURL(file).href);
    await page.waitForURL(`${running.shell.url}/`);
    await expect.poll(() => stateOf(page), PATIENT).toBe('200');
    await page.reload();
    await expect.poll(() => stateOf(page), PATIENT).toBe('200');
    expect(page.url()).toBe(`${running.shell.url}/`);
    const again = await open(pathToFileURL(file).href);
    await again.waitForURL(`${running.shell.url}/enter`);
    expect(await again.textContent('body')).toContain('已使用');
    await rm(folder, { recursive: true });
  });

  test('a printed entry address works once and leaves no ticket in the history', async () => {
    const address = running.shell.entryUrl();
    const page = await open(address);
    await page.waitForURL(`${running.shell.url}/`);
    await expect.poll(() => stateOf(page), PATIENT).toBe('200');
    expect(page.url()).not.toContain('ticket');
    const again = await open(address);
    await expect.poll(() => again.textContent('body'), PATIENT).toContain('expired');
  });

  test('without a ticket the page loads and may do nothing', async () => {
    const page = await open(running.shell.url);
    await expect.poll(() => stateOf(page), PATIENT).toBe('401');
  });

  test('the policy lets WebAssembly compile and nothing inline or foreign run', async () => {
    const page = await open(running.shell.url);
    await expect.poll(() => stateOf(page), PATIENT).toBe('401');
    expect(await page.evaluate('globalThis.wasm')).toBe('ok');
    expect(await page.evaluate('globalThis.evaluated')).toBe('EvalError');
    const tried = await runIn<PolicyProbe>(page, 'policy-probe', { foreign: hostileUrl });
    expect(tried).toMatchObject({ ran: false, reached: false });
    expect(tried.violations).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'script-src-elem']));
  });

  test('a worker of ours may compile WebAssembly, and neither evaluate texts nor reach anything', async () => {
    const page = await open(running.shell.url);
    const said = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('/assets/worker.js', { type: 'module' });
          worker.addEventListener('message', ({ data }) => resolve(data));
          worker.addEventListener('error', () => reject(new Error('the worker did not start')));
        }),
    );
    expect(said).toEqual({ wasm: 'ok', evaluated: 'EvalError', reached: false });
  });

  test('a name pointed at this machine (DNS rebinding) is misdirected', async () => {
    const page = await (await browser.newContext()).newPage();
    const reply = await page.goto(`http://evil.test:${running.shell.port}/`);
    expect(reply?.status()).toBe(421);
  });

  test('a foreign page cannot read, write, frame, embed or listen, not even with the bearer', async () => {
    const bearer = await bearerFor(running.shell);
    const page = await open(hostileUrl);
    const before = running.created.length;
    const tried = await runIn<{ framed: string }>(page, 'hostile', {
      url: running.shell.url,
      bearer,
      id: EVIDENCE_ID,
    });
    expect(tried).toMatchObject({
      read: 'failed',
      plainRead: 'failed',
      write: 'failed',
      script: false,
      image: false,
      stream: 'failed',
    });
    expect(tried.framed).not.toBe('Cunan');
    expect(running.created.length).toBe(before);
    expect(running.listeners()).toBe(0);
  });

  test('a foreign page that posts the form or opens the app in a tab learns and gets nothing', async () => {
    const page = await open(hostileUrl);
    const seen = await runIn<unknown>(page, 'open-app', { url: running.shell.url });
    // Cross-Origin-Opener-Policy cut the tie: the opener holds a closed window.
    expect(seen).toEqual({ closed: true, frames: 0 });
    const answer = page.waitForResponse((reply) => reply.url().endsWith('/enter'));
    await runIn(page, 'post-guess', { url: running.shell.url });
    expect((await answer).status()).toBe(403);
  });

  test('a captured page opened from our own origin is saved, not shown', async () => {
    const bearer = await bearerFor(running.shell);
    const page = await open(running.shell.url);
    const blob = await runIn<unknown>(page, 'fetch-captured', { id: EVIDENCE_ID, bearer });
    expect(blob).toEqual({ status: 200, type: 'application/octet-stream' });
  });
});
