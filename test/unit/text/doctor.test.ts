// What the settings and `cunan doctor` print: words of ours in both languages, no code of the program.

import { expect, test } from 'vitest';
import type { ErrorDetails } from '../../../shared/errors.ts';
import { doctorSentence } from '../../../shared/text/doctor.ts';

const item = (code: string, details: ErrorDetails) => ({ id: 'x', status: 'ok' as const, code, details });

test('particulars are put into words', () => {
  const key = item('key-ok', { keyId: 'ab', protection: 'key-file-0600' });
  expect(doctorSentence(key, 'zh-CN')).toBe('本机密钥 ab（保护方式：仅本用户可读的密钥文件）');
  const browser = item('browser-ok', { path: '/usr/bin/chromium', origin: 'installed' });
  expect(doctorSentence(browser, 'zh-CN')).toBe('浏览器：/usr/bin/chromium（已安装）');
  expect(doctorSentence(browser, 'en')).toBe('Browser: /usr/bin/chromium (installed)');
});

test('an error is told by its sentence', () => {
  const details = { name: 'A', code: 'chain/unreachable', chain: 'A', problem: 'ECONNREFUSED' };
  expect(doctorSentence(item('chain-trouble', details), 'zh-CN')).toBe(
    '区块链 A：无法连接区块链节点“A”：对方拒绝连接（ECONNREFUSED）。',
  );
  expect(doctorSentence(item('chain-trouble', { name: 'A', problem: 'EPIPE' }), 'en')).toBe(
    'Chain A: the other side broke the connection off (EPIPE)',
  );
});

test('what a newer program says is shown as it is', () => {
  expect(doctorSentence(item('of-tomorrow', {}), 'en')).toBe('of-tomorrow');
  expect(doctorSentence(item('browser-ok', { path: 'p', origin: 'cloud' }), 'en')).toBe('Browser: p (cloud)');
});
