// Reads a tlog-tiles folder whole: every entry hashes to its leaf, every tile follows from the one below, the root is the
// checkpoint's, the checkpoint is signed by the ledger's key.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, joinBytes } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import { bundlePath, parseEntryBundle, type Tile, tilePath, tilesOf } from '../../../shared/ledger/tiles.ts';
import { createTreeBuilder, leafHash, type NodeHash, treeRoot } from '../../../shared/merkle/tree.ts';
import type { KnownCheckpoint } from './ledger.ts';
import { readOwnCheckpoint } from './outside-copy.ts';

/** Throws input/file-unreadable, format/bad-proof {problem: path}. */
export async function readTiles(folder: string, vkey: string, hash: NodeHash): Promise<KnownCheckpoint> {
  const checkpoint = readOwnCheckpoint(await readExisting(join(folder, 'checkpoint')), vkey);
  const tree = createTreeBuilder(hash);
  /** Hashes of the level under way that were made from full tiles of the level below. */
  let below: Uint8Array[] = [];
  let level = 0;
  let above: Uint8Array[] = [];
  for (const tile of tilesOf(checkpoint.size)) {
    if (tile.level !== level) [level, below, above] = [tile.level, above, []];
    const hashes = await readTile(folder, tile);
    const expected =
      tile.level === 0
        ? (await readBundle(folder, tile)).map((entry) => leafHash(hash, entry))
        : below.slice(tile.index * 256, tile.index * 256 + tile.width);
    if (!equalBytes(joinBytes(hashes), joinBytes(expected))) throw broken(tilePath(tile));
    if (tile.level === 0) for (const leaf of hashes) tree.append(leaf);
    if (tile.width === 256) above.push(treeRoot(hash, hashes));
  }
  if (tree.size !== checkpoint.size || !equalBytes(tree.root(), checkpoint.root)) throw broken('checkpoint');
  return checkpoint;
}

async function readTile(folder: string, tile: Tile): Promise<Uint8Array[]> {
  const path = tilePath(tile);
  const bytes = await readExisting(join(folder, path));
  if (bytes.length !== tile.width * 32) throw broken(path);
  return Array.from({ length: tile.width }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
}

async function readBundle(folder: string, tile: Tile): Promise<readonly Uint8Array[]> {
  const path = bundlePath(tile);
  const entries = parseEntryBundle(await readExisting(join(folder, path)));
  if (entries.length !== tile.width) throw broken(path);
  return entries;
}

async function readExisting(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
}

function broken(path: string): AppError {
  return new AppError('format/bad-proof', { problem: path });
}
