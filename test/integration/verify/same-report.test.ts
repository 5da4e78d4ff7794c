// One verifier, four places: every vector gives the same bytes of report in Node, through the command line, and through
// verify.html from file:// in Chromium and in Firefox, with no network.

import { mkdtempSync, readdirSync, rmSync, statSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, ElementHandle } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_REQUIREMENTS, type TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { verifyPackage } from '../../../shared/verify/verifier.ts';
import { findOriginals } from '../../../electron/cli/commands/originals.ts';
import { parseRequirements, runVerify } from '../../../electron/cli/commands/verify.ts';
import { createOutput, EXIT } from '../../../electron/cli/output.ts';
import { openFileAccess } from '../../../electron/platform/file-access.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { describeWith } from '../../tools.ts';
import { buildPackage, fullTrust, zipOf } from '../../unit/verify/package.ts';
import { cook, readRecipes } from '../../unit/verify/recipes.ts';
import { buildPage, launch, openPage, verifyInPage } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-vectors-'));
const trustPath = join(folder, 'trust.json');
const base = buildPackage();
const trust: TrustPolicy = fullTrust(base);
const paths: string[] = [];
const expected: string[] = [];
/** Those that are judged as of 2045, and their reports. */
const later: { readonly path: string; readonly report: string }[] = [];
const IN_2045 = { ...DEFAULT_REQUIREMENTS, tsa: 1, at: '2045-01-01T00:00:00.000Z' };
let pagePath = '';
let dispose = (): void => {};

beforeAll(async () => {
  writeFileSync(trustPath, JSON.stringify(trust));
  const vectors: (readonly [string, Uint8Array])[] = [
    ['valid 有效.zip', zipOf(base.files)],
    ...readRecipes().map((recipe, at) => [`${at}.zip`, cook(recipe).zip] as const),
  ];
  const judgedLater = new Set(
    readRecipes().flatMap(({ require }, at) => (require?.at === undefined ? [] : `${at}.zip`)),
  );
  const good = new URL('../../vectors/good/', import.meta.url);
  for (const name of readdirSync(good).filter((entry) => entry.endsWith('.zip'))) {
    vectors.push([name, readFileSync(new URL(name, good))]);
  }
  const hashers = await createNodeHashers();
  for (const [name, zip] of vectors) {
    const path = join(folder, name);
    writeFileSync(path, zip);
    paths.push(path);
    const file = await openFileAccess(path);
    expected.push(
      JSON.stringify(
        await verifyPackage(file, { hashers, subtle: crypto.subtle }, trust, DEFAULT_REQUIREMENTS),
      ),
    );
    if (judgedLater.has(name)) {
      const report = await verifyPackage(file, { hashers, subtle: crypto.subtle }, trust, IN_2045);
      later.push({ path, report: JSON.stringify(report) });
    }
    await file.close();
  }
  const page = await buildPage();
  pagePath = page.path;
  dispose = () => page.dispose();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  dispose();
});

describe('verify.html', () => {
  it('is one file under 150 KB gzipped that names no other', () => {
    const html = readFileSync(pagePath);
    expect(gzipSync(html, { level: 9 }).length).toBeLessThan(150_000);
    expect(statSync(pagePath).size).toBe(html.length);
    const text = html.toString('utf8');
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toMatch(/<(?:link|img|iframe|object|embed)\b/i);
    expect(text).not.toMatch(/<script[^>]+src/i);
    expect(text).toMatch(/script-src 'sha256-[A-Za-z0-9+/]{43}=' 'wasm-unsafe-eval' blob:/);
    expect(text).toContain("connect-src 'none'");
    expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write/);
  });
});

describe('the command line', () => {
  it('gives the same reports, one JSON line each, and the worst exit code', async () => {
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(...text.trimEnd().split('\n')) };
    const out = createOutput(true, 'zh-CN', { out: stream, err: stream });
    const hashers = await createNodeHashers({ sm3: 'wasm' });
    const code = await runVerify(paths, { hashers, trust, requirements: DEFAULT_REQUIREMENTS }, out);
    expect(code).toBe(EXIT.invalid);
    const reports = lines.map((line) => {
      const { event, path, ...report } = JSON.parse(line) as Record<string, unknown>;
      expect(event).toBe('verified');
      expect(paths).toContain(path);
      return JSON.stringify(report);
    });
    expect(reports).toEqual(expected);
  });

  it('judges as of another date', async () => {
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(...text.trimEnd().split('\n')) };
    const out = createOutput(true, 'en', { out: stream, err: stream });
    const requirements = parseRequirements(['tsa=1'], '2045-01-01');
    await runVerify(
      later.map(({ path }) => path),
      { hashers: await createNodeHashers(), trust, requirements },
      out,
    );
    const reports = lines.map((line) => {
      const { event: _event, path: _path, ...report } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify(report);
    });
    expect(reports).toEqual(later.map(({ report }) => report));
    expect(new Set(reports.map(verdictOf))).toEqual(new Set(['valid', 'incomplete']));
  });

  it.each([
    ['valid', 'valid', { tsa: 2, chain: true, at: null }, EXIT.ok],
    ['invalid', 'invalid', DEFAULT_REQUIREMENTS, EXIT.invalid],
    ['incomplete', 'valid', { tsa: 9, chain: false, at: null }, EXIT.incomplete],
  ] as const)('ends with its own code when %s', async (word, first, requirements, code) => {
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(text) };
    const out = createOutput(true, 'en', { out: stream, err: stream });
    const hashers = await createNodeHashers();
    expect(
      await runVerify(
        [paths[expected.findIndex((report) => verdictOf(report) === first)]!],
        { hashers, trust, requirements },
        out,
      ),
    ).toBe(code);
    expect(JSON.parse(lines[0]!)).toMatchObject({ verdict: word });
  });

  it('says that a file is not there', async () => {
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(text) };
    const out = createOutput(false, 'zh-CN', { out: stream, err: stream });
    const hashers = await createNodeHashers();
    expect(
      await runVerify(
        [join(folder, 'none.zip')],
        { hashers, trust, requirements: DEFAULT_REQUIREMENTS },
        out,
      ),
    ).toBe(EXIT.usage);
    expect(lines.join('')).toContain('none.zip');
  });
});

const PAGE_VECTORS = 25;

for (const name of ['chromium', 'firefox-esr'] as const) {
  describeWith([name], `verify.html in ${name}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch(name);
    });
    afterAll(async () => {
      await browser.close();
    });

    it('gives the same bytes of report for every vector', async () => {
      // A page slows down with the number of reports it shows: many vectors are many pages.
      for (let at = 0; at < paths.length; at += PAGE_VECTORS) {
        const some = paths.slice(at, at + PAGE_VECTORS);
        const wanted = expected.slice(at, at + PAGE_VECTORS);
        const { page, errors } = await openPage(browser, pagePath);
        const reports = await verifyInPage(page, [trustPath, ...some]);
        expect(reports).toBe(`[${wanted.join(',')}]`);
        expect(errors).toEqual([]);
        if ((await page.$eval('html', (html) => html.lang)) !== 'en') await page.click('#language');
        const words = await page.$$eval('.word', (nodes) => nodes.map((node) => node.textContent));
        expect(words).toHaveLength(some.length);
        expect(new Set(words)).toEqual(new Set(wanted.map((report) => WORDS[verdictOf(report)])));
        await page.close();
      }
    });

    it('gives the same bytes of report as of 2045', async () => {
      const { page } = await openPage(browser, pagePath);
      await page.$eval('#at', (input) => {
        (input as HTMLInputElement).value = '2045-01-01';
        input.dispatchEvent(new Event('change'));
      });
      await page.select('#tsa', '1');
      const reports = await verifyInPage(page, [trustPath, ...later.map(({ path }) => path)]);
      expect(reports).toBe(`[${later.map(({ report }) => report).join(',')}]`);
      expect(await page.$eval('main', (main) => main.innerText)).toContain('2045-01-01');
      await page.close();
    });

    it('compares originals with a digest-only deposit as Node and the command line do', async () => {
      const path = join(folder, 'deposit-digests.zip');
      const { page } = await openPage(browser, pagePath);
      await verifyInPage(page, [trustPath, path]);
      for (const [text, verdict] of [
        ['合同正文\n', 'valid'],
        ['合同正文。\n', 'invalid'],
      ] as const) {
        const original = join(folder, 'original.txt');
        writeFileSync(original, text);
        const lines: string[] = [];
        const stream = { write: (line: string) => lines.push(line) };
        const out = createOutput(true, 'en', { out: stream, err: stream });
        const originals = await findOriginals([original]);
        const options = { hashers: await createNodeHashers(), trust, requirements: DEFAULT_REQUIREMENTS };
        await runVerify([path], { ...options, originals }, out);
        const { event: _event, path: _path, ...report } = JSON.parse(lines[0]!) as Record<string, unknown>;
        expect(report['verdict']).toBe(verdict);
        const input = (await page.$('#originals-0')) as ElementHandle<HTMLInputElement>;
        await input.uploadFile(original);
        await page.waitForFunction(
          (wanted: string) => document.querySelector('#reports')?.textContent === wanted,
          {},
          `[${JSON.stringify(report)}]`,
        );
      }
      await page.close();
    });

    it('shows hostile text as text, in both languages', async () => {
      const { page } = await openPage(browser, pagePath);
      await verifyInPage(page, [paths[0]!]);
      for (let i = 0; i < 2; i++) {
        const text = await page.$eval('main', (main) => main.innerText);
        expect(text).toContain('[U+202E]gnp.exe "A" <b>');
        expect(text).not.toContain('\u202e');
        expect(await page.$$('main b')).toEqual([]);
        await page.click('#language');
      }
      await page.close();
    });

    it('reaches no network, even when told to', async () => {
      let requests = 0;
      const server = createServer((_request, response) => {
        requests += 1;
        response.end('seen');
      });
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const { page } = await openPage(browser, pagePath);
      const blocked = await page.evaluate(async (target: string) => {
        new Image().src = target;
        navigator.sendBeacon(target);
        return fetch(target, { mode: 'no-cors' }).then(
          () => false,
          () => true,
        );
      }, url);
      expect(blocked).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(requests).toBe(0);
      await page.close();
      server.close();
    });
  });
}

const WORDS: Record<string, string> = { valid: 'Valid', invalid: 'Invalid', incomplete: 'Incomplete' };
function verdictOf(report: string): string {
  return (JSON.parse(report) as { verdict: string }).verdict;
}
