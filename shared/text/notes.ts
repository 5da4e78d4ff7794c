// Things worth knowing about a capture that are no defect (capture.json, notes), in one sentence each.

import type { Language } from '../api/views.ts';
import type { Note } from '../evidence/capture-record.ts';
import { say, type Bilingual } from './fill.ts';

const NOTES: Readonly<Record<string, Bilingual>> = {
  'cache-disabled': { zh: '浏览器缓存已停用', en: 'The browser cache was switched off' },
  'service-workers-bypassed': {
    zh: '已绕过网页的 Service Worker',
    en: 'The page’s service workers were bypassed',
  },
  'bodies-decoded': {
    zh: '网络记录中的内容为浏览器解码后的字节',
    en: 'Bodies in the record are the bytes after the browser decoded them',
  },
  'dialogs-dismissed': {
    zh: '已关闭 {count} 个网页弹窗',
    en: '{count} dialog(s) of the page were dismissed',
  },
  'popup-closed': { zh: '已记录并关闭弹出窗口：{url}', en: 'A popup was recorded and closed: {url}' },
  'auth-declined': { zh: '没有回应网站的登录请求', en: 'A request to sign in was not answered' },
  'download-stored': {
    zh: '网址是文件，已按原样保存：{url}',
    en: 'The address is a file; it was stored as it is: {url}',
  },
  'document-asked-again': {
    zh: '主文档没有收全，另行请求了一次以便显示：{url}',
    en: 'The document did not arrive whole and was asked for once more to be shown: {url}',
  },
  'request-incomplete': {
    zh: '一个不影响画面的请求未完成：{url}',
    en: 'A request that paints nothing did not end well: {url}',
  },
};

/** A code that this version does not know is shown as it is. */
export function noteSentence(note: Note, language: Language): string {
  const text = NOTES[note.code];
  return text ? say(text, language, note.details) : note.code;
}
