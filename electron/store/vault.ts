// Content-addressed files: vault/<case>/<aa>/<sha256 of the plaintext>, written whole or not at all. New blobs are
// written in vault/.incoming and renamed when they are durable. Before the rename an intent is noted in the database;
// commitSealed clears it. What is left over after a crash is therefore known by name: the sweep looks at nothing else,
// so that it can never remove what a database (restored from an older backup, say) happens not to know.

import { access, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { isSha256Hex, toHex } from '../../shared/bytes/hex.ts';
import { makeFolderDurably, syncFolder, writeBehind } from '../platform/durable-files.ts';
import type { Clock, Random } from '../platform/ports.ts';
import { isSystemError, systemCode, toWriteError } from '../platform/write-errors.ts';
import { copyIntoBlob, readBytes, readFrom } from './blob-copy.ts';
import { BLOB_HEADER_BYTES } from './blob-format.ts';
import { openBlob } from './blob-reader.ts';
import type { Database } from './database.ts';
import type { ReadNext, StoredBlob, Vault } from './types.ts';

export interface VaultDeps {
  /** <home>/vault */
  readonly folder: string;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashers: Hashers;
}

const INCOMING = '.incoming';

export function createVault(deps: VaultDeps): Vault {
  const { folder, db, clock, random, hashers } = deps;
  const incoming = join(folder, INCOMING);

  async function put(
    caseId: string,
    readNext: ReadNext,
    expectedBytes: number,
    signal?: AbortSignal,
  ): Promise<StoredBlob> {
    const temporary = join(incoming, toHex(random.bytes(16)));
    try {
      await makeFolderDurably(incoming);
      const target = await open(temporary, 'wx', 0o600);
      let blob: StoredBlob;
      try {
        const { wrote, sync } = writeBehind(target);
        blob = await copyIntoBlob(readNext, target, { hashers, expectedBytes, signal, onWritten: wrote });
        await sync();
      } finally {
        await target.close();
      }
      db.run(
        'INSERT OR IGNORE INTO vault_intents (case_id, sha256, at) VALUES (?, ?, ?)',
        caseId,
        blob.sha256,
        clock.now().toISOString(),
      );
      await settle(temporary, blobPath(folder, caseId, blob.sha256), blob.size);
      return blob;
    } catch (error) {
      await rm(temporary, { force: true });
      throw isSystemError(error) ? toWriteError(error, folder) : error;
    }
  }

  return {
    async putFile(caseId, sourcePath, signal) {
      const source = await openSource(sourcePath);
      try {
        const { size } = await source.stat();
        return await put(caseId, readFrom(source, sourcePath), size, signal);
      } finally {
        await source.close();
      }
    },
    putRead: (caseId, readNext, expectedBytes, signal) => put(caseId, readNext, expectedBytes, signal),
    putBytes: (caseId, bytes) => put(caseId, readBytes(bytes), bytes.length),
    open: async (caseId, sha256) => openBlob(blobPath(folder, caseId, sha256), sha256),
    async has(caseId, sha256) {
      return access(blobPath(folder, caseId, sha256)).then(
        () => true,
        () => false,
      );
    },
    async readAll(caseId, sha256) {
      const blob = await openBlob(blobPath(folder, caseId, sha256), sha256);
      try {
        return await blob.read(0, blob.size);
      } finally {
        await blob.close();
      }
    },
  };
}

/** Renames over what is there: equal by name, and a rotten copy is healed by it. */
async function settle(temporary: string, path: string, size: number): Promise<void> {
  await makeFolderDurably(dirname(path));
  try {
    await rename(temporary, path);
  } catch (error) {
    // Windows refuses to replace a file that somebody reads; the one that stands there is the same.
    const standing = await stat(path).catch(() => null);
    if (standing?.size !== size + BLOB_HEADER_BYTES) throw error;
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new AppError('input/file-unreadable', { path, problem: systemCode(error) }, { cause: error });
  }
}

function blobPath(folder: string, caseId: string, sha256: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(caseId)) throw new Error('not a case id');
  if (!isSha256Hex(sha256)) throw new Error('not a SHA-256');
  return join(folder, caseId, sha256.slice(0, 2), sha256);
}

/** True where the vault holds the folder of any case. */
export async function vaultIsUsed(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => !name.startsWith('.'));
}

/** Removes what an earlier run left half-made. Only for the owner of the folder, before anything is put. */
export async function sweepVault(deps: VaultDeps): Promise<{ blobs: number; temporary: number }> {
  const { folder, db } = deps;
  const incoming = join(folder, INCOMING);
  const halfWritten = await readdir(incoming).catch(() => []);
  for (const name of halfWritten) await rm(join(incoming, name), { force: true, recursive: true });

  const intents = db.all<{ case_id: string; sha256: string; used: number }>(
    `SELECT case_id, sha256, EXISTS (
       SELECT 1 FROM evidence_files f JOIN evidence e ON e.id = f.evidence_id
       WHERE f.sha256 = i.sha256 AND e.case_id = i.case_id) AS used
     FROM vault_intents i`,
  );
  let blobs = 0;
  for (const intent of intents) {
    if (intent.used === 0) {
      await rm(blobPath(folder, intent.case_id, intent.sha256), { force: true });
      blobs += 1;
    }
  }
  if (intents.length > 0) db.write(() => db.run('DELETE FROM vault_intents'));
  return { blobs, temporary: halfWritten.length };
}
