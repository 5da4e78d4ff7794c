// Writes out/node/files.sha256.json: the SHA-256 of every built program file of the Node side, for the check that the
// program makes of itself (electron/environment/machine/storage.ts). Made anew by each build that writes there.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { MANIFEST_NAME } from './electron/environment/machine/storage.ts';

const FOLDERS = ['node', 'desktop'];

export function ownFiles(out = 'out'): Plugin {
  return {
    name: 'cunan-own-files',
    closeBundle() {
      const paths = FOLDERS.filter((folder) => existsSync(join(out, folder)))
        .flatMap((folder) =>
          readdirSync(join(out, folder), { recursive: true, encoding: 'utf8' }).map(
            (name) => `${folder}/${name.replaceAll('\\', '/')}`,
          ),
        )
        .filter((path) => /\.c?js$/.test(path))
        .sort();
      const digests = paths.map((path) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(out, path)))
          .digest('hex'),
      ]);
      writeFileSync(join(out, MANIFEST_NAME), `${JSON.stringify(Object.fromEntries(digests), null, 1)}\n`);
    },
  };
}
