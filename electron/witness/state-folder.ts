// The witness' memory as files, one per log: <SHA-256 of the origin>.checkpoint holds the cosigned note itself, written
// beside, fsynced and renamed, so that a kill at any moment leaves the old one or the new one.

import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { checkCosignatures } from '../../shared/ledger/cosignature.ts';
import { parseNote } from '../../shared/ledger/note.ts';
import type { VerifierKey } from '../../shared/ledger/vkey.ts';
import { makeFolderDurably, writeDurably } from '../platform/durable-files.ts';
import { systemCode, toWriteError } from '../platform/write-errors.ts';
import type { CosignedCheckpoint, WitnessState } from './ports.ts';

/** Refused requests kept per log: enough to prove a fork, too few to fill a disk. */
const MAX_CONFLICTS = 20;

/** @param key of this witness: a file whose cosignature is not its own is damage, not a state. */
export async function openWitnessState(folder: string, key: VerifierKey): Promise<WitnessState> {
  const logs = join(folder, 'logs');
  const conflicts = join(folder, 'conflicts');
  await written(folder, () => makeFolderDurably(logs));
  await written(folder, () => makeFolderDurably(conflicts));
  const known = new Map<string, CosignedCheckpoint>();

  async function latest(origin: string): Promise<CosignedCheckpoint | null> {
    const remembered = known.get(origin);
    if (remembered) return remembered;
    const note = await noteByHash(hashOf(origin));
    if (note === null) return null;
    const checkpoint = readNote(note, origin, key);
    known.set(origin, checkpoint);
    return checkpoint;
  }

  async function noteByHash(originHash: string): Promise<string | null> {
    try {
      return await readFile(join(logs, `${originHash}.checkpoint`), 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw new AppError('store/damaged', { problem: systemCode(error) }, { cause: error });
    }
  }

  return {
    latest,
    noteByHash,
    async record(origin, checkpoint) {
      const path = join(logs, `${hashOf(origin)}.checkpoint`);
      // A write that fails half-way may have replaced the file all the same: the next look reads the disk.
      known.delete(origin);
      await written(folder, () => writeDurably(path, Buffer.from(checkpoint.note), { unique: unique() }));
      known.set(origin, checkpoint);
    },
    async keepConflict(origin, request) {
      const stem = hashOf(origin);
      const name = `${stem}-${createHash('sha256').update(request).digest('hex').slice(0, 16)}.txt`;
      const kept = (await readdir(conflicts)).filter((each) => each.startsWith(stem));
      if (kept.includes(name) || kept.length >= MAX_CONFLICTS) return;
      await written(folder, () => writeDurably(join(conflicts, name), request, { unique: unique() }));
    },
  };
}

/** Throws store/damaged: a witness that does not know what it cosigned must not cosign. */
function readNote(note: string, origin: string, key: VerifierKey): CosignedCheckpoint {
  try {
    const signed = parseNote(note);
    const checkpoint = parseCheckpointText(signed.text);
    if (checkpoint.origin === origin && checkCosignatures(signed, [key]).good.length === 1) {
      return { size: checkpoint.size, root: checkpoint.root, note };
    }
  } catch (error) {
    throw new AppError('store/damaged', { problem: `witness state of ${origin}` }, { cause: error });
  }
  throw new AppError('store/damaged', { problem: `witness state of ${origin}` });
}

function hashOf(origin: string): string {
  return createHash('sha256').update(origin).digest('hex');
}

function unique(): string {
  return randomBytes(8).toString('hex');
}

async function written<T>(folder: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw toWriteError(error, folder);
  }
}
