// c2sp.org/tlog-tiles: which tiles a tree of a size has, what they are called, and the form of entry bundles.

import { assert } from '../assert.ts';
import { concatBytes } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
/** A tree of 2^53 leaves has seven levels of tiles. */
const MAX_LEVELS = 7;

export interface Tile {
  /** 0: leaf hashes. Level l holds the roots of 256^l leaves each. */
  readonly level: number;
  readonly index: number;
  /** 1..256; below 256 the tile is partial. */
  readonly width: number;
}

/** Every tile that a tree of this size has from leaf `from` on: those that are new or wider than in the tree of that size. */
export function* tilesOf(size: number, from = 0): Generator<Tile> {
  for (let level = 0; level < MAX_LEVELS; level++) {
    const width = Math.floor(size / TILE_WIDTH ** level);
    const known = Math.floor(from / TILE_WIDTH ** level);
    if (width === 0) return;
    const last = Math.ceil(width / TILE_WIDTH);
    for (let index = Math.floor(known / TILE_WIDTH); index < last; index++) {
      const own = Math.min(TILE_WIDTH, width - index * TILE_WIDTH);
      if (index * TILE_WIDTH + own > known) yield { level, index, width: own };
    }
  }
}

/** tile/<L>/<N>[.p/<W>] */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${numbered(index, width)}`;
}

/** tile/entries/<N>[.p/<W>] */
export function bundlePath({ index, width }: Omit<Tile, 'level'>): string {
  return `tile/entries/${numbered(index, width)}`;
}

/** Index in groups of three digits, all but the last with an x before them: 1234067 is x001/x234/067. */
function numbered(index: number, width: number): string {
  assert(Number.isSafeInteger(index) && index >= 0 && width >= 1 && width <= TILE_WIDTH, 'a tile');
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g)!;
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** Entries with their length before them, 16 bits big-endian. */
export function buildEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => {
      assert(entry.length <= 0xffff, 'an entry of at most 65,535 bytes');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** Throws format/bad-proof. */
export function parseEntryBundle(bytes: Uint8Array): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = at + 2 <= bytes.length ? bytes[at]! * 256 + bytes[at + 1]! : Infinity;
    const end = at + 2 + length;
    if (end > bytes.length || entries.length === TILE_WIDTH) {
      throw new AppError('format/bad-proof', { problem: 'entry bundle' });
    }
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
