// PKCS#12 files as openssl writes them, new and old, into the key store; what cannot sign is refused with its reason.

import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  describeSigningCertificate,
  importSigningCertificate,
  loadSigningCertificate,
  removeSigningCertificate,
} from '../../../electron/identity/signing-certificate.ts';
import type { Secrets } from '../../../electron/platform/ports.ts';
import { createOpensslPki, type Leaf, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { describeWith } from '../../tools.ts';

const NOW = new Date('2026-11-24T00:00:00Z');
const PASSWORD = '口令 pässword';

function memory(): Secrets & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    protection: 'key-file-0600',
    read: async (name) => kept.get(name) ?? null,
    write: async (name, secret) => void kept.set(name, secret),
  };
}

describeWith(['openssl'], 'PKCS#12', () => {
  let pki: OpensslPki;
  beforeAll(async () => {
    pki = await createOpensslPki();
  }, 60_000);
  afterAll(() => pki.close());

  let n = 0;
  async function p12(leaf: Leaf, ...options: readonly string[]): Promise<Uint8Array> {
    const out = join(pki.folder, `${++n}.p12`);
    writeFileSync(join(pki.folder, 'password'), PASSWORD);
    await pki.openssl(
      ['pkcs12', '-export', '-in', leaf.certificateFile, '-inkey', leaf.keyFile, '-certfile', 'ca.pem'],
      ['-out', out, '-passout', 'file:password', ...options],
    );
    return readFileSync(out);
  }

  it.each([
    ['rsa', []],
    ['ec', []],
    ['p384', ['-macalg', 'sha512']],
    // What CAs still hand out: RC2-40 for certificates, 3DES for the key, SHA-1.
    ['rsa', ['-legacy']],
    ['ec', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['ec', ['-certpbe', 'NONE', '-keypbe', 'AES-128-CBC']],
  ] as const)('%s %j: imported with its chain, signs, is removed', async (key, options) => {
    const secrets = memory();
    const bytes = await p12(await pki.leaf('tsa', key), ...options);
    const chain = await importSigningCertificate(secrets, { bytes, password: PASSWORD }, NOW);
    expect(describeSigningCertificate(chain, NOW)).toMatchObject({
      name: `Test tsa ${key}`,
      issuer: 'CN=Test Issuing CA',
      keyUsage: ['digitalSignature'],
      chainLength: 2,
      usable: true,
      validTo: '2044-01-01T00:00:00Z',
    });
    const signer = await loadSigningCertificate(secrets, NOW);
    expect(signer).toMatchObject({ kind: 'certificate', algorithm: key === 'rsa' ? 'rsa' : 'ecdsa' });
    await expect(loadSigningCertificate(secrets, new Date('2045-01-01T00:00:00Z'))).rejects.toMatchObject({
      code: 'key/certificate-unusable',
    });
    await removeSigningCertificate(secrets);
    expect(await loadSigningCertificate(secrets, NOW)).toBeNull();
    expect(Array.from(secrets.kept.values(), (secret) => secret.length)).toEqual([0]);
  });

  it('a wrong password, a damaged file, an expired or unfit certificate are told apart; nothing is kept', async () => {
    const secrets = memory();
    const attempt = (bytes: Uint8Array, password = PASSWORD): Promise<unknown> =>
      importSigningCertificate(secrets, { bytes, password }, NOW);
    const good = await p12(await pki.leaf('tsa', 'ec'));
    for (const password of ['', 'wrong', `${PASSWORD} `])
      await expect(attempt(good, password)).rejects.toMatchObject({ code: 'key/p12-password' });
    const flipped = good.slice();
    flipped[good.length >> 1]! ^= 1;
    await expect(attempt(flipped)).rejects.toMatchObject({ code: /^key\/p12-/ });
    for (const bytes of [new Uint8Array(), good.subarray(0, -9), Buffer.from('-----BEGIN CERTIFICATE-----')])
      await expect(attempt(bytes)).rejects.toMatchObject({ code: 'key/p12-unreadable' });
    await expect(attempt(await p12(await pki.leaf('expired', 'ec')))).rejects.toMatchObject({
      code: 'key/certificate-unusable',
      details: { problem: 'expired 2016-01-01T00:00:00Z' },
    });
    await expect(
      attempt(await p12(await pki.dated('later', '20300101000000Z', '20400101000000Z'))),
    ).rejects.toMatchObject({
      code: 'key/certificate-unusable',
      details: { problem: 'not valid before 2030-01-01T00:00:00Z' },
    });
    const ca = { certificateFile: 'ca.pem', keyFile: 'ca.key', pem: pki.caPem };
    await expect(attempt(await p12(ca))).rejects.toMatchObject({ code: 'key/certificate-unusable' });
    await expect(attempt(await p12(await pki.leaf('tsa', 'p521')))).rejects.toMatchObject({
      code: 'key/type-unsupported',
    });
    expect(secrets.kept.size).toBe(0);
  });
});

it('a key store that holds something else is said to be unreadable, without its contents', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  const secrets = { protection: 'key-file-0600' as const, read: async () => secret, write: async () => {} };
  await expect(loadSigningCertificate(secrets, NOW)).rejects.toMatchObject({
    code: 'key/unreadable',
    details: { problem: 'signing-certificate' },
  });
});
