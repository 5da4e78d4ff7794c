// Ed25519 keys of this installation: made at first run, the private half kept by the platform's secrets, tried out
// every time they are loaded. One key signs evidence, another signs ledger checkpoints.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import type { Secrets, Signer } from '../platform/ports.ts';

export const DEVICE_KEY = 'device-key';
export const LEDGER_KEY = 'ledger-key';

export interface LoadedSigner extends Signer {
  /** True where this run made the key. */
  readonly created: boolean;
}

/** Signs statements and exports. Throws key/wrong-passphrase, key/passphrase-required, key/unreadable, store/…. */
export function createDeviceSigner(secrets: Secrets): Promise<LoadedSigner> {
  return loadSigner(secrets, DEVICE_KEY);
}

/** Signs checkpoints of the local ledger; its public half names the ledger's origin. A ledger that follows another has a key of its own name. Errors as above. */
export function createLedgerSigner(secrets: Secrets, name = LEDGER_KEY): Promise<LoadedSigner> {
  return loadSigner(secrets, name);
}

/** Signs cosignatures of a witness (electron/witness). Errors as above. */
export function createWitnessSigner(secrets: Secrets): Promise<LoadedSigner> {
  return loadSigner(secrets, 'witness-key');
}

async function loadSigner(secrets: Secrets, name: string): Promise<LoadedSigner> {
  const stored = await secrets.read(name);
  if (stored) return toSigner(parsePrivateKey(stored), false);
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = toSigner(privateKey, true);
  await secrets.write(name, new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })));
  // Read back before anything is signed: a key that cannot be loaded again must never have signed evidence.
  const again = await secrets.read(name);
  if (!again || toSigner(parsePrivateKey(again), true).keyId !== signer.keyId) {
    throw new AppError('key/unreadable', { problem: 'the new key could not be read back' });
  }
  return signer;
}

function parsePrivateKey(der: Uint8Array): KeyObject {
  try {
    const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw new AppError('key/unreadable', { problem: 'not a private key' }, { cause: error });
  }
  throw new AppError('key/unreadable', { problem: 'not an Ed25519 key' });
}

function toSigner(privateKey: KeyObject, created: boolean): LoadedSigner {
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const probe = toUtf8('cunan self-test');
  if (!verify(null, probe, publicKey, sign(null, probe, privateKey))) {
    throw new AppError('key/unreadable', { problem: 'the key failed its self-test' });
  }
  return {
    created,
    keyId: createHash('sha256').update(spki).digest('hex'),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    // RFC 8410: the 32 key bytes end the SubjectPublicKeyInfo.
    publicKey: new Uint8Array(spki.subarray(spki.length - 32)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}
