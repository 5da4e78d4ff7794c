// Plans the strips in which a tall page is photographed, and joins them into one picture with flat memory. Chromium
// paints pages above about 16,000 device pixels wrongly without saying so, hence the strips.

import sharp from 'sharp';
import { OPEN_OPTIONS } from './check.ts';

const TILE_ABOVE_DEVICE_PX = 16_000;
const TILE_DEVICE_PX = 8_000;

/** A strip of the page, css px. */
export interface Tile {
  readonly top: number;
  readonly height: number;
}

/** One strip up to 16,000 device px, else strips of at most 8,000 that are all equal but the last. */
export function planTiles(heightPx: number, deviceScaleFactor: number): readonly Tile[] {
  if (heightPx * deviceScaleFactor <= TILE_ABOVE_DEVICE_PX) return [{ top: 0, height: heightPx }];
  const step = Math.floor(TILE_DEVICE_PX / deviceScaleFactor);
  const tiles: Tile[] = [];
  for (let top = 0; top < heightPx; top += step) tiles.push({ top, height: Math.min(step, heightPx - top) });
  return tiles;
}

/** Strips of the same width, top first. join() pads a shorter last one, so the result is cut to its height. */
export async function joinTiles(
  paths: readonly string[],
  width: number,
  height: number,
  target: string,
): Promise<void> {
  await sharp([...paths], { ...OPEN_OPTIONS, join: { across: 1 } })
    .extract({ left: 0, top: 0, width, height })
    .removeAlpha()
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toFile(target);
}
