// The browser's name and its client hints tell the same story, whatever name was asked for.

import { expect, test } from 'vitest';
import { emulationFlags, userAgentOf } from '../../../electron/capture/page/emulation.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';

const OWN = {
  product: 'Chrome/156.0.8078.79',
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
};

test('the browser’s own name is left alone', () => {
  expect(userAgentOf(null, OWN)).toBeNull();
});

test.each([
  ['desktop-chrome', /Linux x86_64.* Chrome\/156\.0\.0\.0 Safari/, 'Linux', false, '156'],
  ['mobile-chrome', /Android 10; K.* Chrome\/156\.0\.0\.0 Mobile/, 'Android', true, '156'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    /Windows NT/,
    'Windows',
    false,
    '140',
  ],
])('%s', (asked, sent, platform, mobile, major) => {
  const named = userAgentOf(asked, OWN)!;
  expect(named.userAgent).toMatch(sent);
  expect(named.userAgent).not.toContain('Headless');
  expect(named.userAgentMetadata).toMatchObject({ platform, mobile });
  expect(named.userAgentMetadata?.brands).toContainEqual({ brand: 'Chromium', version: major });
});

test.each([
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 13; V2185A) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.44',
])('a browser that sends no client hints is given none: %s', (asked) => {
  expect(userAgentOf(asked, OWN)).toEqual({ userAgent: asked });
});

test('the language goes to the whole browser', () => {
  expect(emulationFlags(captureOptionsInput.parse({ locale: 'zh-CN' }))).toEqual(['--accept-lang=zh-CN,zh']);
  expect(emulationFlags(captureOptionsInput.parse({ locale: 'fr' }))).toEqual(['--accept-lang=fr']);
  expect(emulationFlags(captureOptionsInput.parse({}))).toEqual([]);
});
