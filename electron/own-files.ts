// Where the built program lies that runs now, for the check of its own files.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MANIFEST_NAME } from './environment/machine/storage.ts';

/** The folder of the build with its list of files; null in a checkout, where no list was made of what runs. */
export function findOwnFiles(from: string = import.meta.dirname): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, MANIFEST_NAME))) return folder;
    if (dirname(folder) === folder || existsSync(join(folder, 'package.json'))) return null;
  }
}
