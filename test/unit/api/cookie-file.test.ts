// Files of cookies as browsers and add-ons export them, and what is no cookie in them.

import { expect, test } from 'vitest';
import { cookiesForHost, parseCookieFile } from '../../../shared/api/cookie-file.ts';

const NETSCAPE = [
  '# Netscape HTTP Cookie File',
  '',
  '.shop.example\tTRUE\t/\tTRUE\t1893456000\tsid\tabc=def',
  '#HttpOnly_www.shop.example\tFALSE\t/my\tFALSE\t0\ttoken\t',
  'a line that is none',
  '.shop.example\tTRUE\t/\tTRUE\tnever\tx\ty',
].join('\r\n');

test('cookies.txt, HttpOnly lines included; the rest is counted', () => {
  expect(parseCookieFile(`\uFEFF${NETSCAPE}`)).toEqual({
    cookies: [
      {
        name: 'sid',
        value: 'abc=def',
        domain: 'shop.example',
        hostOnly: false,
        path: '/',
        secure: true,
        httpOnly: false,
        sameSite: null,
        expires: 1_893_456_000,
      },
      {
        name: 'token',
        value: '',
        domain: 'www.shop.example',
        hostOnly: true,
        path: '/my',
        secure: false,
        httpOnly: true,
        sameSite: null,
        expires: null,
      },
    ],
    unreadable: 2,
  });
});

const CHROME_STYLE = {
  domain: '.shop.example',
  expirationDate: 1893456000.5,
  hostOnly: false,
  httpOnly: true,
  name: 'sid',
  path: '/',
  sameSite: 'no_restriction',
  secure: true,
  session: false,
  storeId: '0',
  value: 'v',
};
const PLAYWRIGHT = {
  name: 'sid',
  value: 'v',
  domain: 'shop.example',
  path: '/',
  expires: -1,
  httpOnly: false,
  secure: false,
  sameSite: 'Lax',
};

test('JSON of add-ons and of storageState', () => {
  expect(parseCookieFile(JSON.stringify([CHROME_STYLE])).cookies[0]).toMatchObject({
    domain: 'shop.example',
    hostOnly: false,
    sameSite: 'None',
    expires: 1_893_456_000.5,
  });
  expect(parseCookieFile(JSON.stringify({ cookies: [PLAYWRIGHT], origins: [] })).cookies[0]).toMatchObject({
    hostOnly: true,
    sameSite: 'Lax',
    expires: null,
  });
});

test.each([
  ['', 'no cookies in it'],
  ['<html>', 'no cookies in it'],
  ['{"cookies":{}}', 'no cookies in it'],
  ['[1,null]', 'no cookies in it'],
  ['[{', 'not JSON'],
  [JSON.stringify([{ ...CHROME_STYLE, value: 'a\r\nSet-Cookie: b' }]), 'no cookies in it'],
  [JSON.stringify([{ ...CHROME_STYLE, path: 7 }]), 'no cookies in it'],
])('refused: %s', (text, problem) => {
  expect(() => parseCookieFile(text)).toThrow(
    expect.objectContaining({ details: { field: 'cookies', problem } }),
  );
});

test('only cookies that can matter to the host are taken along', () => {
  const cookies = [
    'shop.example',
    'www.shop.example',
    'my.shop.example',
    'example',
    'other.example',
    'evilshop.example',
  ].map((domain) => ({ ...parseCookieFile(NETSCAPE).cookies[0]!, domain }));
  const taken = (host: string): readonly string[] =>
    cookiesForHost(cookies, host).map(({ domain }) => domain);
  expect(taken('www.shop.example')).toEqual([
    'shop.example',
    'www.shop.example',
    'my.shop.example',
    'example',
  ]);
  expect(taken('127.0.0.1')).toEqual([]);
});
