// Flags of the command line -> options and session; a password never among the arguments.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { captureInputOf, captureOptionsOf } from '../../../electron/cli/commands/capture-flags.ts';
import { applyPreset, DEFAULT_CAPTURE_OPTIONS } from '../../../shared/api/capture-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'cunan-flags-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const URLS = ['https://shop.example/item', 'https://shop.example/other'];
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test('no flags: the defaults, no session', async () => {
  expect(await captureInputOf({}, URLS)).toEqual({ options: DEFAULT_CAPTURE_OPTIONS, session: null });
});

test('a preset, and what is chosen beside it', async () => {
  const { options } = await captureInputOf(
    { preset: 'mobile', wait: '3', hide: '#a, .b', ignoreCertificateErrors: true, locale: 'en-GB' },
    URLS,
  );
  expect(options).toEqual({
    ...applyPreset('mobile', DEFAULT_CAPTURE_OPTIONS),
    extraWaitMs: 3_000,
    dismissSelectors: ['#a', '.b'],
    allowBadCertificateHosts: ['shop.example'],
    locale: 'en-GB',
  });
});

test('cookies and a password come from files', async () => {
  const { session } = await captureInputOf(
    {
      cookies: file('cookies.txt', '.shop.example\tTRUE\t/\tTRUE\t0\tsid\tv\n'),
      basicUser: 'reader',
      passwordFile: file('password', 'open sesame\n'),
    },
    URLS,
  );
  expect(session?.cookies.map(({ name }) => name)).toEqual(['sid']);
  expect(session?.login).toEqual({ host: 'shop.example', user: 'reader', password: 'open sesame' });
});

test.each([
  [{ viewport: 'wide' }, '--viewport'],
  [{ wait: '-1' }, '--wait'],
  [{ locale: 'x' }, 'locale'],
  [{ basicUser: 'reader' }, '--password-file'],
  [{ passwordFile: 'x' }, '--password-file'],
])('%j is refused by its name', async (flags, field) => {
  await expect(captureInputOf(flags, URLS)).rejects.toMatchObject({
    code: 'input/invalid',
    details: { field },
  });
});

test('a password for two hosts, or a session for a sheet, is refused', async () => {
  const flags = { basicUser: 'reader', passwordFile: file('again', 'x') };
  await expect(captureInputOf(flags, [...URLS, 'https://other.example/'])).rejects.toMatchObject({
    details: { field: '--basic-user' },
  });
  expect(() => captureOptionsOf({ cookies: 'x' }, [])).toThrow('--cookies');
});
