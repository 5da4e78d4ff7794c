import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  assertRecipient,
  createNotaryKey,
  decryptWith,
  encryptTo,
  readNotaryKey,
} from '../../../electron/application/age.ts';
import type { Secrets } from '../../../electron/platform/ports.ts';

function memorySecrets(): Secrets {
  const kept = new Map<string, Uint8Array>();
  return {
    protection: 'key-file-0600',
    read: async (name) => kept.get(name) ?? null,
    write: async (name, secret) => void kept.set(name, secret),
  };
}

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const key = await createNotaryKey(memorySecrets());

describe('encryption to a notary office', () => {
  it('is read by the office alone, whatever the size', async () => {
    const plain = randomBytes(200_000);
    const sealed = await all(
      encryptTo(key.recipient, chunks(plain.subarray(0, 70_001), plain.subarray(70_001))),
    );
    expect(sealed.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect((await all(decryptWith(key.identity, chunks(sealed)))).equals(plain)).toBe(true);
    const stranger = await createNotaryKey(memorySecrets());
    await expect(all(decryptWith(stranger.identity, chunks(sealed)))).rejects.toThrow(
      'application/wrong-key',
    );
  });

  it('says so where the file was damaged or cut off', async () => {
    const sealed = await all(encryptTo(key.recipient, chunks(randomBytes(150_000))));
    const flipped = Buffer.from(sealed);
    flipped[100_000]! ^= 1;
    for (const bad of [flipped, sealed.subarray(0, 100_000), Buffer.from('hello')]) {
      await expect(all(decryptWith(key.identity, chunks(bad)))).rejects.toThrow('application/not-encrypted');
    }
  });

  it('passes on trouble of the source, and asks it for no more than is taken', async () => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) {
        asked += 1;
        yield new Uint8Array(1 << 16);
      }
    })();
    const sealing = encryptTo(key.recipient, endless);
    for (let i = 0; i < 3; i++) await sealing.next();
    await sealing.return(undefined);
    expect(asked).toBeLessThan(20);
    const broken = (async function* () {
      yield new Uint8Array(10);
      throw new Error('disk');
    })();
    await expect(all(encryptTo(key.recipient, broken))).rejects.toThrow('disk');
  });

  it('keeps one key and takes only public ones', async () => {
    const secrets = memorySecrets();
    expect(await readNotaryKey(secrets)).toBeNull();
    const made = await createNotaryKey(secrets);
    expect(await createNotaryKey(secrets)).toEqual(made);
    expect(assertRecipient(` ${made.recipient}\n`)).toBe(made.recipient);
    for (const bad of [
      made.identity,
      made.recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')).replace(/.$/, 'q'),
      'age1',
      '',
    ])
      expect(() => assertRecipient(bad)).toThrow('application/bad-recipient');
  });
});
