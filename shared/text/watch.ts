// What a run of a watch found changed, as facts in words: what differs is said, never what it means.

import type { RunChanges } from '../api/watches.ts';
import type { Language } from '../api/views.ts';
import { pick, say, type Bilingual } from './fill.ts';
import { CAPTURE_STATE } from './words.ts';

const TEXT = {
  state: { zh: '取证结果：{before} → {after}', en: 'Capture: {before} → {after}' },
  title: { zh: '标题：{before} → {after}', en: 'Title: {before} → {after}' },
  status: { zh: 'HTTP：{before} → {after}', en: 'HTTP: {before} → {after}' },
  finalUrl: { zh: '最终网址：{before} → {after}', en: 'Final URL: {before} → {after}' },
  lines: {
    zh: '文字：新增 {added} 行，删除 {removed} 行',
    en: 'Text: {added} line(s) added, {removed} removed',
  },
  textUnknown: { zh: '文字：无法比较', en: 'Text: could not be compared' },
  picture: {
    zh: '截图：{percent}% 的画面不同（高 {before} → {after} 像素）',
    en: 'Screenshot: {percent}% of it differs (height {before} → {after} px)',
  },
  pictureUnknown: { zh: '截图：无法比较', en: 'Screenshot: could not be compared' },
  nothing: {
    zh: '标题、文字、截图、HTTP 状态均无变化',
    en: 'Title, text, screenshot and HTTP status are the same',
  },
} satisfies Record<string, Bilingual>;

const NONE: Bilingual = { zh: '无', en: 'none' };

/** One sentence per difference; one that says so where there is none. */
export function changeSentences(changes: RunChanges, language: Language): readonly string[] {
  const { state, title, status, finalUrl, text, picture } = changes;
  const value = (each: string | number | null): string | number => each ?? pick(NONE, language);
  const out: string[] = [];
  if (state) {
    const words = {
      before: say(CAPTURE_STATE[state.before], language),
      after: say(CAPTURE_STATE[state.after], language),
    };
    out.push(say(TEXT.state, language, words));
  }
  for (const [template, change] of [
    [TEXT.title, title],
    [TEXT.status, status],
    [TEXT.finalUrl, finalUrl],
  ] as const) {
    if (change)
      out.push(say(template, language, { before: value(change.before), after: value(change.after) }));
  }
  if (text === 'unknown') out.push(say(TEXT.textUnknown, language));
  else if (text) out.push(say(TEXT.lines, language, { added: text.addedLines, removed: text.removedLines }));
  if (picture === 'unknown') out.push(say(TEXT.pictureUnknown, language));
  else if (picture) {
    const { heightBefore: before, heightAfter: after } = picture;
    out.push(say(TEXT.picture, language, { percent: percentOf(picture.ratio), before, after }));
  }
  return out.length === 0 ? [say(TEXT.nothing, language)] : out;
}

/** A change is never rounded to none. */
function percentOf(ratio: number): string {
  const percent = ratio * 100;
  return percent > 0 && percent < 0.1 ? '<0.1' : percent.toFixed(1);
}

const EVERY: readonly (readonly [minutes: number, one: Bilingual, many: Bilingual])[] = [
  [10_080, { zh: '每周', en: 'every week' }, { zh: '每 {n} 周', en: 'every {n} weeks' }],
  [1_440, { zh: '每天', en: 'every day' }, { zh: '每 {n} 天', en: 'every {n} days' }],
  [60, { zh: '每小时', en: 'every hour' }, { zh: '每 {n} 小时', en: 'every {n} hours' }],
  [1, { zh: '每分钟', en: 'every minute' }, { zh: '每 {n} 分钟', en: 'every {n} minutes' }],
];

export function intervalText(minutes: number, language: Language): string {
  const [unit, one, many] = EVERY.find(([each]) => minutes % each === 0)!;
  const n = minutes / unit;
  return say(n === 1 ? one : many, language, { n });
}
