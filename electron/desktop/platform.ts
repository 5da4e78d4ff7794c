// Secrets behind the system's key store (Keychain, DPAPI, libsecret, KWallet). Where that is not real, the Node version
// of the port is used and says so. Files share their names with it, so that no shell makes a second device key.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import { makeFolderDurably, writeDurably } from '../platform/durable-files.ts';
import type { Random, Secrets } from '../platform/ports.ts';
import { toWriteError } from '../platform/write-errors.ts';

const safeFile = z
  .object({
    format: z.literal('cunan-secret/1'),
    protection: z.literal('safe-storage'),
    secret: z.string().max(40_000),
  })
  .strict();

export interface DesktopSecretsOptions {
  /** <home>/keys, as for the Node version. */
  readonly folder: string;
  readonly random: Random;
  readonly platform: NodeJS.Platform;
  /** The Node version of the port for the same folder. */
  readonly fallback: Secrets;
}

/** Call when the app is ready. A passphrase that was set, or no real key store: the fallback. */
export async function createDesktopSecrets(options: DesktopSecretsOptions): Promise<Secrets> {
  const { fallback, folder, random } = options;
  if (fallback.protection === 'passphrase' || !(await isKeyStoreReal(options.platform))) return fallback;

  const pathOf = (name: string): string => join(folder, `${name}.secret.json`);

  async function write(name: string, secret: Uint8Array): Promise<void> {
    assertName(name);
    const existing = await readText(pathOf(name));
    // Made by another shell of this folder, which could not read it any more if it moved into the key store.
    if (existing !== null && parseSafeFile(existing) === null) return fallback.write(name, secret);
    const sealed = await safeStorage.encryptStringAsync(toBase64(secret));
    const file = { format: 'cunan-secret/1', protection: 'safe-storage', secret: toBase64(sealed) };
    try {
      await makeFolderDurably(folder);
      const unique = toHex(random.bytes(8));
      await writeDurably(pathOf(name), toUtf8(`${JSON.stringify(file)}\n`), { unique, mode: 0o600 });
    } catch (error) {
      throw toWriteError(error, pathOf(name));
    }
  }

  async function read(name: string): Promise<Uint8Array | null> {
    assertName(name);
    const text = await readText(pathOf(name));
    if (text === null) return null;
    const file = parseSafeFile(text);
    if (file === null) return fallback.read(name);
    const { result, shouldReEncrypt } = await decrypt(decode(file.secret));
    const secret = decode(result);
    if (shouldReEncrypt) await write(name, secret);
    return secret;
  }

  return { protection: 'safe-storage', read, write };
}

/** basic_text is a key that stands in Chromium's source: worse than a 0600 file, because it looks better. */
async function isKeyStoreReal(platform: NodeJS.Platform): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

async function decrypt(sealed: Uint8Array): Promise<{ result: string; shouldReEncrypt: boolean }> {
  try {
    return await safeStorage.decryptStringAsync(Buffer.from(sealed));
  } catch (cause) {
    throw new AppError('key/unreadable', { problem: 'the key store refused it' }, { cause });
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError('key/unreadable', { problem: 'file' }, { cause });
  }
}

/** Null where the file is of another kind, which the fallback reads or refuses. */
function parseSafeFile(text: string): z.infer<typeof safeFile> | null {
  try {
    return safeFile.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (bytes === null) throw new AppError('key/unreadable', { problem: 'bad base64' });
  return bytes;
}

function assertName(name: string): void {
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new Error(`not a secret's name: ${name}`);
}
