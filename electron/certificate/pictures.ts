// Pictures of the evidence on paper: small ones fitted into a frame, long ones over as many pages as they need. A
// screenshot is embedded once, bit for bit as it was sealed where PDF can hold it so; each page shows a part of it.

import sharp from 'sharp';
import type { Doc } from './pen.ts';

/** Embedded once, drawn as often as needed. */
export function openImage(doc: Doc, bytes: Buffer): string {
  // Missing from the types; what it returns is taken wherever a path is.
  return (doc as Doc & { openImage(source: Buffer): string }).openImage(bytes);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function placeImage(doc: Doc, bytes: Uint8Array, { x, y, width, height }: Box): void {
  doc.image(Buffer.from(bytes), x, y, { fit: [width, height], align: 'center', valign: 'center' });
}

/** A part of a long picture, as bytes that pdfkit can embed, with the rows of the whole that it holds. */
export interface Strip {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

export interface LongPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** In order, covering the whole without overlap. */
  readonly strips: readonly Strip[];
}

/** Larger ones are cut and coded anew: a viewer decodes an embedded picture whole for each page that shows a part. */
const PASSED_ON = { bytes: 6 * 1024 * 1024, heightPx: 12_000 };
const STRIP_HEIGHT = 8_000;
const JPEG = { quality: 82, chromaSubsampling: '4:4:4' } as const;

/** @param rowsOf how many rows are needed of a picture of that width. Throws where the bytes are no picture. */
export async function longPicture(
  bytes: Uint8Array,
  rowsOf: (widthPx: number) => number,
): Promise<LongPicture> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = plainPng(source);
  if (plain && source.length <= PASSED_ON.bytes && plain.heightPx <= PASSED_ON.heightPx) {
    return { ...plain, strips: [{ bytes: source, from: 0, to: plain.heightPx }] };
  }
  const { width, height } = await sharp(source, { limitInputPixels: false }).metadata();
  const strips: Strip[] = [];
  for (let from = 0; from < Math.min(height, rowsOf(width)); from += STRIP_HEIGHT) {
    const to = Math.min(height, from + STRIP_HEIGHT);
    const strip = await sharp(source, { limitInputPixels: false, sequentialRead: true })
      .extract({ left: 0, top: from, width, height: to - from })
      .flatten({ background: '#ffffff' })
      .jpeg(JPEG)
      .toBuffer();
    strips.push({ bytes: strip, from, to });
  }
  return { widthPx: width, heightPx: height, strips };
}

const PNG_SIGNATURE = '89504e470d0a1a0a';
const COLOURS = { grey: 0, rgb: 2 };

/** A PNG whose data a PDF can hold as it is: 8 bits, grey or RGB, no transparency, not interlaced. Null for any other. */
function plainPng(bytes: Buffer): { readonly widthPx: number; readonly heightPx: number } | null {
  if (bytes.length < 33 || bytes.toString('hex', 0, 8) !== PNG_SIGNATURE) return null;
  const [depth, colour, , , interlaced] = bytes.subarray(24, 29);
  const known = colour === COLOURS.grey || colour === COLOURS.rgb;
  if (depth !== 8 || !known || interlaced !== 0 || bytes.subarray(0, bytes.indexOf('IDAT')).includes('tRNS'))
    return null;
  return { widthPx: bytes.readUInt32BE(16), heightPx: bytes.readUInt32BE(20) };
}
