import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodeSecrets } from '../../../electron/platform/node-secrets.ts';
import type { Secrets } from '../../../electron/platform/ports.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { quietLog, random, temporaryFolder } from '../store/folder.ts';

const SECRET = toUtf8('private key of the device');
const code = (name: string) => expect.objectContaining({ code: name });

/** Cheap scrypt, so that the suite stays quick; the real cost has a test of its own. */
function secretsIn(folder: string, passphrase: string | null = null, scryptLogN = 10): Secrets {
  return createNodeSecrets({ folder, random, log: quietLog, passphrase, scryptLogN });
}

describe('secrets in files', () => {
  it('keeps a secret in a 0600 file', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const secrets = secretsIn(folder);
    expect(secrets.protection).toBe('key-file-0600');
    expect(await secrets.read('device-key')).toBeNull();
    await secrets.write('device-key', SECRET);
    expect(await secretsIn(folder).read('device-key')).toEqual(SECRET);
    const [file] = readdirSync(folder);
    expect(statSync(join(folder, file!)).mode & 0o777).toBe(0o600);
    chmodSync(join(folder, file!), 0o644);
    await secrets.read('device-key');
    expect(statSync(join(folder, file!)).mode & 0o777).toBe(0o600);
    await expect(secrets.read('../escape')).rejects.toThrow();
  });

  it('seals it under a passphrase', async () => {
    const folder = temporaryFolder();
    const secrets = secretsIn(folder, '口令 passphrase');
    expect(secrets.protection).toBe('passphrase');
    await secrets.write('device-key', SECRET);
    await secrets.write('ledger-key', toUtf8('other'));
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(files.join('')).not.toContain(Buffer.from(SECRET).toString('base64'));
    const again = secretsIn(folder, '口令 passphrase');
    expect(await again.read('device-key')).toEqual(SECRET);
    expect(await again.read('ledger-key')).toEqual(toUtf8('other'));

    const wrong = secretsIn(folder, 'passphrase');
    await expect(wrong.read('device-key')).rejects.toEqual(code('key/wrong-passphrase'));
    await expect(wrong.write('chain-key', SECRET)).rejects.toEqual(code('key/wrong-passphrase'));
    const without = secretsIn(folder);
    expect(without.protection).toBe('passphrase');
    await expect(without.read('device-key')).rejects.toEqual(code('key/passphrase-required'));
  });

  it('costs N=2^17, r=8 unless told otherwise', async () => {
    const folder = temporaryFolder();
    const options = { folder, random, log: quietLog, passphrase: 'x' };
    await createNodeSecrets(options).write('device-key', SECRET);
    const file = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')) as unknown;
    expect(file).toMatchObject({ kdf: { name: 'scrypt', logN: 17, r: 8, p: 1 }, cipher: 'aes-256-gcm' });
    expect(await createNodeSecrets(options).read('device-key')).toEqual(SECRET);
  });

  it('seals what was plain as soon as a passphrase is given', async () => {
    const folder = temporaryFolder();
    await secretsIn(folder).write('device-key', SECRET);
    expect(await secretsIn(folder, 'pw').read('device-key')).toEqual(SECRET);
    await expect(secretsIn(folder).read('device-key')).rejects.toEqual(code('key/passphrase-required'));
  });

  it.each([
    ['no JSON', () => 'x'],
    ['a changed ciphertext', (text: string) => flip(text, 'sealed')],
    ['a changed nonce', (text: string) => flip(text, 'nonce')],
    ['absurd scrypt parameters', (text: string) => text.replace('"logN":10', '"logN":40')],
    ['another format', (text: string) => text.replace('secret/1', 'secret/9')],
  ])('names %s as unreadable, not as a wrong passphrase', async (_name, harm) => {
    const folder = temporaryFolder();
    await secretsIn(folder, 'pw').write('device-key', SECRET);
    const path = join(folder, readdirSync(folder)[0]!);
    writeFileSync(path, harm(readFileSync(path, 'utf8')));
    await expect(secretsIn(folder, 'pw').read('device-key')).rejects.toEqual(code('key/unreadable'));
  });

  it('does not open one secret under the name of another', async () => {
    const folder = temporaryFolder();
    await secretsIn(folder, 'pw').write('device-key', SECRET);
    const [file] = readdirSync(folder);
    writeFileSync(join(folder, file!.replace('device', 'ledger')), readFileSync(join(folder, file!)));
    await expect(secretsIn(folder, 'pw').read('ledger-key')).rejects.toEqual(code('key/unreadable'));
  });

  it('says when the folder cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'device-key.secret.json'));
    await expect(secretsIn(folder).read('device-key')).rejects.toEqual(code('key/unreadable'));
  });
});

function flip(text: string, field: string): string {
  const file = JSON.parse(text) as Record<string, string>;
  const bytes = Buffer.from(file[field]!, 'base64');
  bytes[0]! ^= 1;
  return JSON.stringify({ ...file, [field]: bytes.toString('base64') });
}
