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
      "complete.zip": "6a52f9edc1b2ea92889131f056aa488f8c508b3c7c81c8e09a4f957f9277abe9",
      "deposit-digests.zip": "e7d10c88d9c24943ed97d2cca7973dc57a9777b44dfae2aef2c848427143fbcf",
      "deposit.zip": "07224fd442c8708b186a634ebca04dde51f9171d252f15c46164db1e29238029",
      "failed.zip": "1095bed486944b39ef6c6de9ddfc01c9de50407949a7059462c050c4fc7717cf",
      "no-certificate.zip": "af9ec71ab71d771e9585c9117759f886a6246834b5971c9c6bfcfd20ec3c7902",
      "partial.zip": "9fe62d8355bc995a3fc2bf3fc14e6917bf54a4468e19486beff8debbabedcb56",
    }
  `);
  expect(Buffer.from(trustBytes()).equals(readFileSync(join(GOOD, '../trust.json')))).toBe(true);
});

it('the good vectors stay small', () => {
  const total = readdirSync(GOOD).reduce((sum, name) => sum + statSync(join(GOOD, name)).size, 0);
  expect(total).toBeLessThan(300_000);
});
