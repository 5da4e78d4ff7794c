// Settings have words; the key that has to be typed stays beside them.

import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../shared/api/inputs.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { settingName } from '../../../shared/text/settings.ts';

it.each(Object.keys(DEFAULT_SETTINGS))('%s has a name in both languages', (key) => {
  expect(settingName(key, 'zh-CN')).toMatch(new RegExp(`^\\p{Script=Han}.*（${key}）$`, 'u'));
  expect(settingName(key, 'en')).toMatch(new RegExp(`^[A-Z].* \\(${key}\\)$`));
});

const line = (field: string): string =>
  errorLine('input/invalid', { field, problem: 'has the wrong form' }, 'zh-CN');

it('is named in errors about a field of it; other fields stay as they are', () => {
  expect(line('anchoring.atTime')).toContain('何时生成检查点（anchoring.atTime）');
  expect(line('--root')).toContain('输入有误：--root ');
});
