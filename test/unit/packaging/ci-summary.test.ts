// The last line of .ci/run: what it counts, and that a skip, an empty run and a failed stage are never green.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

function summary(
  statuses: readonly string[] | null,
  npmStatus: number,
): { last: string; code: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-ci-'));
  const path = join(folder, 'report.json');
  if (statuses !== null) {
    const assertionResults = statuses.map((status, index) => ({ status, fullName: `test ${index}` }));
    const status = statuses.includes('failed') ? 'failed' : 'passed';
    writeFileSync(path, JSON.stringify({ testResults: [{ name: 'a.test.ts', status, assertionResults }] }));
  }
  const result = spawnSync(process.execPath, [join(root, '.ci/summary.mjs'), path, String(npmStatus)], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return { last: result.stdout.trimEnd().split('\n').at(-1) ?? '', code: result.status };
}

test.each([
  [['passed', 'passed'], 0, '2 passed, 0 failed', 0],
  [['passed', 'failed'], 1, '1 passed, 1 failed', 1],
  [['passed', 'pending'], 0, '1 passed, 1 failed', 1],
  [['passed', 'skipped'], 0, '1 passed, 1 failed', 1],
  [['passed', 'todo'], 0, '1 passed, 1 failed', 1],
  [[], 0, '0 passed, 1 failed', 1],
  [['passed'], 1, '1 passed, 1 failed', 1],
  [null, 1, '0 passed, 1 failed', 1],
  [null, 0, '0 passed, 1 failed', 1],
])('%j with status %i: %s', (statuses, npmStatus, last, code) => {
  expect(summary(statuses, npmStatus)).toEqual({ last, code });
});

test('.ci/run is a program that bash can read, without paths of one machine', () => {
  const path = join(root, '.ci/run');
  expect(statSync(path).mode & 0o111).not.toBe(0);
  execFileSync('bash', ['-n', path]);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('npm ci && npm test');
  expect(text).not.toMatch(/\/(?:home|work|root|Users)\//);
});
