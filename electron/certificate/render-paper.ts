// A paper (shared/certificate) -> a tagged PDF on A4. Same input, same bytes.

import type { Paper } from '../../shared/certificate/paper.ts';
import { drawBlock } from './blocks.ts';
import { drawCover } from './cover.ts';
import type { CertificateFonts } from './fonts.ts';
import { drawFurniture } from './furniture.ts';
import { createPen, finish } from './pen.ts';
import { rowsShown } from './picture-pages.ts';
import { longPicture, type LongPicture } from './pictures.ts';
import { SEAL_AREA, type SealArea } from './sheet.ts';

export interface RenderInput {
  readonly paper: Paper;
  /** JPEG or PNG of the first screen; null where there is no picture. */
  readonly thumbnail: Uint8Array | null;
  /** Pictures that blocks name, JPEG or PNG. */
  readonly pictures?: ReadonlyMap<string, Uint8Array>;
  readonly issuedAt: Date;
}

export interface RenderedPaper {
  readonly pdf: Uint8Array;
  readonly pages: number;
  /** Left empty for a visible signature. */
  readonly sealArea: SealArea;
}

export async function renderPaper(input: RenderInput, fonts: CertificateFonts): Promise<RenderedPaper> {
  const { paper, pictures = new Map<string, Uint8Array>() } = input;
  const long = await longPictures(paper, pictures);
  const title = `${paper.title.zh} ${paper.number}`;
  const pen = createPen({ title, issuedAt: input.issuedAt }, fonts);
  drawCover(pen, paper, input.thumbnail);
  pen.newPage();
  for (const block of paper.blocks) drawBlock(pen, block, { long, small: pictures });
  drawFurniture(pen, paper);
  const pages = pen.doc.bufferedPageRange().count;
  return { pdf: await finish(pen), pages, sealArea: SEAL_AREA };
}

async function longPictures(
  paper: Paper,
  pictures: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlyMap<string, LongPicture>> {
  const made = new Map<string, LongPicture>();
  for (const block of paper.blocks) {
    const bytes = block.kind === 'pages' ? pictures.get(block.picture) : undefined;
    if (block.kind !== 'pages' || !bytes) continue;
    made.set(block.picture, await longPicture(bytes, rowsShown));
  }
  return made;
}
