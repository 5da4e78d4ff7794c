import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadChainKey } from '../../../electron/identity/chain-key.ts';
import { buildOperatorFacts } from '../../../electron/identity/operator.ts';
import { createDeviceSigner, createLedgerSigner, DEVICE_KEY } from '../../../electron/identity/signer.ts';
import type { Secrets } from '../../../electron/platform/ports.ts';
import { random } from '../store/folder.ts';

function secretsInMemory(): Secrets & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    protection: 'key-file-0600',
    read: (name) => Promise.resolve(kept.get(name) ?? null),
    write: (name, secret) => Promise.resolve(void kept.set(name, secret)),
  };
}

describe('keys', () => {
  it('are made once and then loaded', async () => {
    const secrets = secretsInMemory();
    const first = await createDeviceSigner(secrets);
    const second = await createDeviceSigner(secrets);
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.keyId).toBe(first.keyId);
    const ledger = await createLedgerSigner(secrets);
    expect(ledger.keyId).not.toBe(first.keyId);
  });

  it('sign what node:crypto verifies by the PEM, and name themselves by the SPKI', async () => {
    const signer = await createDeviceSigner(secretsInMemory());
    const message = new TextEncoder().encode('页面');
    const key = createPublicKey(signer.publicKeyPem);
    expect(verify(null, message, key, signer.sign(message))).toBe(true);
    const spki = key.export({ type: 'spki', format: 'der' });
    expect(signer.keyId).toBe(createHash('sha256').update(spki).digest('hex'));
    expect(Buffer.from(signer.publicKey).toString('base64url')).toBe(key.export({ format: 'jwk' }).x);
  });

  it('a damaged key is an error, never silently a new one', async () => {
    const secrets = secretsInMemory();
    await createDeviceSigner(secrets);
    const damaged = secrets.kept.get(DEVICE_KEY)!.slice(0, 20);
    secrets.kept.set(DEVICE_KEY, damaged);
    await expect(createDeviceSigner(secrets)).rejects.toMatchObject({ code: 'key/unreadable' });
    expect(secrets.kept.get(DEVICE_KEY)).toBe(damaged);
  });

  it('a key that cannot be read back signs nothing', async () => {
    const secrets = { ...secretsInMemory(), write: () => Promise.resolve() };
    await expect(createDeviceSigner(secrets)).rejects.toMatchObject({ code: 'key/unreadable' });
  });

  it('the chain key is 32 bytes in the range of the curve', async () => {
    const secrets = secretsInMemory();
    const draws = [new Uint8Array(32), new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(7)];
    const key = await loadChainKey(secrets, { bytes: () => draws.shift()! });
    expect(key).toEqual(new Uint8Array(32).fill(7));
    expect(await loadChainKey(secrets, random)).toEqual(key);
    secrets.kept.set('chain-key', new Uint8Array(31));
    await expect(loadChainKey(secrets, random)).rejects.toMatchObject({ code: 'key/unreadable' });
  });
});

it('an operator is unverified, and an empty name is none', () => {
  expect(buildOperatorFacts({ name: '张三', organisation: '' })).toEqual({
    name: '张三',
    organisation: null,
    verification: 'unverified',
    verificationMethod: null,
  });
});
