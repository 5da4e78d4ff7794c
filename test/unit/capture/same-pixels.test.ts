// A tile that equals another is looked at again: is the part photographed alone what stands in the tile?

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { samePixels } from '../../../electron/capture/picture/check.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunan-pixels-'));
afterAll(() => rm(folder, { recursive: true }));

test('found at its height, and nowhere else; one pixel counts', async () => {
  const data = Buffer.from(
    Array.from({ length: 40 * 90 * 3 }, (_, index) => (index * 7 + (index >> 5)) & 255),
  );
  const raw = { width: 40, height: 90, channels: 3 } as const;
  const [whole, part, other] = ['whole.png', 'part.png', 'other.png'].map((name) => join(folder, name));
  await sharp(data, { raw }).png().toFile(whole!);
  const rows = data.subarray(40 * 30 * 3, 40 * 60 * 3);
  await sharp(rows, { raw: { ...raw, height: 30 } })
    .png()
    .toFile(part!);
  const changed = Buffer.from(rows);
  changed[1_000]! ^= 1;
  await sharp(changed, { raw: { ...raw, height: 30 } })
    .png()
    .toFile(other!);
  expect(await samePixels(whole!, 30, part!)).toBe(true);
  expect(await samePixels(whole!, 31, part!)).toBe(false);
  expect(await samePixels(whole!, 30, other!)).toBe(false);
});
