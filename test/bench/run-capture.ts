// Captures for benches: our own with everything it makes, into a folder that is removed after it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureUrl } from '../../electron/capture/capture.ts';
import type { BrowserBinary } from '../../electron/capture/types.ts';
import { createNodeClock } from '../../electron/platform/node-clock.ts';
import { createNodeRandom } from '../../electron/platform/node-random.ts';
import { captureOptionsInput } from '../../shared/api/inputs.ts';
import type { CaptureRecord } from '../../shared/evidence/capture-record.ts';

export async function inFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-bench-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function runCapture(url: string, browser: BrowserBinary): Promise<CaptureRecord> {
  return inFolder(async (workDir) => {
    const { record } = await captureUrl(
      { url, options: captureOptionsInput.parse({ allowPrivateHosts: ['127.0.0.1'] }), workDir },
      {
        clock: createNodeClock(),
        random: createNodeRandom(),
        log: { info() {}, warn() {}, error: () => '' },
        browser,
        softwareVersion: 'bench',
        ownPorts: [],
      },
      { signal: new AbortController().signal, onStep() {}, onFrame() {} },
    );
    return record;
  });
}
