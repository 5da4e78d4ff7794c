// The account key for anchoring: 32 bytes, a secp256k1 private key. Curve arithmetic stays with the chain adapter.

import { AppError } from '../../shared/errors.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { Random, Secrets } from '../platform/ports.ts';

export const CHAIN_KEY = 'chain-key';

/** Order of secp256k1 (SEC 2, 2.4.1): a private key is 1 … n-1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Made at first use. Throws key/… and store/…. */
export async function loadChainKey(secrets: Secrets, random: Random): Promise<Uint8Array> {
  const stored = await secrets.read(CHAIN_KEY);
  if (stored) {
    if (!isKey(stored)) throw new AppError('key/unreadable', { problem: 'not a chain account key' });
    return stored;
  }
  let key = random.bytes(32);
  while (!isKey(key)) key = random.bytes(32);
  await secrets.write(CHAIN_KEY, key);
  return key;
}

function isKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const value = BigInt(`0x${toHex(bytes)}`);
  return value > 0n && value < ORDER;
}
