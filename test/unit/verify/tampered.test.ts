// Every recipe of test/vectors/tampered through the verifier, and every check id owns at least one.

import { describe, expect, it } from 'vitest';
import { CHECK_IDS } from '../../../shared/verify/check-ids.ts';
import { DEFAULT_REQUIREMENTS, EMPTY_TRUST } from '../../../shared/verify/trust-policy.ts';
import { timeLines, verdictReason } from '../../../shared/text/verdicts.ts';
import { cook, originalsOf, readRecipes } from './recipes.ts';
import { statusOf, verifyBytes } from './verify.ts';

const recipes = readRecipes();

describe('tampered packages', () => {
  it.each(recipes.map((recipe) => [recipe.title, recipe] as const))('%s', async (_title, recipe) => {
    const { zip, trust } = cook(recipe);
    const requirements = { ...DEFAULT_REQUIREMENTS, ...recipe.require };
    const report = await verifyBytes(zip, recipe.trust === 'full' ? trust : EMPTY_TRUST, requirements, {
      knownVerifierPages: new Map([['0'.repeat(64), '0.0.0']]),
      originals: originalsOf(recipe),
    });
    const { verdict, check, status, code } = recipe.expect;
    expect(statusOf(report, check)).toContain(`${status} ${code}`);
    expect(report.verdict).toBe(verdict);
    if (code === 'timestamp-expired')
      expect(timeLines(report, 'zh-CN').join('\n')).not.toContain('来源未受信任');
    for (const language of ['zh-CN', 'en'] as const) {
      expect(verdictReason(report, language)).not.toMatch(/[{}]/);
    }
  });

  it('own every check', () => {
    const owned = new Set(recipes.map((recipe) => recipe.expect.check));
    expect(CHECK_IDS.filter((id) => !owned.has(id))).toEqual([]);
  });
});
