// Options of a capture: what the server was sent and what scripts saw, and that the record says so.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRESETS } from '../../../shared/api/capture-options.ts';
import { optionSentences, presetName } from '../../../shared/text/options.ts';
import { count } from '../../tools.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, codes, pixels, removeFolders } from './harness.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites();
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

interface Self {
  readonly ua: string;
  readonly languages: readonly string[];
  readonly zone: string;
  readonly locale: string;
  readonly touch: number;
  readonly width: number;
  readonly ratio: number;
  readonly number: string;
}

/** What scripts of /self wrote into the page. */
function told(text: string, who: 'page' | 'worker'): Self {
  return JSON.parse(new RegExp(`^${who} (.*)$`, 'm').exec(text)![1]!) as Self;
}

describe('a phone, French, in Shanghai', () => {
  test('the page, its worker and the server are told the same, and the record says what was changed', async () => {
    const before = site.requests.length;
    const captured = await capture(`${site.url}/self`, {
      options: { ...PRESETS.mobile, locale: 'fr-FR', timeZone: 'Asia/Shanghai', extraWaitMs: 300 },
    });
    const { record } = captured;
    expect(record.state).toBe('COMPLETE');
    const text = (await captured.read('data/text.txt')).toString();
    const seen = told(text, 'page');
    expect(seen).toMatchObject({ width: 412, ratio: 2, zone: 'Asia/Shanghai', locale: 'fr-FR' });
    expect(seen.touch).toBeGreaterThan(0);
    expect(seen.number).toMatch(/^1\s?234,5$/u);
    expect(seen.languages).toEqual(['fr-FR', 'fr']);
    const worker = told(text, 'worker');
    expect(worker).toMatchObject({ ua: seen.ua, languages: seen.languages, zone: seen.zone });

    const requests = site.requests.slice(before);
    expect(requests.map(({ path }) => path)).toContain('/self-ping');
    for (const { headers } of requests) {
      expect(headers['user-agent']).toBe(seen.ua);
      expect(headers['user-agent']).toMatch(/Android.* Chrome\/\d+\.0\.0\.0 Mobile/);
      expect(headers['accept-language']).toMatch(/^fr-FR,fr/);
    }
    const document = requests.find(({ path }) => path === '/self')!;
    expect(document.headers['sec-ch-ua-mobile']).toBe('?1');
    expect(document.headers['sec-ch-ua-platform']).toBe('"Android"');

    const picture = await pixels(await captured.read('data/screenshot.png'));
    expect(picture.width).toBe(824);
    expect(picture.at(400, picture.height - 600)).toEqual([0, 170, 0]);
    expect(record.options).toMatchObject({ preset: null, locale: 'fr-FR', timeZone: 'Asia/Shanghai' });
    const note = record.notes.find(({ code }) => code === 'user-agent-changed');
    expect(note?.details).toEqual({ sent: seen.ua, own: record.browser?.userAgent });
    expect(optionSentences(record.options, 'en').join('\n')).toContain('Chrome on an Android phone');
  });
});

describe('waiting', () => {
  test('an element that comes late is waited for; the default would have missed it', async () => {
    const early = await capture(`${site.url}/tardy`);
    expect((await early.read('data/text.txt')).toString()).not.toContain('the goods');
    expect(presetName(early.record.options, 'en')).toBe('Standard');
    expect(optionSentences(early.record.options, 'en')).toEqual([
      'Private hosts that were allowed: 127.0.0.1',
    ]);
    const patient = await capture(`${site.url}/tardy`, { options: { waitForSelector: '.arrived' } });
    expect(patient.record.state).toBe('COMPLETE');
    expect((await patient.read('data/text.txt')).toString()).toContain('the goods');
  });

  // A selector that is none fails at once; one that never comes takes the page's time.
  test.each(count(['p:nope('], ['p:nope(', '#never']))(
    '%s: PARTIAL, and the selector is named',
    async (selector) => {
      const captured = await capture(`${site.url}/simple`, {
        options: { waitForSelector: selector, timeLimitMs: 5_000 },
      });
      expect(codes(captured)).toContain('step-failed');
      expect(JSON.stringify(captured.record.reasons)).toContain(selector);
      expect(captured.files.map(({ path }) => path)).toContain('data/screenshot.png');
    },
  );
});

describe('overlays', () => {
  hardPage(
    {
      n: 32,
      name: 'consent banner over the page',
      expected: 'the first picture with the banner, a second one without it, labelled; nothing is clicked',
    },
    async () => {
      const captured = await capture(`${site.url}/banner`, { options: { dismissOverlays: true } });
      const { record } = captured;
      expect(record.state).toBe('COMPLETE');
      const first = await pixels(await captured.read('data/screenshot.png'));
      const second = await pixels(await captured.read('data/screenshot-dismissed.png'));
      const red = [200, 0, 0];
      const blue = [0, 80, 200];
      const column = (picture: typeof first): readonly (readonly number[])[] =>
        Array.from({ length: Math.floor(picture.height / 10) }, (_, index) => [
          ...picture.at(1_000, index * 10),
        ]);
      expect(column(first)).toContainEqual(red);
      expect(column(second)).not.toContainEqual(red);
      expect(column(second)).toContainEqual(blue);
      expect(record.notes.find(({ code }) => code === 'overlay-hidden')?.details).toMatchObject({
        selector: '#onetrust-consent-sdk',
        text: expect.stringContaining('We value your privacy'),
      });
      expect(record.artefacts.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['screenshot', 'screenshot-dismissed']),
      );
      expect(site.paths()).not.toContain('/consented');
      return 'COMPLETE; banner in screenshot.png, none in screenshot-dismissed.png, what was hidden is in the notes, 0 consents at the server';
    },
  );
});

describe('a proxy that the user named', () => {
  test('carries the page, and the record says that the address is not the server’s', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Far</title><h1>far away</h1>');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { record } = await capture('http://far.test/', {
      options: { proxy: `http://127.0.0.1:${port}`, allowPrivateHosts: [] },
    });
    proxy.closeAllConnections();
    proxy.close();
    expect(asked).toContain('http://far.test/');
    expect(record).toMatchObject({ state: 'COMPLETE', title: 'Far', server: { via: 'proxy' } });
    expect(record.notes.map(({ code }) => code)).toContain('via-proxy');
  });
});
