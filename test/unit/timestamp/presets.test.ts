// The list of well-known authorities: what it says of its roots is so.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { tsaInput } from '../../../shared/api/inputs.ts';
import { certificatesOfPem } from '../../../shared/timestamp/pem.ts';
import { TSA_PRESETS, tsaOfPreset } from '../../../shared/timestamp/presets.ts';

it.each(TSA_PRESETS.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  expect(tsaInput.parse(tsaOfPreset(preset))).toMatchObject({ name: preset.id, demonstration: false });
  for (const { pem, sha256, subject } of preset.roots) {
    const { certificates, unreadable } = certificatesOfPem(pem);
    expect([certificates.length, unreadable]).toEqual([1, 0]);
    const [root] = certificates;
    expect(createHash('sha256').update(root!.raw).digest('hex')).toBe(sha256);
    expect(root!.subject.text).toBe(subject);
    expect(root!.issuer.key).toBe(root!.subject.key);
    expect(root!.extensions.ca).toBe(true);
    expect(root!.notAfter.ms).toBeGreaterThan(Date.parse('2026-11-24'));
  }
});

it('ids are one of a kind', () => {
  expect(new Set(TSA_PRESETS.map(({ id }) => id)).size).toBe(TSA_PRESETS.length);
});
