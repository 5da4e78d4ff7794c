// The verifier pages this program knows: its own. Releases before it will be listed in resources/ from the first on.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { KnownVerifierPages } from '../shared/verify/checks/verifier-page.ts';

/** @param path of the built verify.html; empty where it was not built. */
export async function knownVerifierPages(path: string, version: string): Promise<KnownVerifierPages> {
  try {
    return new Map([
      [
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
        version,
      ],
    ]);
  } catch {
    return new Map(); // a checkout that was not built: packages made here carry no page either
  }
}
