// The package's one pass (SHA-256 and SM3 together) against openssl, in turn, on the same file.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { createNodeHashers } from '../../electron/platform/node-hashers.ts';
import { copyIntoBlob, readFrom } from '../../electron/store/blob-copy.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { median, megabytesPerSecond, timed } from './figures.ts';
import type { Table } from './run.ts';

const MEBIBYTES = 512;
const ROUNDS = 5;

export async function benchHashing(): Promise<readonly Table[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-bench-'));
  const path = join(folder, 'data');
  try {
    await writeRandom(path, MEBIBYTES);
    const bytes = MEBIBYTES * 1024 * 1024;
    const native = await createNodeHashers({ sm3: 'auto' });
    const safe = await createNodeHashers({ sm3: 'wasm' });
    const openssl = (digest: string) => execFileSync('openssl', ['dgst', `-${digest}`, path]);
    const contestants: readonly (readonly [string, () => unknown])[] = [
      ['openssl dgst -sha256', () => openssl('sha256')],
      ['openssl dgst -sm3', () => openssl('sm3')],
      [`one pass, ${native.name}`, () => onePass(path, native)],
      [`one pass, ${safe.name} (Electron-safe)`, () => onePass(path, safe)],
    ];
    const times = contestants.map((): number[] => []);
    for (let round = -1; round < ROUNDS; round++) {
      for (const [at, [, body]] of contestants.entries()) {
        const ms = await timed(body);
        if (round >= 0) times[at]!.push(ms);
      }
    }
    const slower = Math.max(median(times[0]!), median(times[1]!));
    return [
      {
        title: `Hashing a file of ${MEBIBYTES} MiB`,
        goal: `Goal: one pass at 0.9 of the slower openssl digest under Node, 0.8 on the Electron-safe path. Median of ${ROUNDS}, in turn.`,
        columns: ['what', 'MB/s', 'of the slower openssl digest'],
        rows: contestants.map(([name], at) => [
          name,
          megabytesPerSecond(bytes, median(times[at]!)),
          (slower / median(times[at]!)).toFixed(2),
        ]),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the vault takes a file in: read, digested twice and written on, here to nowhere. */
async function onePass(path: string, hashers: Hashers): Promise<void> {
  const [source, target] = await Promise.all([open(path, 'r'), open(devNull, 'w')]);
  const { size: expectedBytes } = await source.stat();
  await copyIntoBlob(readFrom(source, path), target, { hashers, expectedBytes });
  await Promise.all([source.close(), target.close()]);
}

export async function writeRandom(path: string, mebibytes: number): Promise<void> {
  const handle = await open(path, 'w');
  const block = randomBytes(1024 * 1024);
  for (let i = 0; i < mebibytes; i++) {
    block.writeUInt32LE(i, 0);
    await handle.write(block);
  }
  await handle.close();
}
