// Secrets on disk: one JSON file per name in <home>/keys, mode 0600. With a passphrase the content is sealed by
// AES-256-GCM under scrypt (N=2^17, r=8, p=1); without one it is protected by the file's mode alone. Where a passphrase
// is given later, a plain file is sealed the next time it is read.

import { createCipheriv, createDecipheriv, scrypt, timingSafeEqual } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { makeFolderDurably, writeDurably } from './durable-files.ts';
import type { Log, Random, Secrets } from './ports.ts';
import { systemCode, toWriteError } from './write-errors.ts';

export interface NodeSecretsOptions {
  /** <home>/keys */
  readonly folder: string;
  readonly random: Random;
  readonly log: Log;
  /** Null or '': none. The shells pass CUNAN_PASSPHRASE or what was typed. */
  readonly passphrase: string | null;
  /** log2 of scrypt's N for new files, 17 by default; tests may lower it. */
  readonly scryptLogN?: number;
}

const FORMAT = 'cunan-secret/1';
const SUFFIX = '.secret.json';
const base64 = z.string().max(20_000);

const secretFile = z.discriminatedUnion('protection', [
  z.object({ format: z.literal(FORMAT), protection: z.literal('key-file-0600'), secret: base64 }).strict(),
  z
    .object({
      format: z.literal(FORMAT),
      protection: z.literal('passphrase'),
      kdf: z
        .object({
          name: z.literal('scrypt'),
          // Bounds: a changed file must not make us spend minutes or gigabytes.
          logN: z.int().min(10).max(20),
          r: z.literal(8),
          p: z.literal(1),
          salt: base64,
        })
        .strict(),
      cipher: z.literal('aes-256-gcm'),
      /** First 16 bytes of the second half of the derived key: tells a wrong passphrase from a damaged file. */
      check: base64,
      nonce: base64,
      sealed: base64,
    })
    .strict(),
]);
type SealedFile = Extract<z.infer<typeof secretFile>, { protection: 'passphrase' }>;

interface DerivedKey {
  readonly logN: number;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
  readonly check: Uint8Array;
}

export function createNodeSecrets(options: NodeSecretsOptions): Secrets {
  const { folder, random, log } = options;
  const passphrase = options.passphrase ? options.passphrase.normalize('NFKC') : null;
  const derivedKeys = new Map<string, Promise<DerivedKey>>();
  /** A key that opened a file of this folder (or made its first one): only such a key may seal another. */
  let proven: DerivedKey | null = null;

  const pathOf = (name: string): string => {
    if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new Error(`not a secret's name: ${name}`);
    return join(folder, name + SUFFIX);
  };

  function derive(logN: number, salt: Uint8Array): Promise<DerivedKey> {
    if (passphrase === null) throw new AppError('key/passphrase-required');
    const id = `${logN}:${toHex(salt)}`;
    const known = derivedKeys.get(id);
    if (known) return known;
    const made = deriveKey(passphrase, logN, salt);
    derivedKeys.set(id, made);
    return made;
  }

  async function unseal(name: string, file: SealedFile): Promise<Uint8Array> {
    const derived = await derive(file.kdf.logN, decode(file.kdf.salt));
    const check = decode(file.check);
    if (check.length !== derived.check.length || !timingSafeEqual(check, derived.check)) {
      throw new AppError('key/wrong-passphrase');
    }
    proven = derived;
    const sealed = decode(file.sealed);
    if (sealed.length < 16) throw unreadable('too short');
    try {
      const decipher = createDecipheriv('aes-256-gcm', derived.key, decode(file.nonce), {
        authTagLength: 16,
      });
      decipher.setAAD(toUtf8(`${FORMAT} ${name}`));
      decipher.setAuthTag(sealed.subarray(sealed.length - 16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return new Uint8Array(plain);
    } catch (error) {
      throw unreadable('damaged', error);
    }
  }

  /** The salt of a file that is there already, so that all names of a folder cost one derivation. */
  async function sharedKey(): Promise<DerivedKey> {
    if (proven) return proven;
    for (const entry of listFiles(folder)) {
      const file = readSecretFile(join(folder, entry));
      if (file?.protection === 'passphrase') {
        await unseal(entry.slice(0, -SUFFIX.length), file);
        return derive(file.kdf.logN, decode(file.kdf.salt));
      }
    }
    proven = await derive(options.scryptLogN ?? 17, random.bytes(16));
    return proven;
  }

  async function seal(name: string, secret: Uint8Array): Promise<SealedFile> {
    const derived = await sharedKey();
    const nonce = random.bytes(12);
    const cipher = createCipheriv('aes-256-gcm', derived.key, nonce, { authTagLength: 16 });
    cipher.setAAD(toUtf8(`${FORMAT} ${name}`));
    const body = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return {
      format: FORMAT,
      protection: 'passphrase',
      kdf: { name: 'scrypt', logN: derived.logN, r: 8, p: 1, salt: toBase64(derived.salt) },
      cipher: 'aes-256-gcm',
      check: toBase64(derived.check),
      nonce: toBase64(nonce),
      sealed: toBase64(body),
    };
  }

  async function write(name: string, secret: Uint8Array): Promise<void> {
    const path = pathOf(name);
    const file =
      passphrase === null
        ? { format: FORMAT, protection: 'key-file-0600', secret: toBase64(secret) }
        : await seal(name, secret);
    try {
      await makeFolderDurably(folder);
      const unique = toHex(random.bytes(8));
      await writeDurably(path, toUtf8(`${JSON.stringify(file)}\n`), { unique, mode: 0o600 });
    } catch (error) {
      throw toWriteError(error, path);
    }
  }

  async function read(name: string): Promise<Uint8Array | null> {
    const path = pathOf(name);
    const file = readSecretFile(path);
    if (file === null) return null;
    tighten(path, log);
    if (file.protection === 'passphrase') return unseal(name, file);
    const secret = decode(file.secret);
    if (passphrase !== null) await write(name, secret);
    return secret;
  }

  const sealedAlready = listFiles(folder).some(
    (entry) => peek(join(folder, entry))?.protection === 'passphrase',
  );
  return {
    protection: passphrase !== null || sealedAlready ? 'passphrase' : 'key-file-0600',
    read,
    write,
  };
}

/** 64 bytes of scrypt: 32 for AES, 16 of the rest for the check. Needs about 128 MiB for a moment. */
function deriveKey(passphrase: string, logN: number, salt: Uint8Array): Promise<DerivedKey> {
  const cost = { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** logN * 8 * 128 + 32 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 64, cost, (error, out) => {
      if (error) reject(error);
      else {
        const key = new Uint8Array(out.subarray(0, 32));
        resolve({ logN, salt, key, check: new Uint8Array(out.subarray(32, 48)) });
      }
    });
  });
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(SUFFIX) && !name.startsWith('.'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw unreadable(systemCode(error), error);
  }
}

function readSecretFile(path: string): z.infer<typeof secretFile> | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw unreadable(systemCode(error), error);
  }
  try {
    return secretFile.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable('not a secret file of this format', error);
  }
}

/** For the answer to 'how are secrets protected': a damaged file is reported when it is needed. */
function peek(path: string): z.infer<typeof secretFile> | null {
  try {
    return readSecretFile(path);
  } catch {
    return null;
  }
}

/** A copied folder may have lost its modes: others must not read what the mode alone protects. */
function tighten(path: string, log: Log): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  log.warn('key file was readable by others', { path });
  chmodSync(path, 0o600);
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (bytes === null) throw unreadable('bad base64');
  return bytes;
}

function unreadable(problem: string, cause?: unknown): AppError {
  return new AppError('key/unreadable', { problem }, { cause });
}
