// What a certificate says of how the page was captured, from the capture record, where it is not the default way:
// settings, labels of the kind of page, and that it changed meanwhile. Nothing where there is nothing to say.

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
    { zh: '登录状态', en: 'Session', texts: said(record, 'session-cookies', 'auth-answered') },
    // Printed, so that nobody takes a challenge page for the content.
    { zh: '页面类型提示（推测）', en: 'Kind of page (a guess)', texts: labels(record) },
    { zh: '截图之后的变化', en: 'Changed after the picture', texts: said(record, 'changed-after-picture') },
  ].filter(({ texts }) => texts.length > 0);
}

/** The address of the connection; whose it is where it is not the server's. */
export function serverText(record: CaptureRecord | null): string {
  const server = record?.server ?? null;
  if (server === null) return '无 None';
  const parts = [server.ip, server.port, server.protocol].filter((part) => part !== null).join(' · ');
  if (server.via === 'fake-ip') {
    return `${parts}（本机代理 fake-IP，服务器真实地址未知 fake-IP via local proxy, real server address unknown）`;
  }
  if (server.via === 'proxy') {
    return `${parts}（代理的地址，服务器真实地址未知 the proxy's address, real server address unknown）`;
  }
  return parts;
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

/** The sentences of the notes with these codes. */
function said({ notes }: CaptureRecord, ...codes: readonly string[]): readonly string[] {
  const found = notes.filter(({ code }) => codes.includes(code));
  return found.flatMap((note) => [noteSentence(note, 'zh-CN'), noteSentence(note, 'en')]);
}

function labels(record: CaptureRecord): readonly string[] {
  return pageLabelsOf(record).map((label) => `${noteSentence(label, 'zh-CN')} ${label.code}`);
}
