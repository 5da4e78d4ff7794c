// Words of batches: what a row has become, why it is none, and what kind of page was met.

import type { BatchState, Exclusion } from '../api/batches.ts';
import type { RowStatus } from '../batch/counts.ts';
import type { Duplicate, RowProblem } from '../batch/rows.ts';
import type { Language } from '../api/views.ts';
import { say, type Bilingual } from './fill.ts';

export const BATCH_STATE: Record<BatchState, Bilingual> = {
  draft: { zh: '未开始', en: 'Not started' },
  running: { zh: '进行中', en: 'Running' },
  paused: { zh: '已暂停', en: 'Paused' },
  cancelled: { zh: '已停止', en: 'Stopped' },
  finished: { zh: '已结束', en: 'Ended' },
};

export const ROW_STATUS: Record<RowStatus, Bilingual> = {
  waiting: { zh: '排队', en: 'Queued' },
  running: { zh: '取证中', en: 'Capturing' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '失败', en: 'Failed' },
  excluded: { zh: '已排除', en: 'Excluded' },
};

export const ROW_PROBLEM: Record<RowProblem, Bilingual> = {
  'blank-address': { zh: '没有网址', en: 'No address' },
  'not-a-url': { zh: '不是网址', en: 'Not a web address' },
  'unsupported-scheme': { zh: '不是 http 或 https 网址', en: 'Neither http nor https' },
  'address-credentials': { zh: '网址中不能含有用户名或口令', en: 'Name or password in the address' },
  'cell-too-long': { zh: '单元格内容过长', en: 'A cell is too long' },
};

export const EXCLUSION: Record<Exclusion, Bilingual> = {
  problem: { zh: '网址不可用', en: 'Address not usable' },
  duplicate: { zh: '重复', en: 'Duplicate' },
  cancelled: { zh: '已停止，没有取证', en: 'Stopped before it was captured' },
  person: { zh: '人工排除', en: 'Excluded by hand' },
};

/** Short forms of the labels of pages (shared/evidence page-labels); the full sentence stands with the item's notes. */
const LABELS: Readonly<Record<string, Bilingual>> = {
  'page-challenge': { zh: '疑似人机验证', en: 'Challenge page?' },
  'page-login-wall': { zh: '疑似登录页', en: 'Login wall?' },
  'page-blank': { zh: '空白页', en: 'Blank' },
  'page-error': { zh: '疑似出错页', en: 'Error page?' },
  'redirected-elsewhere': { zh: '跳转到别处', en: 'Ended elsewhere' },
  'suspiciously-small': { zh: '内容很少', en: 'Very little content' },
  'page-unlabelled': { zh: '页面类型无法识别', en: 'Kind not told' },
};

export function labelWord(code: string, language: Language): string {
  const text = LABELS[code];
  return text ? say(text, language) : code;
}

const REPEATS_ROW: Bilingual = { zh: '与第 {number} 行重复', en: 'Repeats row {number}' };
const REPEATS_ITEM: Bilingual = { zh: '案件中已有 {id}', en: 'In the case already: {id}' };

export function duplicateText(duplicate: Duplicate, language: Language): string {
  return duplicate.of === 'row'
    ? say(REPEATS_ROW, language, { number: duplicate.number })
    : say(REPEATS_ITEM, language, { id: duplicate.id });
}
