// Why a capture is partial or failed, in one sentence each.

import type { Language } from '../api/views.ts';
import type { DepositRefusal } from '../evidence/deposit-record.ts';
import type { Reason, ReasonCode } from '../evidence/states.ts';
import { isErrorCode } from '../errors.ts';
import { itemNames } from './environment.ts';
import { errorSentence } from './errors.ts';
import { DEPOSIT_REFUSAL } from './deposit.ts';
import { pick, say, visible, type Bilingual } from './fill.ts';
import { gapKinds, recordingCut } from './recording.ts';

const REASONS: Record<ReasonCode, Bilingual> = {
  'resource-failed': {
    zh: '页面资源加载失败（{error}）：{url}',
    en: 'A painted resource failed ({error}): {url}',
  },
  'resource-pending': { zh: '到时限仍未加载完：{url}', en: 'Still loading at the time limit: {url}' },
  'resource-truncated': {
    zh: '内容不完整，收到 {receivedBytes} 字节，应为 {declaredBytes} 字节：{url}',
    en: 'Body cut: {receivedBytes} of {declaredBytes} bytes: {url}',
  },
  'image-undecoded': { zh: '{count} 张图片未能显示', en: '{count} image(s) of the page could not be shown' },
  'document-truncated': { zh: '网页主文档没有收全', en: 'The main document did not arrive whole' },
  'scroll-limit': {
    zh: '页面在 {heightPx} 像素以下还有内容，已到上限',
    en: 'More content existed below the limit of {heightPx} px',
  },
  'time-limit': {
    zh: '页面在 {limitMs} 毫秒内没有稳定下来',
    en: 'The page did not become quiet within {limitMs} ms',
  },
  'body-not-recorded': { zh: '未能记录内容：{url}', en: 'A body could not be recorded: {url}' },
  'record-limit': { zh: '网络记录达到上限（{limit}）', en: 'The record reached its limit ({limit})' },
  'artefact-missing': { zh: '没有生成{artefact}：{error}', en: '{artefact} was not made: {error}' },
  'artefact-unchecked': { zh: '{artefact}未能检查：{error}', en: '{artefact} could not be checked: {error}' },
  'screenshot-blank-tile': { zh: '截图第 {index} 段为空白', en: 'Tile {index} of the screenshot is empty' },
  'screenshot-size': {
    zh: '截图尺寸 {actual} 与页面 {expected} 不符',
    en: 'The screenshot measures {actual}, the page {expected}',
  },
  'page-moved': {
    zh: '拍摄期间页面自行跳转到 {url}',
    en: 'The page moved to {url} while it was photographed',
  },
  'document-unrequested': {
    zh: '页面把自己换成了没有经过网络请求的文档（{url}），网络记录中没有它的内容',
    en: 'The page replaced itself by a document that no request brought ({url}); the network record does not hold it',
  },
  'script-stopped': {
    zh: '网页脚本占住页面超过 {limitMs} 毫秒，已停止 {count} 次',
    en: 'A script of the page held it for more than {limitMs} ms and was stopped {count} time(s)',
  },
  'storage-limit': {
    zh: '取证占用的磁盘超过上限 {limitBytes} 字节，网页已被终止',
    en: 'The capture took more than {limitBytes} bytes of the disk; the page was ended',
  },
  'memory-limit': {
    zh: '浏览器占用的内存超过上限 {limitBytes} 字节，网页已被终止',
    en: 'The browser took more than {limitBytes} bytes of memory; the page was ended',
  },
  'tls-overridden': {
    zh: '按用户要求忽略了 {host} 的证书错误：{error}',
    en: 'A certificate error of {host} was overridden as the user asked: {error}',
  },
  'step-failed': { zh: '步骤“{step}”失败：{error}', en: 'The step “{step}” failed: {error}' },
  'recording-gap': {
    zh: '录屏有 {count} 处缺口，共约 {seconds} 秒（{kinds}）',
    en: 'The film has {count} gap(s) of about {seconds} s in all ({kinds})',
  },
  'recording-cut': {
    zh: '录制在用户停止之前结束（{cause}）',
    en: 'The recording ended before the user stopped it ({cause})',
  },
  'recording-absent': { zh: '没有录屏：{error}', en: 'There is no film: {error}' },
  'file-changed': { zh: '“{path}”在读取时被改动', en: '“{path}” changed while it was read' },
  'file-unreadable': { zh: '无法读取“{path}”（{error}）', en: '“{path}” could not be read ({error})' },
  'disk-full': {
    zh: '本机磁盘空间不足，{count} 个文件未存证',
    en: 'The disk of this computer was full: {count} files were not deposited',
  },
  'file-vanished': { zh: '“{path}”在读取前消失', en: '“{path}” was gone before it was read' },
  'file-refused': {
    zh: '“{path}”未存证：{kind}',
    en: '“{path}” was not deposited: {kind}',
  },
  'reasons-more': {
    zh: '另有 {count} 条原因未逐条列出',
    en: '{count} more reasons are not listed one by one',
  },
  'files-more': {
    zh: '另有 {count} 个文件不完整，见存证记录',
    en: '{count} more files are not whole; the deposit record names them',
  },
  'nothing-deposited': { zh: '没有一个文件可以读取', en: 'No file could be read' },
  'no-main-document': { zh: '没有得到网页（{error}）', en: 'No page was obtained ({error})' },
  'page-hung': {
    zh: '网页在 {limitMs} 毫秒内没有任何响应，已被终止',
    en: 'The page did not answer for {limitMs} ms and was ended',
  },
  'page-crashed': { zh: '网页使浏览器崩溃', en: 'The page crashed the browser' },
  cancelled: { zh: '用户停止了取证', en: 'The user stopped the capture' },
  interrupted: { zh: '程序在取证中途结束', en: 'The program ended in the middle of the capture' },
};

export function reasonSentence(reason: Reason, language: Language): string {
  const failed = reason.code === 'no-main-document' ? failureSentence(reason, language) : null;
  return failed ?? say(REASONS[reason.code], language, inWords(reason, language));
}

/** Codes among the details as words. */
function inWords({ code, details = {} }: Reason, language: Language): NonNullable<Reason['details']> {
  const { kinds, cause } = details;
  if (code === 'recording-gap') return { ...details, kinds: gapKinds(String(kinds ?? ''), language) };
  if (code === 'recording-cut') return { ...details, cause: recordingCut(String(cause ?? ''), language) };
  const kind = code === 'file-refused' ? DEPOSIT_REFUSAL[details['kind'] as DepositRefusal] : undefined;
  return kind === undefined ? details : { ...details, kind: pick(kind, language) };
}

/** What happened instead of a page, with the browser's own error; null where the record does not say enough. */
function failureSentence({ details = {} }: Reason, language: Language): string | null {
  const { error: code, cause } = details;
  if (!isErrorCode(code)) return null;
  if (code === 'capture/environment-blocked') {
    const error = itemNames(String(cause ?? '').split(', '), language);
    return errorSentence(code, { ...details, error }, language).happened;
  }
  const { happened } = errorSentence(code, { ...details, error: cause ?? null }, language);
  if (/\{\w+\}/.test(happened)) return null;
  const exact = visible(String(cause ?? ''));
  return exact === '' || happened.includes(exact) ? happened : `${happened} ${exact}`;
}
