// SM2 keys made by openssl, read from every form that it writes them in; what they sign, openssl verifies.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { readSm2Key } from '../../../electron/identity/sm2-import.ts';
import type { Secrets } from '../../../electron/platform/ports.ts';
import { createSm2Access } from '../../../electron/sm2-access.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { buildSm2Pem } from '../../../shared/evidence/sm2-signature.ts';
import { sm2PublicKey } from '../../../shared/bytes/sm2-sign.ts';
import { describeWith } from '../../tools.ts';
import { hashers, quietLog, random } from '../../unit/store/folder.ts';

describeWith(['openssl'], 'SM2 key from a file', () => {
  let folder: string;
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cunan-sm2-import-'));
    openssl('ecparam', '-genkey', '-name', 'SM2', '-out', 'made');
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'made', '-out', 'pkcs8');
    openssl('pkey', '-in', 'made', '-pubout', '-out', 'pub');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('PKCS#8, SEC1 with its parameters before it, and encrypted: the same key', () => {
    const key = readSm2Key(read('pkcs8'), null);
    expect(Buffer.from(buildSm2Pem(sm2PublicKey(key))).toString()).toBe(read('pub'));
    expect(read('made')).toMatch(/BEGIN (EC|SM2) PARAMETERS/);
    expect(readSm2Key(read('made'), null)).toEqual(key);
    openssl('ec', '-in', 'made', '-out', 'sec1');
    expect(read('sec1')).toMatch(/BEGIN (EC|SM2) PRIVATE KEY/);
    expect(readSm2Key(read('sec1'), null)).toEqual(key);
    for (const [cipher, prf] of [
      ['aes-256-cbc', 'hmacWithSHA256'],
      ['aes-128-cbc', 'hmacWithSHA1'],
    ] as const) {
      const form = ['-topk8', '-v2', cipher, '-v2prf', prf, '-passout', 'pass:口令 1'];
      openssl('pkcs8', ...form, '-in', 'made', '-out', 'sealed');
      expect(readSm2Key(read('sealed'), '口令 1')).toEqual(key);
      expect(() => readSm2Key(read('sealed'), '口令 2')).toThrow(/passphrase is wrong/);
      expect(() => readSm2Key(read('sealed'), null)).toThrow(/passphrase is needed/);
    }
  });

  it('what is no SM2 key, or is locked in another way, is refused with the reason', () => {
    openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', 'p256');
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'p256', '-out', 'p256-pkcs8');
    openssl('genpkey', '-algorithm', 'ed25519', '-out', 'ed25519');
    openssl('pkcs8', '-topk8', '-scrypt', '-passout', 'pass:x', '-in', 'made', '-out', 'scrypt');
    openssl('ec', '-aes256', '-passout', 'pass:x', '-in', 'made', '-out', 'proc-type');
    for (const [text, why] of [
      [read('proc-type'), /not supported/],
      [read('p256'), /not an SM2 key/],
      [read('p256-pkcs8'), /not an SM2 key/],
      [read('ed25519'), /not an SM2 key/],
      [read('scrypt'), /not supported/],
      [read('pub'), /no private key/],
      [read('pkcs8').replace(/\n[^\n]{20}/, '\nAAAA'), /private key|PEM/],
    ] as const) {
      expect(() => readSm2Key(text, 'x')).toThrow(why);
    }
  });

  it('becomes the key of this installation; another one needs a word', async () => {
    const kept = new Map<string, Uint8Array>();
    const secrets: Secrets = {
      protection: 'key-file-0600',
      read: (name) => Promise.resolve(kept.get(name) ?? null),
      write: (name, secret) => Promise.resolve(void kept.set(name, secret)),
    };
    const clock = createNodeClock();
    const store = await openStore({ home: folder, clock, random, hashers, log: quietLog, shell: 'cli' });
    const sm2 = createSm2Access({ store, secrets, random, hashers });
    store.settings.change({ sm2: 'file' });
    const made = await sm2.check();
    const input = { pem: read('pkcs8'), passphrase: null };
    await expect(sm2.importKey({ ...input, replace: false })).rejects.toMatchObject({ code: 'key/import' });
    expect(await sm2.check()).toBe(made);
    const keyId = await sm2.importKey({ ...input, replace: true });
    expect(await sm2.check()).toBe(keyId);
    expect(await sm2.importKey({ ...input, replace: false })).toBe(keyId);
    expect(store.audit.list(0, 2).items).toMatchObject([
      { action: 'sm2-key-imported', subject: keyId, details: { replaced: false } },
      { action: 'sm2-key-imported', subject: keyId, details: { replaced: true } },
    ]);

    const message = new TextEncoder().encode('证据声明');
    const signer = await sm2.signer();
    writeFileSync(join(folder, 'm'), message);
    writeFileSync(join(folder, 'sig'), await signer!.sign(message, new AbortController().signal));
    const options = '-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in m -sigfile sig'.split(' ');
    expect(openssl('pkeyutl', '-verify', '-pubin', '-inkey', 'pub', ...options)).toContain('Successfully');
    store.close();
  });
});
