// Everything of others that we ship is named with its licence, and no licence asks for ours in return. Needs the build
// that `npm test` makes first.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Licence } from '../../../shared/api/licence.ts';
import { isPacked, licencesText, type Lock } from '../../../vite.licences.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT', 'MPL-2.0', 'OFL-1.1']);
/** libvips: a library of its own beside sharp, which anyone can exchange, with the texts that the LGPL asks for. */
const LINKED = 'LGPL-3.0-or-later';

/** node-forge is offered under two licences; it is taken under the BSD one. */
const TAKEN = '(BSD-3-Clause OR GPL-2.0)';

function isAllowed(name: string, licence: string): boolean {
  if (name === 'node-forge') return licence === TAKEN;
  const every = licence.split(' AND ');
  return every.every((part) => ALLOWED.has(part) || (part === LINKED && name.startsWith('@img/sharp-')));
}

test('a copyleft licence, an unknown one and none are refused', () => {
  expect(
    ['GPL-3.0-only', 'AGPL-3.0', 'MIT AND GPL-2.0', 'UNLICENSED', ''].filter((id) => isAllowed('x', id)),
  ).toEqual([]);
  expect(isAllowed('x', LINKED)).toBe(false);
  expect(isAllowed('x', 'MIT AND OFL-1.1')).toBe(true);
});

test('every bundled package is named, with an allowed licence', () => {
  const list = readJson('out/renderer/licences.json') as readonly Licence[];
  expect(list.filter((item) => !isAllowed(item.name, item.licence))).toEqual([]);
  const names = list.map((item) => item.name);
  // Of each bundle something that is known to be in it; what lies beside the bundles.
  expect(names).toEqual(
    expect.arrayContaining([
      'react-dom',
      'antd',
      '@noble/hashes',
      'hash-wasm',
      'mediabunny',
      'pdfkit',
      'commander',
      'puppeteer-core',
      'better-sqlite3',
      'sharp',
      'electron',
      '@expo-google-fonts/noto-sans-sc',
    ]),
  );
  expect(names).not.toContain('vitest');
  const bundled = ['node', 'renderer', 'worker', 'verifier', 'recorder'].flatMap(
    (build) => readJson('out/licences', `${build}.json`) as readonly Licence[],
  );
  expect(bundled.filter((item) => !names.includes(item.name))).toEqual([]);
  expect(readFileSync(join(root, 'out/licences.txt'), 'utf8')).toBe(licencesText(list));
});

test('what is installed beside the bundles, on any system, has an allowed licence', () => {
  const { packages } = readJson('package-lock.json') as Lock;
  const packed = Object.entries(packages).filter(([path, item]) => isPacked(path, item.dev));
  expect(packed.length).toBeGreaterThan(20);
  expect(
    packed.filter(([path, item]) => !isAllowed(path.replace(/^.*node_modules\//, ''), item.license ?? '')),
  ).toEqual([]);
});

test('the LGPL library carries the texts its licence asks for; the verifier page those of what is in it', () => {
  const list = readJson('out/renderer/licences.json') as readonly Licence[];
  const linked = list.filter((item) => item.licence.includes('LGPL'));
  expect(linked.map((item) => /GNU LESSER GENERAL[^]*GNU GENERAL PUBLIC/.test(item.text ?? ''))).toEqual(
    linked.map(() => true),
  );
  const page = readFileSync(join(root, 'out/verifier/verify.html'), 'utf8');
  for (const { name } of readJson('out/licences/verifier.json') as readonly Licence[])
    expect(page).toContain(name);
  expect(page).toContain('Copyright (c) 2022 Paul Miller');
});
