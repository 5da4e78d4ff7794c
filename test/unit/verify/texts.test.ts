// The sentences: both languages whole, no blank left open that a check fills, nothing promised that nobody can promise.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkName, checkSentence } from '../../../shared/text/checks.ts';
import { notSaid, verdictReason } from '../../../shared/text/verdicts.ts';
import { CHECK_CODES } from '../../../shared/verify/check-codes.ts';
import { CHECK_IDS } from '../../../shared/verify/check-ids.ts';
import { reportLines } from '../../../electron/cli/report-text.ts';
import { buildPackage, fullTrust, zipOf } from './package.ts';
import { verifyBytes } from './verify.ts';

const languages = ['zh-CN', 'en'] as const;
const sentences = languages.flatMap((language) => [
  ...CHECK_CODES.map((code) => checkSentence({ code, details: {} }, language)),
  ...CHECK_IDS.map((id) => checkName(id, language)),
  ...notSaid(language),
]);

describe('sentences', () => {
  it('promise neither immutability nor a court’s opinion', () => {
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/不可篡改|法院认可|法律效力|tamper-?proof|immutable|admissible/i);
      expect(sentence.trim()).not.toBe('');
      expect(sentence).not.toContain('!');
      expect(sentence).not.toContain('！');
    }
  });

  it('have the same blanks in both languages', () => {
    for (const code of CHECK_CODES) {
      const blanks = languages.map((language) =>
        (checkSentence({ code, details: {} }, language).match(/\{\w+\}/g) ?? []).sort(),
      );
      expect(blanks[0], code).toEqual(blanks[1]);
    }
  });

  it('are all filled in a real report', async () => {
    const built = buildPackage();
    for (const trust of [fullTrust(built), undefined]) {
      const report = await verifyBytes(zipOf(built.files), trust);
      for (const language of languages) {
        const text = reportLines(report, language).join('\n');
        expect(text).not.toMatch(/\{\w+\}/);
        expect(text).not.toMatch(/\u202e/);
        expect(text.split('\n')[0]).toContain(language === 'en' ? 'Valid' : '有效');
      }
    }
  });

  it('call the person of a deposit a depositor', async () => {
    const report = await verifyBytes(readFileSync('test/vectors/good/deposit.zip'));
    expect(report.evidence).toMatchObject({ kind: 'file-deposit', operator: expect.any(String) });
    expect(reportLines(report, 'zh-CN').join('\n')).toContain(`\n存证人: ${report.evidence!.operator}`);
    expect(reportLines(report, 'zh-CN').join('\n')).not.toContain('取证人');
    expect(reportLines(report, 'en').join('\n')).toContain(`\nDepositor: ${report.evidence!.operator}`);
  });

  it('name the first failure of an invalid package', async () => {
    const files = new Map(buildPackage().files);
    files.delete('data/empty.txt');
    const report = await verifyBytes(zipOf(files));
    expect(verdictReason(report, 'zh-CN')).toContain('data/empty.txt');
  });
});
