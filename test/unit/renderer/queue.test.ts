// Orders that screens rely on: the queue, and the timeline of proofs. And that no words are missing in either language.

import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/locales/en.ts';
import { zhCN } from '../../../renderer/locales/zh-CN.ts';
import type { AttestationView } from '../../../shared/api/views.ts';
import { sampleEvidence } from '../../e2e/fakes/sample-data.ts';
import { inOrder } from '../../../renderer/format/proofs.ts';

describe('timeline', () => {
  it('orders proofs by kind, then time, what is to come last within its kind', () => {
    const [any] = sampleEvidence(0).attestations;
    const proof = (kind: AttestationView['kind'], provider: string, at: string | null): AttestationView => ({
      ...any!,
      kind,
      provider,
      at,
    });
    const mixed = [
      proof('chain', 'c', '2026-01-01T00:00:00Z'),
      proof('timestamp', 'late', null),
      proof('timestamp', 'b', '2026-01-03T00:00:00Z'),
      proof('timestamp', 'a', '2026-01-02T00:00:00Z'),
      proof('signature', 's', '2026-01-09T00:00:00Z'),
    ];
    expect(inOrder(mixed).map((item) => item.provider)).toEqual(['s', 'a', 'b', 'late', 'c']);
  });
});

/** Every leaf as a path, with whatever stands there. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`));
}

describe('locales', () => {
  const zh = leaves(zhCN);
  const english = new Map(leaves(en));
  it('have the same keys, none empty, of the same kind', () => {
    expect([...english.keys()].sort()).toEqual(zh.map(([path]) => path).sort());
    for (const [path, value] of zh) {
      expect(typeof english.get(path), path).toBe(typeof value);
      if (typeof value === 'string') expect(value.trim(), path).not.toBe('');
    }
  });
  it('keep Chinese out of English, but for the names of languages and the demonstration mark', () => {
    const chinese = [...english].filter(
      ([, value]) => typeof value === 'string' && /\p{Script=Han}/u.test(value),
    );
    expect(chinese.map(([path]) => path)).toEqual([
      '.app.demo',
      '.rail.language',
      '.rail.languageHint',
      '.palette.toggleLanguage',
    ]);
  });
  it('use full-width punctuation in Chinese and no exclamation marks anywhere', () => {
    for (const [path, value] of [...zh, ...english]) {
      if (typeof value === 'string') expect(value, path).not.toMatch(/[!！]/);
    }
    for (const [path, value] of zh) {
      if (typeof value === 'string') expect(value, path).not.toMatch(/\p{Script=Han}[,;?]/u);
    }
  });
});
