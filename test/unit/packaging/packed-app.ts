// Packs the built app around a placeholder for Electron's binary, without network: shows what would be installed.

import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

export interface PackedApp {
  /** Paths inside app.asar. */
  readonly files: readonly string[];
  readonly asarPath: string;
  readonly folder: string;
  /** Name to 'Enabled' or 'Disabled', as electron-fuses reads them back. */
  readonly fuses: Readonly<Record<string, string>>;
  remove(): void;
}

export async function packWithPlaceholder(): Promise<PackedApp> {
  const home = mkdtempSync(join(tmpdir(), 'cunan-pack-'));
  const electronDist = placeholder(join(home, 'electron'));
  const output = join(home, 'dist');
  await run(
    bin('electron-builder'),
    [
      '--linux',
      'dir',
      '--x64',
      '--publish=never',
      '--config=electron-builder.yml',
      `-c.electronDist=${electronDist}`,
      '-c.electronVersion=45.4.1',
      `-c.directories.output=${output}`,
    ],
    { cwd: root, env: { ...process.env, ELECTRON_MIRROR: 'http://127.0.0.1:9/' } },
  );
  const folder = join(output, 'linux-unpacked');
  const asarPath = join(folder, 'resources', 'app.asar');
  const list = await run(bin('asar'), ['list', asarPath], { maxBuffer: 64 * 1024 * 1024 });
  const fuses = await run(bin('electron-fuses'), ['read', '--app', join(folder, 'cunan')]);
  const rows = [...fuses.stdout.matchAll(/^\s+(\w+) is (Enabled|Disabled)$/gm)];
  return {
    files: list.stdout.split('\n').filter((line) => line !== ''),
    asarPath,
    folder,
    fuses: Object.fromEntries(rows.map((row) => [row[1] ?? '', row[2] ?? ''])),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** A shell script with the fuse wire of @electron/fuses behind it: sentinel, version 1, eight fuses. */
function placeholder(folder: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version'])
    writeFileSync(join(folder, name), '45.4.1\n');
  for (const name of ['zh-CN.pak', 'en-US.pak', 'de.pak']) writeFileSync(join(folder, 'locales', name), '');
  const binary = join(folder, 'electron');
  writeFileSync(binary, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  appendFileSync(
    binary,
    Buffer.concat([
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, 8]),
      Buffer.from('10110101'),
    ]),
  );
  return folder;
}
