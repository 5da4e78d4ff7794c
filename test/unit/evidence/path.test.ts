import { describe, expect, it } from 'vitest';
import {
  assertPackagePath,
  findPathClash,
  isPackagePath,
  isPayloadPath,
  pathProblem,
} from '../../../shared/evidence/path.ts';

describe('package paths', () => {
  it('accept what every system can hold', () => {
    for (const path of [
      'data/page.pdf',
      'data/files/合同 (最终版).docx',
      'data/files/-draft.txt',
      'data/a/b/c/.hidden',
      'attest/tlog/cunan-0123456789abcdef-7.tlog-proof',
      'data/console.log',
      'data/comb.txt',
      'data/👩‍💻.txt',
      `data/${'x'.repeat(255)}`,
    ]) {
      expect(pathProblem(path), path).toBeNull();
    }
    expect(isPayloadPath('data/x')).toBe(true);
    expect(isPayloadPath('datax/x')).toBe(false);
  });

  it.each([
    ['', 'empty'],
    ['/etc/passwd', 'bad-segment'],
    ['data//x', 'bad-segment'],
    ['data/', 'bad-segment'],
    ['data/../x', 'bad-segment'],
    ['./data/x', 'bad-segment'],
    ['-rf/x', 'bad-segment'],
    ['data/x.', 'bad-segment'],
    ['data/x ', 'bad-segment'],
    ['data/ x', 'bad-segment'],
    ['data\\x', 'bad-character'],
    ['data/100%', 'bad-character'],
    ['data/a:b', 'bad-character'],
    ['C:/x', 'bad-character'],
    ['data/a\nb', 'bad-character'],
    ['data/a\u007fb', 'bad-character'],
    ['data/\u202efdp.exe', 'bad-character'],
    ['data/\ud800', 'bad-character'],
    ['data/e\u0301', 'not-normalised'],
    ['data/NUL', 'reserved-name'],
    ['data/com1.txt', 'reserved-name'],
    ['data/Aux.tar.gz', 'reserved-name'],
    [`data/${'x'.repeat(256)}`, 'too-long'],
    [`data/${'页'.repeat(86)}`, 'too-long'],
    [`data/${'xxxxxxxxx/'.repeat(60)}x`, 'too-long'],
    [`data/${'x/'.repeat(16)}x`, 'too-deep'],
  ])('refuse %j as %s', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
    expect(isPackagePath(path)).toBe(false);
    expect(() => assertPackagePath(path)).toThrow('format/bad-package');
  });

  it('clash where two would fall into one place', () => {
    expect(findPathClash(['data/a', 'data/b', 'data/ab/c'])).toBeNull();
    expect(findPathClash(['data/Page.pdf', 'data/page.PDF'])).toBe('data/page.PDF');
    expect(findPathClash(['data/straße', 'data/STRASSE'])).toBe('data/STRASSE');
    expect(findPathClash(['data/a/b/c', 'data/A'])).toBe('data/a/b/c');
  });
});
