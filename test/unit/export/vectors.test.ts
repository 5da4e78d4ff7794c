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
      "complete.zip": "86e94486d588e35fb477ab77d095d2b5e15bb171aa35e18011fce56d77e4b909",
      "deposit-digests.zip": "36775cc32572a09a64a72f5a27a1f66abbe4a2710c68c077b8d547d498b6e1bf",
      "deposit.zip": "80a4656a65c4a159d9c278b26b2e39c4bd5496a29b6b88924f9b9fb25248c86e",
      "failed.zip": "1885a6e6aacd5931422b731d6abc5a2d6511a7bec8a6e5a2ddbac69f27b62d70",
      "no-certificate.zip": "af9ec71ab71d771e9585c9117759f886a6246834b5971c9c6bfcfd20ec3c7902",
      "partial.zip": "850238fd8357a80c776d95f8ec16fb08965dfab6efac751dd8f59bd2a43431d8",
    }
  `);
  expect(Buffer.from(trustBytes()).equals(readFileSync(join(GOOD, '../trust.json')))).toBe(true);
});

it('the good vectors stay small', () => {
  const total = readdirSync(GOOD).reduce((sum, name) => sum + statSync(join(GOOD, name)).size, 0);
  expect(total).toBeLessThan(300_000);
});
