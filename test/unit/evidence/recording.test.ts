import { expect, test } from 'vitest';
import { gapsMs } from '../../../shared/evidence/recording.ts';

test('what lies in several gaps counts once', () => {
  const gaps = [
    { kind: 'encoder', fromMs: 9_000, toMs: 10_000 },
    { kind: 'hidden', fromMs: 1_000, toMs: 5_000 },
    { kind: 'unresponsive', fromMs: 2_000, toMs: 3_000 },
    { kind: 'dialog', fromMs: 4_000, toMs: 6_000 },
  ] as const;
  expect(gapsMs(gaps)).toBe(6_000);
  expect(gapsMs([])).toBe(0);
});
