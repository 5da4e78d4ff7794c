// A copy of the newest checkpoint in a second place of this computer, so that a data folder put back as a whole shows.
// One file per ledger: <origin with - for />.checkpoint, the signed note as it was published.

import { readFile, realpath } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import { parseCheckpointText } from '../../../shared/ledger/checkpoint.ts';
import { verifyNote } from '../../../shared/ledger/note.ts';
import { parseVkey } from '../../../shared/ledger/vkey.ts';
import { makeFolderDurably, writeDurably } from '../../platform/durable-files.ts';
import { systemCode, toWriteError } from '../../platform/write-errors.ts';
import type { KnownCheckpoint } from './ledger.ts';

/** Larger is no checkpoint. */
const MAX_BYTES = 100_000;

export function outsideCopyPath(folder: string, origin: string): string {
  return join(folder, `${origin.replaceAll('/', '-')}.checkpoint`);
}

/** Null where there is none. Throws input/file-unreadable, format/bad-proof for a file that the ledger did not sign. */
export async function readOutsideCopy(path: string, vkey: string): Promise<KnownCheckpoint | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
  return readOwnCheckpoint(bytes, vkey);
}

/** A checkpoint that this ledger's key signed, from a file of whatever origin. Throws format/bad-proof. */
export function readOwnCheckpoint(bytes: Uint8Array, vkey: string): KnownCheckpoint {
  const text = bytes.length > MAX_BYTES ? null : fromUtf8(bytes);
  const key = parseVkey(vkey);
  const verdict = verifyNote(text ?? '', [key]);
  if (verdict.status === 'fail') throw new AppError('format/bad-proof', { problem: verdict.code });
  const { origin, size, root } = parseCheckpointText(verdict.text);
  if (origin !== key.name) throw new AppError('format/bad-proof', { problem: 'another ledger' });
  return { size, root };
}

/** Throws store/…: the place is not there, full or read-only. */
export async function writeOutsideCopy(
  folder: string,
  path: string,
  note: string,
  unique: string,
): Promise<void> {
  try {
    await makeFolderDurably(folder);
    await writeDurably(path, toUtf8(note), { unique });
  } catch (error) {
    throw toWriteError(error, folder);
  }
}

/** A copy inside the data folder is put back with it and shows nothing. */
export async function liesInside(folder: string, home: string): Promise<boolean> {
  const [place, data] = await Promise.all([folder, home].map((path) => realpath(path).catch(() => path)));
  const way = relative(data!, place!);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
