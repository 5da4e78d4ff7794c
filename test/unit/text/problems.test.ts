// Particulars in words: no bare code of ours and no English phrase of ours stands in a Chinese sentence.

import { expect, it } from 'vitest';
import { z } from 'zod';
import { firstMisfit } from '../../../shared/api/invalid-input.ts';
import { settingsPatchInput, startCaptureInput } from '../../../shared/api/inputs.ts';
import { checkSentence } from '../../../shared/text/checks.ts';
import { errorSentence } from '../../../shared/text/errors.ts';
import { problemText } from '../../../shared/text/problems.ts';
import { TIMESTAMP_CODES } from '../../../shared/timestamp/refusal.ts';

it.each(TIMESTAMP_CODES)('%s is said in both languages', (code) => {
  for (const language of ['zh-CN', 'en'] as const) {
    const sentence = checkSentence({ code: 'timestamp-bad', details: { reason: code } }, language);
    expect(sentence).not.toContain(code);
  }
  const { happened } = errorSentence('tsa/rejected', { tsa: 'x', problem: `${code}: HTTP 400` }, 'zh-CN');
  expect(happened).toMatch(/：[^：]*\p{Script=Han}[^：]*：HTTP 400。$/u);
});

it('names another check by its name', () => {
  const details = { check: 'statement' };
  expect(checkSentence({ code: 'needs-other-check', details }, 'zh-CN')).toContain('（证据声明）');
  expect(checkSentence({ code: 'needs-other-check', details }, 'en')).toContain('Statement');
});

it.each([
  ['manifest: bad line', '行有误'],
  ['attest/index.jsonl: not sorted, 3', 'attest/index.jsonl：没有按顺序排列, 3'],
  ['device-key 0123456789abcdef… is missing', 'device-key'],
  ['constructor', 'constructor'],
])('%s in Chinese', (problem, expected) => {
  expect(problemText(problem, 'zh-CN')).toContain(expected);
  expect(problemText(problem, 'en')).toBe(problem);
});

it('the network’s own word is put into words and stays beside them', () => {
  expect(problemText('ECONNREFUSED', 'zh-CN')).toBe('对方拒绝连接（ECONNREFUSED）');
  expect(problemText('ECONNREFUSED', 'en')).toBe('the connection was refused (ECONNREFUSED)');
  expect(problemText('EUNHEARDOF', 'zh-CN')).toBe('EUNHEARDOF');
});

it.each([
  [settingsPatchInput, { concurrency: 99 }, 'concurrency'],
  [settingsPatchInput, { concurrency: 'many' }, 'concurrency'],
  [settingsPatchInput, { language: 'fr' }, 'language'],
  [settingsPatchInput, { colour: 1 }, ''],
  [settingsPatchInput, { tsas: [{ name: 'Bad Name', url: 'http://t.example/' }] }, 'tsas.0.name'],
  [startCaptureInput, { urls: [], caseId: null }, 'urls'],
] as const)('what zod finds wrong is said in Chinese', (schema, input, field) => {
  const { error } = (schema as z.ZodType).safeParse(input);
  const misfit = firstMisfit(error!);
  expect(misfit.field).toBe(field);
  expect(problemText(misfit.problem, 'zh-CN')).toMatch(/^\p{Script=Han}+( \(.*\))?$/u);
});
