// Where each copy stands in the package: under its own path where every system can unpack that, else numbered.

import { DEPOSIT_FILES, DEPOSIT_RENAMED } from '../../shared/evidence/deposit-record.ts';
import { isPackagePath } from '../../shared/evidence/path.ts';
import { foldName } from '../../shared/zip/entry-name.ts';

/** Asked once per path; no two answers name the same place on any system. */
export function createStoredPaths(): (path: string) => string {
  const files = new Set<string>();
  const folders = new Set<string>();
  let renamed = 0;

  function take(path: string): boolean {
    if (!isPackagePath(path)) return false;
    const folded = foldName(path);
    const above = parents(folded);
    if (files.has(folded) || folders.has(folded) || above.some((folder) => files.has(folder))) return false;
    files.add(folded);
    for (const folder of above) folders.add(folder);
    return true;
  }

  return (path) => {
    const own = DEPOSIT_FILES + path;
    if (take(own)) return own;
    renamed += 1;
    const ending = /\.[A-Za-z0-9]{1,10}$/.exec(path)?.[0] ?? '';
    return `${DEPOSIT_RENAMED}${String(renamed).padStart(5, '0')}${ending}`;
  };
}

function parents(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
