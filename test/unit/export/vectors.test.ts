// Golden bytes: sealing and exporting the vectors again gives exactly the files that are in the repository.

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { trustBytes, writeGoodVectors } from '../../vectors/generate.ts';

const GOOD = fileURLToPath(new URL('../../vectors/good', import.meta.url));
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

it('the good vectors come out byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-vectors-'));
  const names = await writeGoodVectors(folder);
  expect([...names, 'repacked.zip'].toSorted()).toEqual(readdirSync(GOOD).toSorted());
  const made = Object.fromEntries(names.map((name) => [name, digest(join(folder, name))]));
  const kept = Object.fromEntries(names.map((name) => [name, digest(join(GOOD, name))]));
  rmSync(folder, { recursive: true });
  expect(made).toEqual(kept);
  expect(made).toMatchInlineSnapshot(`
    {
      "complete.zip": "6586f39a59f07e9e63714c0cd1bfe4ad46132fa0e897b903ea52fd71233d3c7a",
      "deposit.zip": "438cbb998a08bcf565a550036032db06aced579cec19238120ef0e23d0468ca8",
      "failed.zip": "f4fa22ae13e4ed8bbda6acb02142ab97b4d3650f9ba62232cca1b99b453b5b36",
      "no-certificate.zip": "af9ec71ab71d771e9585c9117759f886a6246834b5971c9c6bfcfd20ec3c7902",
      "partial.zip": "102c3cc7ece622fdd814c675a23060ef62ccdf4f0e10af1ebe4cf713d74daab1",
    }
  `);
  expect(Buffer.from(trustBytes()).equals(readFileSync(join(GOOD, '../trust.json')))).toBe(true);
});

it('the good vectors stay small', () => {
  const total = readdirSync(GOOD).reduce((sum, name) => sum + statSync(join(GOOD, name)).size, 0);
  expect(total).toBeLessThan(300_000);
});
