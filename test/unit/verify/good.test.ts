// The good vectors, sealed by the real exporter: valid with and without trust, and nothing about them fails.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from '../../../shared/verify/parse-trust.ts';
import { failures, verifyBytes } from './verify.ts';

const FOLDER = new URL('../../vectors/good/', import.meta.url);
const trust = parseTrustPolicy(readFileSync(new URL('../trust.json', FOLDER)));
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.zip'));

describe('good packages', () => {
  it('are there', () => expect(names.length).toBeGreaterThan(0));

  it.each(names)('%s is valid', async (name) => {
    const zip = readFileSync(new URL(name, FOLDER));
    for (const policy of [trust, undefined]) {
      const report = await verifyBytes(zip, policy);
      expect(failures(report)).toEqual([]);
      expect(report.verdict).toBe('valid');
      expect(report.remarks.some((remark) => remark.code === 'container-repacked')).toBe(
        name === 'repacked.zip',
      );
    }
  });
});
