// An export that is killed in the middle leaves a hidden file in the user's folder; the next start removes it, and
// nothing that it did not note before.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { writeZip } from '../../../electron/export/zip-writer.ts';
import { open } from '../../unit/store/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-killed-export-'));
const home = join(folder, 'home');
const downloads = join(folder, 'downloads');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the half-written file of a killed export is gone after the next start; others stay', async () => {
  mkdirSync(downloads);
  writeFileSync(join(downloads, '.tmp-0123456789abcdef-not-ours.zip'), 'x');
  const store = await open(home);
  const seen: (readonly string[])[] = [];
  // As the pipeline does it, up to the moment of the kill: noted, begun, never ended.
  const begun = writeZip({
    outPath: join(downloads, 'E.zip'),
    onTemporary: (path) => store.exports.begin(path, '2026-11-24T16:00:00.000Z'),
    inputs: [
      {
        name: 'data/a',
        size: 4,
        async *open() {
          yield Buffer.from('ab');
          seen.push(store.exports.unfinished(), readdirSync(downloads));
          await new Promise(() => undefined);
        },
      },
    ],
  });
  begun.catch(() => undefined);
  while (seen.length === 0)
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  expect(seen[0]).toHaveLength(1);
  expect(seen[1]).toHaveLength(2);
  store.close();

  const app = await createApp({ home, shell: 'cli', startJobs: false });
  await app.close();
  expect(readdirSync(downloads)).toEqual(['.tmp-0123456789abcdef-not-ours.zip']);
  const again = await open(home);
  expect(again.exports.unfinished()).toEqual([]);
  again.close();
});
