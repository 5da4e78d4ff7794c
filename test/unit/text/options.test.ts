// The words for capture options: said exactly where an option is not its default, presets named only where they hold.

import { expect, test } from 'vitest';
import {
  applyPreset,
  captureOptionsInput,
  DEFAULT_CAPTURE_OPTIONS,
  presetOf,
  type CaptureOptions,
} from '../../../shared/api/capture-options.ts';
import { CHOICES, optionSentences, presetName } from '../../../shared/text/options.ts';

/** As the record holds them (electron/capture/steps/record.ts): lists as text. */
function recorded(options: CaptureOptions): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, Array.isArray(value) ? value.join(' ') : value]),
  );
}

test('every option has its words, and its default there is the default', () => {
  expect(Object.fromEntries(Object.entries(CHOICES).map(([key, { unless }]) => [key, unless]))).toEqual(
    recorded(DEFAULT_CAPTURE_OPTIONS),
  );
  expect(optionSentences(recorded(DEFAULT_CAPTURE_OPTIONS), 'zh-CN')).toEqual([]);
});

test('what was chosen is said, values filled in, in both languages', () => {
  const options = recorded(
    captureOptionsInput.parse({
      locale: 'en-GB',
      userAgent: 'desktop-chrome',
      allowPrivateHosts: ['a', 'b'],
    }),
  );
  expect(optionSentences(options, 'zh-CN')).toEqual([
    '页面语言设为 en-GB',
    '浏览器标识按普通 Chrome 发送（去掉 Headless 字样）',
    '允许访问的内网主机：a b',
  ]);
  for (const sentence of optionSentences(options, 'en')) expect(sentence).not.toMatch(/\{|\p{Script=Han}/u);
});

test('a preset is named only where every value it decides is as it says', () => {
  const mobile = applyPreset('mobile', DEFAULT_CAPTURE_OPTIONS);
  expect(presetOf(DEFAULT_CAPTURE_OPTIONS)).toBe('standard');
  expect(presetOf({ ...mobile, locale: 'zh-CN' })).toBe('mobile');
  expect(presetOf({ ...mobile, viewportWidth: 400 })).toBeNull();
  expect(applyPreset('standard', { ...mobile, timeZone: 'Asia/Shanghai' })).toEqual({
    ...DEFAULT_CAPTURE_OPTIONS,
    timeZone: 'Asia/Shanghai',
  });
  expect(presetName({ preset: 'mobile' }, 'zh-CN')).toBe('移动端');
  expect(presetName({ preset: null }, 'en')).toBe('Custom');
  expect(presetName({}, 'en')).toBeNull();
});

test.each([
  [{ userAgent: 'x\r\nCookie: a=b' }],
  [{ userAgent: '中文' }],
  [{ locale: 'zh-CN,--flag' }],
  [{ timeZone: 'Mars/Olympus' }],
  [{ proxy: 'http://user:password@127.0.0.1:1' }],
  [{ proxy: 'http://127.0.0.1:1 --no-sandbox' }],
  [{ preset: 'full' }],
])('refused: %j', (options) => {
  expect(captureOptionsInput.safeParse(options).success).toBe(false);
});
