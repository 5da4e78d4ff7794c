// What the strict check of a WACZ file found, in one sentence each.

import type { Language } from '../api/views.ts';
import type { WaczProblem, WaczProblemCode } from '../evidence/wacz-report.ts';
import { pick, say, type Bilingual } from './fill.ts';
import { ZIP_SENTENCES } from './zip-faults.ts';

const SENTENCES: Record<WaczProblemCode, Bilingual> = {
  'wacz-zip': { zh: 'ZIP 容器不合规：{problem}', en: 'The ZIP container is not acceptable: {problem}' },
  'wacz-entry-missing': { zh: '缺少文件：{path}', en: 'A file is missing: {path}' },
  'wacz-entry-unlisted': {
    zh: '文件不在 datapackage.json 的清单里：{path}',
    en: 'A file is not listed in datapackage.json: {path}',
  },
  'wacz-not-stored': {
    zh: '文件被压缩存放，规范要求原样存放：{path}',
    en: 'A file is packed that the specification wants stored: {path}',
  },
  'wacz-resource-differs': {
    zh: '文件的大小或摘要与清单不符：{path}',
    en: 'Size or digest of a file differ from the list: {path}',
  },
  'wacz-datapackage': {
    zh: 'datapackage.json 不合规：{problem}',
    en: 'datapackage.json is not as it should be: {problem}',
  },
  'wacz-digest': {
    zh: 'datapackage-digest.json 与 datapackage.json 不符',
    en: 'datapackage-digest.json is not the digest of datapackage.json',
  },
  'wacz-too-large': { zh: '文件过大，未检查：{path}', en: 'A file is too large to be checked: {path}' },
  'wacz-gzip': {
    zh: '{path} 在偏移 {offset} 处的压缩数据损坏',
    en: 'Damaged compressed data in {path} at offset {offset}',
  },
  'wacz-record': {
    zh: '{path} 在偏移 {offset} 处的 WARC 记录不合规：{problem}',
    en: 'The WARC record at offset {offset} of {path} is not as it should be: {problem}',
  },
  'wacz-block-digest': {
    zh: '{path} 在偏移 {offset} 处的记录与其摘要不符',
    en: 'The record at offset {offset} of {path} does not match its digest',
  },
  'wacz-payload-digest': {
    zh: '{path} 在偏移 {offset} 处的内容与其摘要不符',
    en: 'The payload at offset {offset} of {path} does not match its digest',
  },
  'wacz-length': {
    zh: '内容 {bodyBytes} 字节，声明 {declaredBytes} 字节，且没有标明被截断：{url}',
    en: 'A body has {bodyBytes} bytes where {declaredBytes} are declared, and is not marked as cut: {url}',
  },
  'wacz-index': {
    zh: '索引 {path} 第 {line} 行不合规：{problem}',
    en: 'Line {line} of the index {path} is not as it should be: {problem}',
  },
  'wacz-not-indexed': { zh: '记录不在索引里：{url}', en: 'A record is not in the index: {url}' },
  'wacz-pages': { zh: 'pages.jsonl 不合规：{problem}', en: 'pages.jsonl is not as it should be: {problem}' },
  'wacz-page-not-archived': { zh: '网页不在档案里：{url}', en: 'A page is not in the archive: {url}' },
};

export const WACZ_VERDICT: Readonly<Record<'ok' | 'bad' | 'notSaid', Bilingual>> = {
  ok: {
    zh: '网络档案完好：{records} 条记录，{responses} 个应答，{pages} 个网页，{truncated} 处已标明不完整',
    en: 'The web archive is sound: {records} records, {responses} responses, {pages} page(s), {truncated} marked as cut',
  },
  bad: { zh: '网络档案有 {count} 处问题', en: 'The web archive has {count} problem(s)' },
  notSaid: {
    zh: '这只说明档案自身前后一致，不说明它由谁、在何时制作。',
    en: 'This says that the archive agrees with itself, not who made it or when.',
  },
};

export function waczSentence(problem: WaczProblem, language: Language): string {
  const { code, details } = problem;
  const sentences: Readonly<Record<string, Bilingual | undefined>> = ZIP_SENTENCES;
  const fault = String(details['problem']);
  // The container's own faults have sentences of their own; what they name is not in the report.
  const inner = sentences[fault];
  if (code !== 'wacz-zip' || inner === undefined) return say(SENTENCES[code], language, details);
  const words = pick(inner, language);
  return say(SENTENCES[code], language, { problem: words.includes('{') ? fault : words });
}
