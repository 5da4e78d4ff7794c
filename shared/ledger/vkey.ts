// Verifier keys of c2sp.org/signed-note: name + '+' + 8 hex digits of the key id + '+' + base64(type || public key).
// Two types are known: 0x01, Ed25519 over the note's text (logs); 0x04, timestamped cosignatures (witnesses).

import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { toHex } from '../bytes/hex.ts';
import { concatBytes, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';

/** 'log': signs notes. 'witness': c2sp.org/tlog-cosignature, Ed25519. */
export type KeyRole = 'log' | 'witness';

const SIGNATURE_TYPE: Readonly<Record<KeyRole, number>> = { log: 0x01, witness: 0x04 };

export interface VerifierKey {
  readonly role: KeyRole;
  readonly name: string;
  /** Four bytes, big-endian, as an unsigned number. */
  readonly keyId: number;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** 'cunan/' and the first 16 hex digits of the SHA-256 of the public key's 32 raw bytes. */
export function originOf(publicKey: Uint8Array): string {
  return `cunan/${toHex(sha256(publicKey)).slice(0, 16)}`;
}

/** The key of a ledger: its name is the origin that follows from the key itself. */
export function ledgerKeyOf(publicKey: Uint8Array): VerifierKey {
  return verifierKeyOf(originOf(publicKey), publicKey);
}

/** Throws format/bad-proof for an impossible name or key length. */
export function verifierKeyOf(name: string, publicKey: Uint8Array, role: KeyRole = 'log'): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== 32) {
    throw new AppError('format/bad-proof', { problem: 'verifier key' });
  }
  return { role, name, keyId: keyIdOf(name, publicKey, role), publicKey };
}

export function encodeVkey(key: VerifierKey): string {
  const id = key.keyId.toString(16).padStart(8, '0');
  return `${key.name}+${id}+${toBase64(concatBytes(Uint8Array.of(SIGNATURE_TYPE[key.role]), key.publicKey))}`;
}

/** Throws format/bad-proof: malformed text, another type, or a key id that does not belong to name and key. */
export function parseVkey(text: string, role: KeyRole = 'log'): VerifierKey {
  const match = text.length > 1000 ? null : /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text);
  const material = match ? fromBase64(match[3]!) : null;
  if (!match || !material || material.length !== 33 || material[0] !== SIGNATURE_TYPE[role]) {
    throw new AppError('format/bad-proof', { problem: 'verifier key' });
  }
  const key = verifierKeyOf(match[1]!, material.slice(1), role);
  if (key.keyId !== Number.parseInt(match[2]!, 16)) {
    throw new AppError('format/bad-proof', { problem: 'verifier key id' });
  }
  return key;
}

/** Non-empty, well-formed, no Unicode white space, no control characters, no plus sign. */
export function isKeyName(name: string): boolean {
  return (
    name.length > 0 && name.length <= 255 && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name)
  );
}

/** SHA-256(name || 0x0A || type || public key)[:4] */
function keyIdOf(name: string, publicKey: Uint8Array, role: KeyRole): number {
  const type = Uint8Array.of(SIGNATURE_TYPE[role]);
  const digest = sha256(concatBytes(toUtf8(`${name}\n`), type, publicKey));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}
