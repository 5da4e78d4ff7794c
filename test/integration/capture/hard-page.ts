// A hard page as a test: what is expected of it, and what came out. With CUNAN_HARD_PAGES=FOLDER each test that passes
// leaves its row there as JSON; test/integration/capture/hard-pages-table.ts makes docs/hard-pages.md of them.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';

export interface HardPage {
  /** Number in shared/capture.md section B, or a letter and number of our own for cases that the list lacks: 'A1'. */
  readonly n: number | string;
  /** Several rows may share a number: what tells them apart, in words. */
  readonly name: string;
  /** State and outcome that are expected, in words. */
  readonly expected: string;
}

export interface HardPageRow extends HardPage {
  /** State and what was measured from outside: pixels, bytes, requests that the server saw. */
  readonly got: string;
}

/** Runs like `it`; the body asserts, and returns what it measured. A row is written only of a test that passed. */
export function hardPage(page: HardPage, body: () => Promise<string>, timeoutMs = 120_000): void {
  it(`#${page.n} ${page.name}`, { timeout: timeoutMs }, async () => {
    const folder = process.env['CUNAN_HARD_PAGES'];
    const path = folder && join(folder, `${`${page.n}-${page.name}`.replace(/[^\p{L}\p{N}]+/gu, '-')}.json`);
    if (path) rmSync(path, { force: true });
    const got = await body();
    if (!folder || !path) return;
    mkdirSync(folder, { recursive: true });
    const row: HardPageRow = { ...page, got };
    writeFileSync(path, `${JSON.stringify(row)}\n`);
  });
}
