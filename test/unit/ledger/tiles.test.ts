import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import {
  buildEntryBundle,
  bundlePath,
  parseEntryBundle,
  tilePath,
  tilesOf,
} from '../../../shared/ledger/tiles.ts';

const paths = (size: number, from = 0): string[] => [...tilesOf(size, from)].map((tile) => tilePath(tile));

describe('tlog-tiles', () => {
  test('the example of the specification: 70,000 entries', () => {
    const tiles = [...tilesOf(70_000)];
    expect(tiles.filter(({ level, width }) => level === 0 && width === 256)).toHaveLength(273);
    expect(paths(70_000).slice(-4)).toEqual([
      'tile/0/273.p/112',
      'tile/1/000',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
  });

  test('256 entries: a full tile and a partial one above it; none of an empty tree', () => {
    expect(paths(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(paths(0)).toEqual([]);
    expect(tilePath({ level: 3, index: 1_234_067, width: 256 })).toBe('tile/3/x001/x234/067');
    expect(bundlePath({ index: 1_234_067, width: 7 })).toBe('tile/entries/x001/x234/067.p/7');
  });

  test('what grew since an earlier size', () => {
    expect(paths(300, 256)).toEqual(['tile/0/001.p/44']);
    expect(paths(300, 300)).toEqual([]);
    expect(paths(512, 255)).toEqual(['tile/0/000', 'tile/0/001', 'tile/1/000.p/2']);
  });

  test('entry bundles', () => {
    const entries = [toUtf8('a'), new Uint8Array(0), new Uint8Array(0xffff).fill(7)];
    const bundle = buildEntryBundle(entries);
    expect(bundle.slice(0, 5)).toEqual(Uint8Array.of(0, 1, 97, 0, 0));
    expect(parseEntryBundle(bundle)).toEqual(entries);
    expect(parseEntryBundle(new Uint8Array(0))).toEqual([]);
    for (const bad of [bundle.slice(0, -1), Uint8Array.of(0), new Uint8Array(2 * 257)]) {
      expect(() => parseEntryBundle(bad)).toThrow(/entry bundle/);
    }
  });
});
