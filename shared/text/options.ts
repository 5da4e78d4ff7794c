// How a page was captured where it was not the default way (capture.json, options), in one short sentence each. The
// defaults stand here once more, because old records must be read by the defaults of their own time; a test holds them
// to shared/api/capture-options.ts.

import type { Language } from '../api/views.ts';
import type { CaptureRecord } from '../evidence/capture-record.ts';
import { say, type Bilingual } from './fill.ts';

type Options = CaptureRecord['options'];
type Value = Options[string];

interface Choice {
  /** Nothing is said where the option has this value or is absent. */
  readonly unless: Value;
  readonly text: Bilingual;
  /** Sentences for particular values. */
  readonly values?: Readonly<Record<string, Bilingual>>;
}

export const CHOICES: Readonly<Record<string, Choice>> = {
  viewportWidth: { unless: 1280, text: { zh: '窗口宽 {value} 像素', en: 'Window {value} px wide' } },
  viewportHeight: { unless: 800, text: { zh: '窗口高 {value} 像素', en: 'Window {value} px high' } },
  deviceScaleFactor: { unless: 1, text: { zh: '像素密度 {value} 倍', en: 'Pixel density {value}×' } },
  mobile: { unless: false, text: { zh: '按手机排版', en: 'Laid out as on a phone' } },
  touch: { unless: false, text: { zh: '模拟触摸屏', en: 'Touch screen emulated' } },
  locale: { unless: null, text: { zh: '页面语言设为 {value}', en: 'Language set to {value}' } },
  timeZone: { unless: null, text: { zh: '页面时区设为 {value}', en: 'Time zone set to {value}' } },
  userAgent: {
    unless: null,
    text: { zh: '浏览器标识改为：{value}', en: 'Browser name changed to: {value}' },
    values: {
      'desktop-chrome': {
        zh: '浏览器标识按普通 Chrome 发送（去掉 Headless 字样）',
        en: 'Browser named as an ordinary Chrome (without the word Headless)',
      },
      'mobile-chrome': {
        zh: '浏览器标识按安卓手机 Chrome 发送',
        en: 'Browser named as Chrome on an Android phone',
      },
    },
  },
  extraWaitMs: {
    unless: 0,
    text: { zh: '加载后另等 {value} 毫秒', en: 'Waited {value} ms more after loading' },
  },
  waitForSelector: {
    unless: null,
    text: { zh: '等待元素出现：{value}', en: 'Waited for an element: {value}' },
  },
  timeLimitMs: {
    unless: 120_000,
    text: { zh: '每页时限 {value} 毫秒', en: 'Time limit {value} ms per page' },
  },
  maxHeightPx: { unless: 200_000, text: { zh: '最大页高 {value} 像素', en: 'Height limit {value} px' } },
  scrollLimitMs: { unless: 0, text: { zh: '滚动时限 {value} 毫秒', en: 'Scrolling limited to {value} ms' } },
  allowPrivateHosts: {
    unless: '',
    text: { zh: '允许访问的内网主机：{value}', en: 'Private hosts that were allowed: {value}' },
  },
  allowBadCertificateHosts: {
    unless: '',
    text: {
      zh: '用户要求忽略这些主机的证书错误：{value}',
      en: 'Certificate errors of these hosts were overridden as the user asked: {value}',
    },
  },
  dismissOverlays: {
    unless: false,
    text: { zh: '另拍一张隐藏弹层的截图', en: 'A second picture was made with overlays hidden' },
  },
  dismissSelectors: {
    unless: '',
    text: { zh: '第二张截图中隐藏：{value}', en: 'Hidden in the second picture: {value}' },
  },
  proxy: { unless: null, text: { zh: '经代理 {value} 访问', en: 'Through the proxy {value}' } },
};

const PRESET: Readonly<Record<string, Bilingual>> = {
  standard: { zh: '标准', en: 'Standard' },
  full: { zh: '完整', en: 'Full' },
  mobile: { zh: '移动端', en: 'Mobile' },
};
const CHANGED: Bilingual = { zh: '自定', en: 'Custom' };

/** Name of the preset a record was made with; null for records that name none. */
export function presetName(options: Options, language: Language): string | null {
  const { preset } = options;
  if (preset === undefined) return null;
  return say(PRESET[String(preset)] ?? CHANGED, language);
}

/** Every choice that is not the default; empty for a capture as it comes. */
export function optionSentences(options: Options, language: Language): readonly string[] {
  return Object.entries(CHOICES).flatMap(([key, { unless, text, values }]) => {
    const value = options[key];
    if (value === undefined || value === unless) return [];
    return [say(values?.[String(value)] ?? text, language, { value: String(value).replaceAll('\n', ', ') })];
  });
}
