// Sealing, exporting and verifying a package with one big payload file: speed, and the most memory it ever took.
// Each measurement is a process of its own, so that its peak is its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { megabytesPerSecond, seconds } from './figures.ts';
import { writeRandom } from './hashing.ts';
import type { PackageFigures } from './package-child.ts';
import type { Table } from './run.ts';

const SIZES_MIB = [256, 4_096];

export async function benchPackages(): Promise<readonly Table[]> {
  const rows: string[][] = [];
  for (const mebibytes of SIZES_MIB) {
    const folder = mkdtempSync(join(tmpdir(), 'cunan-bench-'));
    try {
      await writeRandom(join(folder, 'payload'), mebibytes);
      for (const step of ['seal-and-export', 'verify'] as const) {
        const output = execFileSync(
          process.execPath,
          [join(import.meta.dirname, 'package-child.ts'), step, folder],
          {
            encoding: 'utf8',
          },
        );
        const figures = JSON.parse(output) as PackageFigures;
        rows.push([
          `${mebibytes} MiB`,
          step,
          seconds(figures.ms),
          megabytesPerSecond(mebibytes * 1024 * 1024, figures.ms),
          `${Math.round(figures.peakBytes / 1024 ** 2)} MiB`,
          figures.outcome,
        ]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return [
    {
      title: 'A package with one big file',
      goal: 'Goal: under 250 MB of memory with 4 GB. "seal-and-export" writes the file twice (vault, ZIP) and reads it three times (into the vault; out of it, held against the seal; the finished ZIP, from memory while the disk takes it).',
      columns: ['payload', 'step', 'time', 'MB/s of payload', 'peak memory of the process', 'outcome'],
      rows,
    },
  ];
}
