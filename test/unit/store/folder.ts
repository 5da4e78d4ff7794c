// A store in a temporary folder, and sealed items to put into it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import type { Clock, Log } from '../../../electron/platform/ports.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import type { Store } from '../../../electron/store/types.ts';

export const hashers = await createNodeHashers();
export const random = createNodeRandom();

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => 'REF' };

/** Removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Closed when the test ends. */
export async function open(home: string, clock: Clock = createNodeClock()): Promise<Store> {
  const store = await openStore({ home, clock, random, hashers, log: quietLog, shell: 'cli' });
  onTestFinished(() => store.close());
  return store;
}
