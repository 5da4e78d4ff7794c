// Words of the works of a case.

import type { WorkDateKind, WorkKind } from '../api/works.ts';
import type { Bilingual } from './fill.ts';

export const WORK_KIND: Readonly<Record<WorkKind, Bilingual>> = {
  artistic: { zh: '美术', en: 'Artistic' },
  literary: { zh: '文字', en: 'Literary' },
  music: { zh: '音乐', en: 'Music' },
  video: { zh: '视听', en: 'Video' },
  software: { zh: '软件', en: 'Software' },
  photo: { zh: '摄影', en: 'Photo' },
  other: { zh: '其他', en: 'Other' },
};

export const WORK_DATE: Readonly<Record<WorkDateKind, Bilingual>> = {
  published: { zh: '首次发表', en: 'First published' },
  completed: { zh: '创作完成', en: 'Completed' },
};

export const UNREGISTERED: Bilingual = { zh: '未登记', en: 'Not registered' };

/** Stands wherever works are shown as facts. */
export const WORKS_ARE_STATED: Bilingual = {
  zh: '由用户填写，未经核实，不在已封存的声明之内',
  en: 'stated by the user, not verified, no part of the sealed statement',
};

/** On a certificate. */
export const WORK_LABEL = {
  part: { zh: '权利作品', en: 'Works' },
  note: { zh: '说明', en: 'Note' },
  work: { zh: '作品', en: 'Work' },
  rightHolder: { zh: '权利人', en: 'Right holder' },
  registration: { zh: '登记号', en: 'Registration No.' },
  deposit: { zh: '存证编号', en: 'Preservation No.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const WORK_SAY = {
  deposit: { zh: '{id}，封存于 {at}（设备时钟）', en: 'sealed at that time by the device clock' },
  noDeposit: { zh: '无关联存证', en: 'no linked deposit' },
  more: { zh: '另有 {count} 项未列出', en: '{count} more not listed' },
} as const satisfies Readonly<Record<string, Bilingual>>;
