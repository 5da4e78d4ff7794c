// The licences of everything of others that we ship: each build notes the packages in its bundles in out/licences/, and
// makes the whole list anew: out/licences.txt (installed beside the program) and out/renderer/licences.json (settings).

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import type { Licence } from './shared/api/licence.ts';

/** Shipped as they are, not through a bundle: the fonts of the certificates and the desktop's own runtime. */
const CARRIED = ['@expo-google-fonts/noto-sans-mono', '@expo-google-fonts/noto-sans-sc', 'electron'];
/** What electron-builder.yml keeps out of the installed dependencies. */
const KEPT_OUT = /^node_modules\/(?:node-|@foundry-rs\/|@nomicfoundation\/)/;
/** Licences that a package.json does not name but the package's own text does. */
const UNSTATED: Readonly<Record<string, string>> = { 'png-js': 'MIT' };
/** The LGPL asks for its own text and the GPL's beside a library that is under it. */
const LGPL = ['LGPL-3.0', 'GPL-3.0'].map((name) => join('resources', 'licences', `${name}.txt`));
const OUT = 'out';
const NOTES = join(OUT, 'licences');
const MODULES = 'node_modules';

/** What we read of package-lock.json: folder -> package. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly license?: string }>>;
}

/** Whether the desktop's installer takes this folder of the lock file along. */
export function isPacked(path: string, dev = false): boolean {
  return path.startsWith(`${MODULES}/`) && !dev && !KEPT_OUT.test(path);
}

/** @param build names the file of this build's notes */
export function licences(build: string): Plugin {
  let forOut = false;
  return {
    name: 'cunan-licences',
    // A test that builds into a folder of its own leaves the list alone.
    configResolved(config) {
      forOut = `${resolve(config.root, config.build.outDir)}${sep}`.startsWith(`${resolve(OUT)}${sep}`);
    },
    generateBundle(_options, bundle) {
      if (!forOut) return;
      mkdirSync(NOTES, { recursive: true });
      writeFileSync(join(NOTES, `${build}.json`), JSON.stringify(bundledLicences(bundle), null, 1));
      writeAll();
    },
  };
}

/** Of the packages that have code in a bundle, by name. */
export function bundledLicences(bundle: Rolldown.OutputBundle): Licence[] {
  const folders = Object.values(bundle)
    .filter((file) => file.type === 'chunk')
    .flatMap((chunk) => chunk.moduleIds)
    .map((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1])
    .filter((folder) => folder !== undefined);
  return sorted([...new Set(folders)].map(readLicence));
}

/** As a text file: a list, then every text. */
export function licencesText(list: readonly Licence[]): string {
  const rows = list.map((item) => `${item.name} ${item.version}  ${item.licence}`);
  const texts = list
    .filter((item) => item.text !== null)
    .map((item) => `${'='.repeat(80)}\n${item.name} ${item.version}  ${item.licence}\n\n${item.text}\n`);
  return `${[...rows, '', ...texts].join('\n')}`;
}

function writeAll(): void {
  const bundled = readdirSync(NOTES).flatMap(
    (name) => JSON.parse(readFileSync(join(NOTES, name), 'utf8')) as Licence[],
  );
  const carried = CARRIED.map((name) => readLicence(join(MODULES, name)));
  const all = [...bundled, ...carried, ...installedLicences()];
  const list = sorted([...new Map(all.map((item) => [`${item.name} ${item.version}`, item])).values()]);
  mkdirSync(join(OUT, 'renderer'), { recursive: true });
  writeFileSync(join(OUT, 'renderer', 'licences.json'), JSON.stringify(list));
  writeFileSync(join(OUT, 'licences.txt'), licencesText(list));
}

/** The dependencies that are installed beside the bundles; other systems' builds of them are not installed here. */
function installedLicences(): Licence[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  return Object.keys(packages)
    .filter((path) => isPacked(path, packages[path]?.dev) && existsSync(path))
    .map(readLicence);
}

function readLicence(folder: string): Licence {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim();
  const { name, version, license } = JSON.parse(read('package.json')) as Readonly<Record<string, string>>;
  const names = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = names.length > 0 ? names.map(read) : licenceSection(folder);
  // sharp's libvips tells in its README alone which libraries it holds.
  if (license?.includes('LGPL') === true)
    texts.push(read('README.md'), ...LGPL.map((path) => readFileSync(path, 'utf8')));
  return {
    name: name ?? '',
    version: version ?? '',
    licence: license ?? UNSTATED[name ?? ''] ?? '',
    text: texts.length > 0 ? texts.join('\n\n') : null,
  };
}

/** Some packages say it in their README alone: from that heading to the next. */
function licenceSection(folder: string): string[] {
  const readme = readdirSync(folder).find((name) => /^readme(?:\.md)?$/i.test(name));
  const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8');
  return [/^#+ *licen[cs]e\b.*\n([^#]+)/im.exec(text)?.[1]?.trim() ?? ''].filter((part) => part !== '');
}

function sorted(list: readonly Licence[]): Licence[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
