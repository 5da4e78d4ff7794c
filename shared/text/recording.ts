// Interactive captures in words: why the film shows nothing new, what ended a recording, what was done to a film whose
// program ended in the middle.

import type { Language } from '../api/views.ts';
import type { GapKind, RecordingCut } from '../evidence/recording.ts';
import { say, visible, type Bilingual } from './fill.ts';

export const GAP_KIND: Record<GapKind, Bilingual> = {
  hidden: { zh: '窗口被隐藏', en: 'the window was hidden' },
  dialog: { zh: '网页弹窗不在画面中', en: 'a dialog of the page is not in the picture' },
  unresponsive: { zh: '网页没有响应', en: 'the page did not answer' },
  encoder: { zh: '编码未跟上', en: 'the encoder was late' },
};

export const RECORDING_CUT: Record<RecordingCut, Bilingual> = {
  'time-limit': { zh: '到达时限', en: 'time limit reached' },
  'size-limit': { zh: '到达大小上限', en: 'size limit reached' },
  'memory-limit': { zh: '浏览器占用的内存超过上限', en: 'the browser took more memory than its share' },
  'window-closed': { zh: '窗口被关闭', en: 'window closed' },
  'page-crashed': { zh: '网页崩溃', en: 'page crashed' },
  'browser-ended': { zh: '浏览器中断', en: 'browser ended' },
  interrupted: { zh: '程序中断', en: 'program ended' },
};

export const FILM_MENDED: Bilingual = {
  zh: '程序中途结束，录屏的结尾由软件事后补写（段长、时长、索引），画面数据一字节未动；补写之处的原值和原文件摘要写在记录中。',
  en: 'The program ended in the middle; sizes, duration and index of the film were written afterwards, no byte of a frame was changed. What stood there and the digest of the film as it was found are in the record.',
};

/** Of the details of a reason recording-gap: codes with commas between. */
export function gapKinds(codes: string, language: Language): string {
  return inWords(GAP_KIND, codes.split(', '), language);
}

/** Of the details of a reason recording-cut. */
export function recordingCut(code: string, language: Language): string {
  return inWords(RECORDING_CUT, [code], language);
}

/** What is no code of ours (an older or a newer record) is shown as it stands. */
function inWords(
  words: Readonly<Record<string, Bilingual>>,
  codes: readonly string[],
  language: Language,
): string {
  return codes
    .map((code) => (Object.hasOwn(words, code) ? say(words[code]!, language) : visible(code)))
    .join(language === 'en' ? ', ' : '、');
}
