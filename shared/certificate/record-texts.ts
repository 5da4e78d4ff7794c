// What a certificate says of how the page was captured, from the capture record, where it is not the default way:
// settings, and labels of the kind of page. Nothing where there is nothing to say.

import type { CaptureRecord } from '../evidence/capture-record.ts';
import { pageLabelsOf } from '../evidence/page-labels.ts';
import { noteSentence } from '../text/notes.ts';
import { optionSentences, presetName } from '../text/options.ts';

export interface RecordText {
  readonly zh: string;
  readonly en: string;
  readonly texts: readonly string[];
}

export function recordTexts(record: CaptureRecord | null): readonly RecordText[] {
  if (record === null) return [];
  return [
    { zh: '取证设置（非默认）', en: 'Settings other than the default', texts: settings(record) },
    { zh: '登录状态', en: 'Session', texts: sessionUsed(record) },
    // Printed, so that nobody takes a challenge page for the content.
    { zh: '页面类型提示（推测）', en: 'Kind of page (a guess)', texts: labels(record) },
  ].filter(({ texts }) => texts.length > 0);
}

function settings({ options }: CaptureRecord): readonly string[] {
  const chinese = optionSentences(options, 'zh-CN');
  if (chinese.length === 0) return [];
  const english = optionSentences(options, 'en');
  const preset = presetName(options, 'zh-CN');
  return [
    ...(preset === null ? [] : [`预设 preset: ${preset} ${presetName(options, 'en') ?? ''}`]),
    ...chinese.map((sentence, index) => `${sentence} ${english[index] ?? ''}`),
  ];
}

function sessionUsed({ notes }: CaptureRecord): readonly string[] {
  const used = notes.filter(({ code }) => code === 'session-cookies' || code === 'auth-answered');
  return used.flatMap((note) => [noteSentence(note, 'zh-CN'), noteSentence(note, 'en')]);
}

function labels(record: CaptureRecord): readonly string[] {
  return pageLabelsOf(record).map((label) => `${noteSentence(label, 'zh-CN')} ${label.code}`);
}
