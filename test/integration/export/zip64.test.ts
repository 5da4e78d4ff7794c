// Containers beyond the limits of the old ZIP, read by tools that share no code with ours. The long tier has the real
// sizes (more than 4 GiB, more than 65,535 files), the fast one the same path with small ones.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeZip, type ZipInput } from '../../../electron/export/zip-writer.ts';
import { count, describeWith } from '../../tools.ts';

const MIB = 1 << 20;
const LARGE_MIB = count(8, 4_300);
const FILES = count(2_000, 66_000);
const MEMORY_BUDGET_BYTES = 250e6;

describeWith(['unzip', 'python3', 'sha256sum'], 'large containers', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cunan-zip64-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function writeAndRead(name: string, inputs: readonly ZipInput[]): Promise<void> {
    const outPath = join(folder, name);
    const { sha256 } = await writeZip({ outPath, inputs });
    expect(spawnSync('unzip', ['-tq', outPath], { encoding: 'utf8' }).stdout).toContain('No errors detected');
    const program = 'import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))';
    const python = spawnSync('python3', ['-c', program, outPath], { encoding: 'utf8' });
    expect(python.stdout).toBe(`${inputs.length}\n`);
    const independent = spawnSync('sha256sum', [outPath], { encoding: 'utf8' });
    expect(independent.stdout.slice(0, 64)).toBe(sha256);
    rmSync(outPath);
  }

  it(`of one file of ${LARGE_MIB} MiB, with flat memory`, { timeout: 600_000 }, async () => {
    const piece = new Uint8Array(MIB).fill(65);
    let peak = 0;
    const large = function* (): Generator<Uint8Array> {
      for (let i = 0; i < LARGE_MIB; i++) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
        yield piece;
      }
    };
    await writeAndRead('large.zip', [
      { name: 'data/large', size: LARGE_MIB * MIB, open: large },
      { name: 'data/later', size: 3, open: () => [Uint8Array.of(1, 2, 3)] },
    ]);
    expect(peak).toBeLessThan(MEMORY_BUDGET_BYTES);
  });

  it(`of ${FILES} files`, { timeout: 600_000 }, async () => {
    const inputs = Array.from({ length: FILES }, (_, i): ZipInput => {
      const bytes = Uint8Array.of(i, i >> 8);
      return { name: `data/files/${i}`, size: bytes.length, open: () => [bytes] };
    });
    await writeAndRead('many.zip', inputs);
  });
});
