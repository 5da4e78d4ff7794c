// Labels of pages: what is met in practice, and ordinary pages that must not be called by them.

import { describe, expect, test } from 'vitest';
import {
  labelPage,
  movedElsewhere,
  PAGE_LABELS,
  pageLabelsOf,
  type PageSigns,
} from '../../../shared/evidence/page-labels.ts';
import { noteSentence } from '../../../shared/text/notes.ts';

const ARTICLE = '这是一篇很长的正文，说明商品的来源、规格、价格与售后。'.repeat(80);

function signs(part: Partial<PageSigns>): PageSigns {
  return {
    requestedUrl: 'https://shop.example/item/42',
    finalUrl: 'https://shop.example/item/42',
    status: 200,
    title: '商品 42',
    text: ARTICLE,
    passwordFields: 0,
    media: 12,
    heightPx: 4_000,
    documentBytes: 40_000,
    requests: ['https://shop.example/item/42', 'https://img.example/1.jpg'],
    mitigated: null,
    ...part,
  };
}

const codesOf = (part: Partial<PageSigns>): readonly string[] =>
  labelPage(signs(part)).map(({ code }) => code);

describe('labelled', () => {
  test.each<[string, string, Partial<PageSigns>]>([
    ['page-challenge', 'Cloudflare by its field', { mitigated: 'challenge', text: ARTICLE }],
    [
      'page-challenge',
      'Cloudflare by its page',
      {
        status: 403,
        title: 'Just a moment...',
        text: 'Verifying you are human. This may take a few seconds.',
      },
    ],
    [
      'page-challenge',
      'Geetest alone on the page',
      { title: '访问', text: '请稍候', requests: ['https://static.geetest.com/v4/gt4.js'] },
    ],
    ['page-challenge', 'Baidu', { title: '百度安全验证', text: '请完成下方验证后继续操作' }],
    ['page-challenge', 'a slider', { title: '淘宝', text: '亲，请按住滑块，拖动到最右边' }],
    ['page-challenge', 'too many visits', { title: '提示', text: '您的访问过于频繁，请稍后再试' }],
    [
      'page-login-wall',
      'sent to the passport',
      {
        finalUrl: 'https://passport.shop.example/login?from=item',
        title: '用户登录',
        text: '扫码登录 密码登录',
        passwordFields: 1,
      },
    ],
    ['page-login-wall', 'asks to sign in', { title: '小红书', text: '登录后查看更多内容', media: 1 }],
    ['page-login-wall', 'LinkedIn', { title: 'Sign In', text: 'Sign in to continue to the site' }],
    ['page-blank', 'an application that never rendered', { text: ' \n ', media: 0, title: '' }],
    ['page-error', 'HTTP 404', { status: 404, title: 'x' }],
    [
      'page-error',
      'a soft 404',
      { title: '出错啦', text: '很抱歉，您查看的宝贝不存在，可能已下架或者被转移。' },
    ],
    ['page-error', 'a soft 404, English', { title: 'Page not found | Shop', text: 'Back to the shop' }],
    ['redirected-elsewhere', 'another site', { finalUrl: 'https://parked.example.net/' }],
    ['redirected-elsewhere', 'the front door', { finalUrl: 'https://shop.example/' }],
    ['suspiciously-small', 'a word', { text: 'ok', media: 0, documentBytes: 2 }],
  ])('%s: %s', (code, _name, part) => {
    expect(codesOf(part)).toContain(code);
  });
});

describe('not labelled', () => {
  test.each<[string, Partial<PageSigns>]>([
    ['an ordinary page', {}],
    [
      'an article about captchas',
      { title: '滑块验证码的原理（上）| 博客'.replace('滑块', '图形'), text: ARTICLE },
    ],
    ['a long page with a sign-in box', { passwordFields: 1 }],
    [
      'a contact form with reCAPTCHA',
      {
        title: '联系我们',
        text: '姓名 电话 邮箱 留言 '.repeat(20),
        requests: ['https://www.google.com/recaptcha/api.js'],
      },
    ],
    ['a page that mentions 404 in passing', { text: `${ARTICLE} 404` }],
    ['the mobile site', { finalUrl: 'https://m.shop.example/item/42' }],
    ['http to https', { requestedUrl: 'http://shop.example/item/42' }],
    ['a page of one picture', { text: '', media: 1 }],
    [
      'a front door that was asked for',
      { requestedUrl: 'https://shop.example/', finalUrl: 'https://shop.example/' },
    ],
    ['a route in the fragment', { finalUrl: 'https://shop.example/#/item/42' }],
  ])('%s', (_name, part) => {
    expect(codesOf(part)).toEqual([]);
  });
});

test('addresses that cannot be read move nowhere', () => {
  expect(movedElsewhere('x', 'https://shop.example/')).toBeNull();
});

test('every label has its sentence in both languages, and is found again among the notes of a record', () => {
  const notes = PAGE_LABELS.map((code) => ({
    code,
    details: { sign: 's', status: 404, from: 'a', to: 'b' },
  }));
  for (const note of notes) {
    expect(noteSentence(note, 'en')).not.toBe(note.code);
    expect(noteSentence(note, 'zh-CN')).toMatch(/页|别处/);
  }
  const record = { notes: [{ code: 'cache-disabled', details: {} }, ...notes] };
  expect(pageLabelsOf(record).map(({ code }) => code)).toEqual([...PAGE_LABELS]);
  expect(pageLabelsOf(null)).toEqual([]);
});
