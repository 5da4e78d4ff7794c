// What `cunan doctor` and the settings screen say about this computer.

import type { DoctorItem, Language } from '../api/views.ts';
import { isErrorCode } from '../errors.ts';
import { errorSentence } from './errors.ts';
import { pick, say, type Bilingual, type Details } from './fill.ts';
import { KEY_PROTECTION } from './words.ts';

const SENTENCES = {
  'node-ok': { zh: 'Node {version}', en: 'Node {version}' },
  'browser-ok': { zh: '浏览器：{path}（{origin}）', en: 'Browser: {path} ({origin})' },
  'browser-missing': {
    zh: '没有找到浏览器。请安装 Chrome、Chromium 或 Edge，或用 cunan config set browserPath 指定路径，或运行 cunan doctor --download-browser 下载 Chrome for Testing。',
    en: 'No browser found. Install Chrome, Chromium or Edge, name one with cunan config set browserPath, or run cunan doctor --download-browser for Chrome for Testing.',
  },
  'store-ok': { zh: '数据文件夹：{path}', en: 'Data folder: {path}' },
  'settings-damaged': {
    zh: '设置“{field}”无法读取，已使用默认值：{problem}',
    en: 'The setting “{field}” cannot be read; its default is used: {problem}',
  },
  'disk-ok': { zh: '可用磁盘空间 {free}', en: 'Free disk space {free}' },
  'disk-low': { zh: '可用磁盘空间只有 {free}', en: 'Only {free} of disk space left' },
  'key-ok': {
    zh: '本机密钥 {keyId}（保护方式：{protection}）',
    en: 'Device key {keyId} (protected by: {protection})',
  },
  'ledger-ok': {
    zh: '账本一致，共 {size} 条；是否整体回退，须对照保存在别处的检查点',
    en: 'The ledger is consistent, {size} entries; whether all of it was rolled back shows only against a checkpoint kept elsewhere',
  },
  'ledger-halted': {
    zh: '账本已停用（{code}），共 {size} 条；运行 cunan ledger 查看',
    en: 'The ledger is halted ({code}), {size} entries; see cunan ledger',
  },
  'audit-ok': { zh: '审计日志完好，共 {entries} 条', en: 'The audit log is intact, {entries} entries' },
  'audit-broken': {
    zh: '审计日志第 {entry} 条不符，可能被改动过',
    en: 'Audit entry {entry} does not fit; it may have been edited',
  },
  'tsa-none': {
    zh: '没有设置时间戳机构：证据中的时间只是本机时间。',
    en: 'No time-stamping authority is configured: times are this device’s own.',
  },
  'tsa-ok': { zh: '时间戳机构：{names}', en: 'Time-stamping authorities: {names}' },
  'chain-none': {
    zh: '没有设置区块链：证据不会上链。',
    en: 'No chain is configured: evidence is not anchored.',
  },
  'chain-ok': {
    zh: '区块链 {name}，高度 {height}，付费账户 {account}',
    en: 'Chain {name}, block {height}, paid by {account}',
  },
  'chain-trouble': { zh: '区块链 {name}：{problem}', en: 'Chain {name}: {problem}' },
  'verifier-ok': { zh: '离线核验页已就绪', en: 'The offline verifier page is ready' },
  'verifier-missing': {
    zh: '离线核验页没有生成；导出的证据包中将没有它。请运行 npm run build。',
    en: 'The offline verifier page was not built and will be missing from packages. Run npm run build.',
  },
  'fonts-ok': { zh: '证书字体已就绪', en: 'The certificate fonts are ready' },
  'fonts-missing': { zh: '缺少证书字体：{path}', en: 'A certificate font is missing: {path}' },
  'openssl-ok': {
    zh: 'openssl 可用（可选，仅用于独立核验）',
    en: 'openssl is there (optional, for independent checks)',
  },
  'openssl-none': {
    zh: '没有 openssl（可选，仅用于独立核验）',
    en: 'No openssl (optional, for independent checks)',
  },
} satisfies Record<string, Bilingual>;

export type DoctorCode = keyof typeof SENTENCES;

const BY_CODE: Readonly<Record<string, Bilingual>> = SENTENCES;
/** Particulars that are words of ours. */
const WORDS: Readonly<Record<string, Readonly<Record<string, Bilingual>>>> = {
  protection: KEY_PROTECTION,
  origin: {
    configured: { zh: '设置中指定', en: 'named in the settings' },
    installed: { zh: '已安装', en: 'installed' },
    npm: { zh: '随 npm 包提供', en: 'carried by npm' },
    downloaded: { zh: '由存安下载', en: 'downloaded by Cunan' },
  },
};

/** What is not known here, as of a newer owner of the folder, is shown as it is. */
export function doctorSentence({ code, details }: DoctorItem, language: Language): string {
  const text = BY_CODE[code];
  return text ? say(text, language, inWords(details, language)) : code;
}

/** `code`: that of the error which is the problem. */
function inWords(details: Details, language: Language): Details {
  const { code } = details;
  const known = Object.entries(details).map(([name, value]) => {
    const word = WORDS[name]?.[String(value)];
    return [name, word ? pick(word, language) : value] as const;
  });
  return {
    ...Object.fromEntries(known),
    ...(isErrorCode(code) && { problem: errorSentence(code, details, language).happened }),
  };
}
