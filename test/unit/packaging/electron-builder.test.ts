// electron-builder.yml against electron-builder's own schema, and against what we promise about the packages.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packWithPlaceholder } from './packed-app.ts';

const root = join(import.meta.dirname, '..', '..', '..');
// Loaded as CommonJS from electron-builder's own folder: these are its dependencies, not ours.
const requireBuilder = createRequire(join(root, 'node_modules', 'app-builder-lib', 'package.json'));
const yaml = requireBuilder('js-yaml') as { load(text: string): unknown };
const { validateConfiguration } = requireBuilder('./out/util/config/config.js') as {
  readonly validateConfiguration: (config: unknown, logger: { isEnabled: boolean }) => Promise<void>;
};

interface Configuration {
  readonly appId: string;
  readonly asar: boolean;
  readonly npmRebuild: boolean;
  readonly files: readonly (string | { readonly from: string; readonly to: string })[];
  readonly fileAssociations: readonly { readonly ext: string }[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly win: { readonly target: readonly { readonly target: string }[] };
  readonly mac: { readonly target: readonly { readonly target: string; readonly arch: readonly string[] }[] };
  readonly linux: { readonly target: readonly { readonly target: string }[] };
}

const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
const load = (): Configuration => yaml.load(text) as Configuration;
const validate = (configuration: unknown): Promise<void> =>
  validateConfiguration(configuration, { isEnabled: false });

test('holds to the schema', async () => {
  await expect(validate(load())).resolves.toBeUndefined();
});

test('a misspelt option is found', async () => {
  await expect(validate({ ...load(), asra: true })).rejects.toThrow('asra');
  await expect(validate({ ...load(), electronFuses: { runAsNod: false } })).rejects.toThrow('electronFuses');
});

test('builds what is promised for each system', () => {
  const { win, mac, linux, npmRebuild, asar, appId } = load();
  expect(win.target.map((item) => item.target)).toEqual(['nsis', 'portable']);
  expect(mac.target).toEqual([{ target: 'dmg', arch: ['universal'] }]);
  expect(linux.target.map((item) => item.target)).toEqual(['AppImage', 'deb']);
  expect({ npmRebuild, asar, appId }).toEqual({ npmRebuild: false, asar: true, appId: 'cn.cunan.desktop' });
});

test('every fuse that opens the program to others is off', () => {
  expect(load().electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('ZIP stays with its own program', () => {
  expect(load().fileAssociations.map((item) => item.ext)).toEqual(['cunanapp']);
});

test('the Node of the checkout and the carried Chromium stay out; what is copied from elsewhere exists', () => {
  const { files } = load();
  expect(files).toEqual(expect.arrayContaining(['!node_modules/node-*/**', '!node_modules/@sparticuz/**']));
  const copied = files.filter((item) => typeof item !== 'string');
  expect(copied.filter((item) => !existsSync(join(root, item.from)))).toEqual([]);
  expect(existsSync(join(root, 'resources/icons/icon.png'))).toBe(true);
});

// 4 seconds, up to 30 on a busy machine. Needs the build that `npm test` makes first.
test('the packed app holds what it needs and nothing of the workshop', async () => {
  const packed = await packWithPlaceholder();
  const { files, asarPath, folder, fuses } = packed;
  expect(files).toEqual(
    expect.arrayContaining([
      '/package.json',
      '/out/desktop/main.js',
      '/out/desktop/preload.cjs',
      '/out/node/cunan.js',
      '/out/recorder/encoder.js',
      '/out/renderer/index.html',
      '/out/verifier/verify.html',
      '/fonts/NotoSansSC_400Regular.ttf',
      '/fonts/NotoSansSC_700Bold.ttf',
      '/fonts/NotoSansMono_400Regular.ttf',
      '/resources/contract/CunanAnchor.json',
      '/resources/demo-shop/index.html',
    ]),
  );
  expect(
    files.filter((path) =>
      /\.(?:ts|tsx|map)$|^\/(?:test|docs|electron|renderer|shared)\/|node-linux|node-win|sparticuz/.test(
        path,
      ),
    ),
  ).toEqual([]);
  const packages = new Set(
    files.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean),
  );
  expect(
    [...packages].filter(
      (name) => !/^(?:@img(?:\/|$)|better-sqlite3$|sharp$|semver$|detect-libc$)/.test(name ?? ''),
    ),
  ).toEqual([]);
  expect(
    existsSync(
      join(folder, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node'),
    ),
  ).toBe(true);
  // 21 MB of it are the fonts of the certificates.
  expect(statSync(asarPath).size).toBeLessThan(40_000_000);
  expect(fuses).toMatchObject({
    RunAsNode: 'Disabled',
    EnableCookieEncryption: 'Enabled',
    EnableNodeOptionsEnvironmentVariable: 'Disabled',
    EnableNodeCliInspectArguments: 'Disabled',
    EnableEmbeddedAsarIntegrityValidation: 'Enabled',
    OnlyLoadAppFromAsar: 'Enabled',
    GrantFileProtocolExtraPrivileges: 'Disabled',
  });
  packed.remove();
});
