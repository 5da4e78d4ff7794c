// Looks at pictures after they were made: size as expected, and not one single colour.

import { stat } from 'node:fs/promises';
import sharp from 'sharp';

// Pictures are ours and their size is checked; sharp's own limit would refuse pages of 100,000 px.
export const OPEN_OPTIONS = { limitInputPixels: false, unlimited: true, sequentialRead: true } as const;

const THUMBNAIL_WIDTH = 480;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export async function pictureSize(source: Uint8Array | string): Promise<Size> {
  const { width, height } = await sharp(source, OPEN_OPTIONS).metadata();
  return { width, height };
}

/** A PNG of one colour packs to far less than this; only small ones need a look at their pixels. */
const PLAIN_BYTES_PER_PIXEL = 0.03;

/** True where every pixel of the PNG file has the same colour. */
export async function isOneColour(source: string, size: Size): Promise<boolean> {
  const { size: bytes } = await stat(source);
  if (bytes > 10_000 + size.width * size.height * PLAIN_BYTES_PER_PIXEL) return false;
  const { channels } = await sharp(source, OPEN_OPTIONS).removeAlpha().stats();
  return channels.every((channel) => channel.min === channel.max);
}

/** True where the part is found in the whole picture at this height, pixel by pixel; both of the same width. */
export async function samePixels(whole: string, top: number, part: string): Promise<boolean> {
  const { width, height } = await pictureSize(part);
  const [found, wanted] = await Promise.all([
    sharp(whole, OPEN_OPTIONS).extract({ left: 0, top, width, height }).removeAlpha().raw().toBuffer(),
    sharp(part, OPEN_OPTIONS).removeAlpha().raw().toBuffer(),
  ]);
  return found.equals(wanted);
}

/** "1280x800 px" where the picture has the expected size; throws where it has not. */
export async function checkPicture(source: Uint8Array | string, expected: Size): Promise<string> {
  const { width, height } = await pictureSize(source);
  if (width !== expected.width || height !== expected.height) {
    throw new Error(`${width}x${height} px instead of ${expected.width}x${expected.height}`);
  }
  return `${width}x${height} px`;
}

/** A JPEG of at most 480 px width; says its size. */
export async function writeThumbnail(source: Uint8Array, path: string): Promise<string> {
  const made = await sharp(source, OPEN_OPTIONS)
    .resize({ width: THUMBNAIL_WIDTH, withoutEnlargement: true })
    .jpeg({ quality: 78 })
    .toFile(path);
  return `${made.width}x${made.height} px`;
}
