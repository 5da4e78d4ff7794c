// How much two screenshots of one page differ: the share of points that do, on copies scaled to one width, so that a
// page of 100,000 px is compared in bounded memory.

import sharp from 'sharp';
import { OPEN_OPTIONS, pictureSize } from './check.ts';

const WIDTH = 320;
/** Rows of the scaled copy that are compared at most; what lies below counts as different where only one has it. */
const MAX_ROWS = 20_000;
/** Of 255, per channel: below that it is the scaling, not the page. */
const TOLERANCE = 24;
const CHANNELS = 3;

export interface PictureDifference {
  /** 0..1 */
  readonly ratio: number;
  readonly heightBefore: number;
  readonly heightAfter: number;
}

/** @param before @param after PNG or JPEG. Throws sharp's error for what is no picture. */
export async function comparePictures(before: Uint8Array, after: Uint8Array): Promise<PictureDifference> {
  const [first, second] = [await scaled(before), await scaled(after)];
  const rows = Math.max(first.rows, second.rows);
  const common = Math.min(first.rows, second.rows) * WIDTH;
  let different = rows * WIDTH - common;
  for (let point = 0; point < common; point++) {
    const at = point * CHANNELS;
    if (
      Math.abs(first.pixels[at]! - second.pixels[at]!) > TOLERANCE ||
      Math.abs(first.pixels[at + 1]! - second.pixels[at + 1]!) > TOLERANCE ||
      Math.abs(first.pixels[at + 2]! - second.pixels[at + 2]!) > TOLERANCE
    ) {
      different += 1;
    }
  }
  return {
    ratio: rows === 0 ? 0 : different / (rows * WIDTH),
    heightBefore: first.heightPx,
    heightAfter: second.heightPx,
  };
}

async function scaled(picture: Uint8Array) {
  const { width, height } = await pictureSize(picture);
  const rows = Math.min(MAX_ROWS, Math.max(1, Math.round((height * WIDTH) / width)));
  const cut = Math.min(height, Math.ceil((rows * width) / WIDTH));
  const pixels = await sharp(picture, OPEN_OPTIONS)
    .extract({ left: 0, top: 0, width, height: cut })
    .resize({ width: WIDTH, height: rows, fit: 'fill' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { pixels, rows, heightPx: height };
}
