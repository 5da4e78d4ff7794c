// A long screenshot over as many pages as it needs: each part repeats the last rows of the one before, marked as such, so
// that no line of text is lost at a cut.

import { SAY } from '../../shared/text/certificate.ts';
import { filled, type Bilingual } from '../../shared/text/fill.ts';
import { drawHeading } from './facts-table.ts';
import { textLines } from './lines.ts';
import type { Pen } from './pen.ts';
import { openImage, type LongPicture } from './pictures.ts';
import { BOTTOM, MARGIN, mm, QUIET, RULE, SEAL_INK, WIDTH } from './sheet.ts';

/** Pages of one picture; what is beyond stands in the package. */
export const MAX_PARTS = 40;
const HEADING = 34;
const CAPTION = 14;
const OVERLAP_PX = 48;

interface Part {
  /** Rows of the picture, the overlap with the part before included. */
  readonly from: number;
  readonly to: number;
  readonly overlap: number;
}

/** Rows of a picture of this width that the pages can show at most. */
export function rowsShown(widthPx: number): number {
  return MAX_PARTS * rowsOfPage(widthPx);
}

function rowsOfPage(widthPx: number): number {
  const height = BOTTOM - mm(24) - HEADING - CAPTION;
  return Math.floor((height * widthPx) / WIDTH);
}

function partsOf({ widthPx, heightPx }: LongPicture): readonly Part[] {
  const rows = rowsOfPage(widthPx);
  const overlap = Math.min(OVERLAP_PX, Math.floor(rows / 4));
  const parts: Part[] = [{ from: 0, to: Math.min(rows, heightPx), overlap: 0 }];
  while (parts.at(-1)!.to < heightPx) {
    const from = parts.at(-1)!.to - overlap;
    parts.push({ from, to: Math.min(from + rows, heightPx), overlap });
  }
  return parts;
}

export function drawPicturePages(pen: Pen, title: Bilingual, picture: LongPicture, path: string): void {
  const all = partsOf(picture);
  const parts = all.slice(0, MAX_PARTS);
  const images = picture.strips.map((strip) => ({
    ...strip,
    image: openImage(pen.doc, strip.bytes),
  }));
  parts.forEach((part, index) => {
    pen.newPage();
    if (index === 0) drawHeading(pen, title, 0);
    else pen.y += HEADING - CAPTION;
    const details = {
      part: index + 1,
      parts: all.length,
      from: part.from + 1,
      to: part.to,
      height: picture.heightPx,
    };
    drawPart(pen, { part, images, picture, details });
  });
  if (parts.length < all.length) {
    const text = filled(SAY.pictureCut, { shown: parts.length, path });
    const lines = textLines(
      `${text.zh} ${text.en}`,
      { size: 8, colour: QUIET },
      { fonts: pen.fonts, width: WIDTH },
    );
    pen.newPage();
    pen.within(pen.element('P'), () => {
      for (const line of lines) pen.line(line, MARGIN, (pen.y += 12));
    });
  }
}

interface Drawn {
  readonly part: Part;
  readonly picture: LongPicture;
  readonly images: readonly { readonly from: number; readonly to: number; readonly image: string }[];
  readonly details: Readonly<Record<string, number>>;
}

function drawPart(pen: Pen, { part, picture, images, details }: Drawn): void {
  const { doc } = pen;
  const scale = WIDTH / picture.widthPx;
  const top = pen.y + CAPTION - 4;
  const height = (part.to - part.from) * scale;
  const caption = filled(SAY.pictureRange, details);
  pen.within(pen.element('Caption'), () =>
    pen.line(
      [{ text: `${caption.zh}   ${caption.en}`, face: 'text', size: 7, colour: QUIET }],
      MARGIN,
      pen.y + 5,
    ),
  );
  const alt = filled(SAY.screenshotAlt, details).zh;
  pen.within(pen.element('Figure', undefined, { alt }), () => {
    for (const { from, to, image } of images) {
      if (to <= part.from || from >= part.to) continue;
      const begin = Math.max(from, part.from);
      const end = Math.min(to, part.to);
      doc.save();
      doc.rect(MARGIN, top + (begin - part.from) * scale, WIDTH, (end - begin) * scale).clip();
      doc.image(image, MARGIN, top + (from - part.from) * scale, { width: WIDTH });
      doc.restore();
    }
  });
  pen.ornament(() => doc.lineWidth(0.4).strokeColor(RULE).rect(MARGIN, top, WIDTH, height).stroke());
  if (part.overlap > 0) drawOverlap(pen, top + part.overlap * scale);
  pen.y = top + height;
}

/** A dashed line into the margins, with what it means. */
function drawOverlap(pen: Pen, y: number): void {
  const { doc } = pen;
  pen.ornament(() => {
    doc
      .lineWidth(0.6)
      .strokeColor(SEAL_INK)
      .dash(3, { space: 2 })
      .moveTo(MARGIN - mm(6), y)
      .lineTo(MARGIN + WIDTH + mm(6), y)
      .stroke()
      .undash();
    pen.line(
      [
        {
          text: `▲ ${SAY.pictureOverlap.zh} ${SAY.pictureOverlap.en}`,
          face: 'text',
          size: 5.6,
          colour: SEAL_INK,
        },
      ],
      MARGIN + WIDTH - mm(62),
      y - mm(0.6),
    );
  });
}
