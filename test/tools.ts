// Outside tools a test may need. Absent: the test says so and is skipped (CI installs all of them and allows no skip).

import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const found = new Map<string, boolean>();

export function hasTool(name: string, args: readonly string[] = ['--version']): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const result = spawnSync(name, args, { stdio: 'ignore' });
  const present = result.error === undefined;
  found.set(name, present);
  return present;
}

/** describe() that is skipped, with the missing tools in its name, where any of them is absent. */
export function describeWith(tools: readonly string[], name: string, body: () => void): void {
  const missing = tools.filter((tool) => !hasTool(tool, tool === 'openssl' ? ['version'] : ['--version']));
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(', ')}: not installed)`, body);
}

/** Full counts in the long tier, a seeded sample in the fast one. */
export function count<T>(fast: T, long: T): T {
  return process.env['CUNAN_TEST_TIER'] === 'long' ? long : fast;
}
