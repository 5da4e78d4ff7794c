// A report names every event of a process log in words: an event that is written somewhere has its words.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EVENT } from '../../../shared/text/event-words.ts';

const ROOT = join(import.meta.dirname, '../../..');
const WRITTEN = /(?:events\.add|onEvent)\(\s*'([a-z-]+)'/g;

it('every event that a log can hold has words in both languages', () => {
  const names = new Set(
    globSync('electron/{capture,deposit,environment,pipeline}/**/*.ts', { cwd: ROOT }).flatMap((file) =>
      Array.from(readFileSync(join(ROOT, file), 'utf8').matchAll(WRITTEN), ([, name]) => name!),
    ),
  );
  expect(names.size).toBeGreaterThan(20);
  expect([...names].filter((name) => !EVENT[name])).toEqual([]);
});
