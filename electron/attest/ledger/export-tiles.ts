// Writes the ledger as c2sp.org/tlog-tiles into a folder that any web server can serve. Later runs add what grew; each
// file is written beside, fsynced and renamed, the checkpoint last, so that a reader never sees one without its tiles.

import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { concatBytes, joinBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  buildEntryBundle,
  bundlePath,
  type Tile,
  TILE_WIDTH,
  tilePath,
  tilesOf,
} from '../../../shared/ledger/tiles.ts';
import { makeFolderDurably, writeDurably } from '../../platform/durable-files.ts';
import type { Random } from '../../platform/ports.ts';
import { systemCode, toWriteError } from '../../platform/write-errors.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import type { KnownCheckpoint, Ledger } from './ledger.ts';
import { readOwnCheckpoint } from './outside-copy.ts';

/** Levels of a binary tree in one level of tiles. */
const TILE_HEIGHT = 8;
const CHECKPOINT = 'checkpoint';

export interface TilesExport {
  /** Size of the checkpoint. */
  readonly size: number;
  /** Files written by this run. */
  readonly written: number;
}

export interface TilesOrder {
  readonly ledger: Ledger;
  readonly folder: string;
  readonly random: Random;
  /** Signature lines of witnesses over the checkpoint of this size, each with its newline. */
  readonly cosignatures: (size: number) => string;
  /** More files to lie beside the checkpoint: succession.json. */
  readonly extra?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/**
 * Throws input/not-found where nothing was published, input/output-unwritable where the folder holds another ledger's
 * tiles, ledger/rolled-back or ledger/inconsistent where it holds more or other than this ledger, store/….
 */
export async function exportTiles(order: TilesOrder): Promise<TilesExport> {
  const { ledger, folder } = order;
  const newest = ledger.newestCheckpoint();
  if (newest === null) throw new AppError('input/not-found', { what: 'ledger checkpoint' });
  const before = await presentCheckpoint(folder, ledger);
  if (before) ledger.holdAgainst(before);
  const writer = createWriter(folder, order.random);
  for (const tile of tilesOf(newest.size, before?.size ?? 0)) {
    await writer.write(tilePath(tile), hashesOf(ledger, tile));
    if (tile.level === 0) {
      const start = tile.index * TILE_WIDTH;
      await writer.write(bundlePath(tile), buildEntryBundle(ledger.entries(start, start + tile.width)));
    }
    if (tile.width === TILE_WIDTH) await writer.removePartials(tile);
  }
  for (const { path, bytes } of order.extra ?? []) await writer.write(path, bytes);
  const note = concatBytes(toUtf8(newest.note), toUtf8(order.cosignatures(newest.size)));
  await writer.write(CHECKPOINT, note);
  return { size: newest.size, written: writer.count() };
}

/** Null for an empty or new folder. */
async function presentCheckpoint(folder: string, ledger: Ledger): Promise<KnownCheckpoint | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, CHECKPOINT));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause))) return null;
    throw new AppError('input/output-unwritable', { path: folder }, { cause });
  }
  try {
    return readOwnCheckpoint(bytes, ledger.vkey);
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path: join(folder, CHECKPOINT) }, { cause });
  }
}

function hashesOf(ledger: Ledger, { level, index, width }: Tile): Uint8Array {
  return joinBytes(
    Array.from({ length: width }, (_, at) => ledger.subtree(level * TILE_HEIGHT, index * TILE_WIDTH + at)),
  );
}

function createWriter(folder: string, random: Random) {
  const made = new Set<string>();
  let count = 0;
  return {
    count: () => count,
    async write(path: string, bytes: Uint8Array): Promise<void> {
      const target = join(folder, path);
      const parent = dirname(target);
      try {
        if (!made.has(parent)) await makeFolderDurably(parent, 0o755);
        made.add(parent);
        await writeDurably(target, bytes, { unique: toHex(random.bytes(8)), mode: 0o644 });
      } catch (error) {
        throw toWriteError(error, folder);
      }
      count += 1;
    },
    /** "MAY delete any partial tile once the corresponding full tile is available." */
    async removePartials(tile: Tile): Promise<void> {
      const paths = [tilePath(tile), ...(tile.level === 0 ? [bundlePath(tile)] : [])];
      for (const path of paths) await rm(join(folder, `${path}.p`), { recursive: true, force: true });
    },
  };
}
