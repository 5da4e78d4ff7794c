// `openssl ts -verify` as the judge that shares no code with ours.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OpensslOracle {
  /** True where openssl says "Verification: OK". */
  accepts(
    tsr: Uint8Array,
    options?: { readonly at?: Date; readonly untrustedPem?: string },
  ): Promise<boolean>;
  close(): Promise<void>;
}

export async function createOpensslOracle(data: Uint8Array, rootPem: string): Promise<OpensslOracle> {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-oracle-'));
  const path = (name: string): string => join(folder, name);
  await Promise.all([writeFile(path('data'), data), writeFile(path('root.pem'), rootPem)]);
  let files = 0;
  return {
    async accepts(tsr, { at, untrustedPem } = {}) {
      const id = ++files;
      await writeFile(path(`${id}.tsr`), tsr);
      if (untrustedPem) await writeFile(path(`${id}.pem`), untrustedPem);
      const args = [
        ['ts', '-verify', '-data', path('data'), '-in', path(`${id}.tsr`), '-CAfile', path('root.pem')],
        untrustedPem ? ['-untrusted', path(`${id}.pem`)] : [],
        at ? ['-attime', String(Math.floor(at.getTime() / 1000))] : [],
      ].flat();
      const accepted = await new Promise<boolean>((resolve) => {
        execFile('openssl', args, (error, stdout) =>
          resolve(error === null && stdout.includes('Verification: OK')),
        );
      });
      await rm(path(`${id}.tsr`));
      return accepted;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
