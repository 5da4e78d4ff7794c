// Text that names people, sealed for the database: AES-256-GCM under a key of the key store, so that the database file
// alone does not tell it. What is sealed: 12 bytes nonce, ciphertext, 16 bytes tag.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { fromUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import type { Random, Secrets } from '../platform/ports.ts';

export interface SealedText {
  /** @param context what it belongs to: a sealed text cannot be moved to another row. */
  seal(text: string, context: string): Uint8Array;
  /** Throws key/unreadable. */
  open(sealed: Uint8Array, context: string): string;
}

const KEY = 'applications-key';

/** Throws key/…, store/…. */
export async function createSealedText(secrets: Secrets, random: Random): Promise<SealedText> {
  let key = await secrets.read(KEY);
  if (!key) {
    await secrets.write(KEY, random.bytes(32));
    key = await secrets.read(KEY);
  }
  if (key?.length !== 32) throw new AppError('key/unreadable', { problem: KEY });
  const bytes = key;
  return {
    seal(text, context) {
      const nonce = random.bytes(12);
      const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(context));
      return new Uint8Array(
        Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]),
      );
    },
    open(sealed, context) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', bytes, sealed.subarray(0, 12), { authTagLength: 16 })
          .setAAD(Buffer.from(context))
          .setAuthTag(sealed.subarray(-16));
        const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
        return fromUtf8(new Uint8Array(plain)) ?? '';
      } catch {
        throw new AppError('key/unreadable', { problem: KEY });
      }
    },
  };
}
