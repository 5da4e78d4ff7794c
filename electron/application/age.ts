// Encryption of an application to a notary office: age v1 (age-encryption.org/v1) with X25519 keys, streamed, so that a
// large package needs no memory. The library falls back to noble where the runtime's WebCrypto has no X25519.

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { AppError } from '../../shared/errors.ts';
import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import type { Secrets } from '../platform/ports.ts';

const NOTARY_KEY = 'notary-age-key';

/** age1… of X25519 (58 Bech32 characters after 'age1'). Throws application/bad-recipient. */
export function assertRecipient(text: string): string {
  const recipient = text.trim();
  try {
    if (!/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) throw new TypeError('not an X25519 recipient');
    new Encrypter().addRecipient(recipient);
    return recipient;
  } catch (cause) {
    throw new AppError('application/bad-recipient', {}, { cause });
  }
}

/** The bytes of an age file. Throws application/bad-recipient; what source or signal throws is passed on. */
export async function* encryptTo(
  recipient: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(assertRecipient(recipient));
  yield* pieces(await encrypter.encrypt(toStream(source)));
}

/**
 * The bytes inside an age file; each piece is authenticated before it is given, but only the end says that all of them
 * came: write to a temporary name. Throws application/wrong-key, application/not-encrypted.
 */
export async function* decryptWith(
  identity: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let reading: unknown = null;
  const watched = (async function* () {
    try {
      yield* source;
    } catch (error) {
      reading = error ?? new Error('unknown');
      throw error;
    }
  })();
  try {
    yield* pieces(await decrypter.decrypt(toStream(watched)));
  } catch (error) {
    if (reading !== null) throw reading;
    const noMatch = error instanceof Error && /no identity matched/i.test(error.message);
    throw new AppError(noMatch ? 'application/wrong-key' : 'application/not-encrypted', {}, { cause: error });
  }
}

export interface NotaryKey {
  /** age1…: to be given to applicants. */
  readonly recipient: string;
  /** AGE-SECRET-KEY-1…: never leaves the process. */
  readonly identity: string;
}

/** Null where none was made. Throws key/…. */
export async function readNotaryKey(secrets: Secrets): Promise<NotaryKey | null> {
  const stored = await secrets.read(NOTARY_KEY);
  if (!stored) return null;
  const identity = fromUtf8(stored) ?? '';
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch {
    // Without the cause: a parser's message may quote the key.
    throw new AppError('key/unreadable', { problem: NOTARY_KEY });
  }
}

/** The one there is, or a new one: it is never replaced, since what was encrypted to it could be read no more. */
export async function createNotaryKey(secrets: Secrets): Promise<NotaryKey> {
  const known = await readNotaryKey(secrets);
  if (known) return known;
  await secrets.write(NOTARY_KEY, toUtf8(await generateX25519Identity()));
  const again = await readNotaryKey(secrets);
  if (!again) throw new AppError('key/unreadable', { problem: 'the new key could not be read back' });
  return again;
}

/** What others may know of the key; null where there is none and none is to be made. Throws key/…, store/…. */
export async function notaryRecipient(
  secrets: Secrets,
  create: boolean,
): Promise<{ readonly recipient: string } | null> {
  const key = create ? await createNotaryKey(secrets) : await readNotaryKey(secrets);
  return key && { recipient: key.recipient };
}

function toStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {
      // Already closed or errored: nothing is left to release.
    });
  }
}
