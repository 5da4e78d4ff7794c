// The settings by name, for the command line and for errors about a field of them: the key stands behind the words,
// because it is what has to be typed.

import type { Settings } from '../api/inputs.ts';
import type { Language } from '../api/views.ts';
import { pick, type Bilingual } from './fill.ts';

const SETTING: Readonly<Record<keyof Settings, Bilingual>> = {
  language: { zh: '语言', en: 'Language' },
  theme: { zh: '外观', en: 'Look' },
  browserPath: { zh: '浏览器程序路径', en: 'Path of the browser' },
  exportFolder: { zh: '导出文件夹', en: 'Export folder' },
  concurrency: { zh: '同时取证数', en: 'Captures side by side' },
  operator: { zh: '取证人', en: 'Operator' },
  tsas: { zh: '时间戳机构', en: 'Time-stamping authorities' },
  chain: { zh: '区块链', en: 'Chain' },
  witnesses: { zh: '账本见证人', en: 'Witnesses of the ledger' },
  witnessThreshold: { zh: '要求的见证签名数', en: 'Cosignatures wanted' },
  outsideCheckpointFolder: { zh: '最新检查点副本的文件夹', en: 'Folder for a copy of the newest checkpoint' },
  platforms: { zh: '存证平台', en: 'Evidence platforms' },
  notary: { zh: '公证处', en: 'Notary office' },
  anchoring: { zh: '何时生成检查点', en: 'When a checkpoint is made' },
  environment: { zh: '环境检查询问的服务', en: 'Services that the environment check asks' },
  sm2: { zh: '国密签名', en: 'SM2 signature' },
  pdfSignature: { zh: '签署 PDF', en: 'Signature of PDFs' },
  renewWithinDays: { zh: '证明到期前多少天续期', en: 'Days before their end at which proofs are renewed' },
  renewalImprint: { zh: '续期时间戳的摘要算法', en: 'Digest of the time-stamps that renew' },
};

/** 何时生成检查点（anchoring.atTime）; a key that is no setting comes back as it is. */
export function settingName(key: string, language: Language): string {
  const top = key.split('.')[0]!;
  if (!Object.hasOwn(SETTING, top)) return key;
  const words = pick(SETTING[top as keyof Settings], language);
  return language === 'en' ? `${words} (${key})` : `${words}（${key}）`;
}
