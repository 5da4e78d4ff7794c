// Blocks of a paper on pages, in their order.

import type { Block, Column, TableLine } from '../../shared/certificate/paper.ts';
import type { FileDigest } from '../../shared/evidence/index-line.ts';
import { valueOf } from '../../shared/certificate/rows.ts';
import type { Bilingual } from '../../shared/text/fill.ts';
import { drawFacts, drawHeading, drawValues, rule } from './facts-table.ts';
import { linesOf, textLines, type Line } from './lines.ts';
import type { Element, Pen } from './pen.ts';
import { drawPicturePages } from './picture-pages.ts';
import { placeImage, type LongPicture } from './pictures.ts';
import { BOTTOM, INK, LEADING, MARGIN, mm, QUIET, TINT, WIDTH } from './sheet.ts';

/** By the names that blocks give them. */
export interface BlockPictures {
  readonly long: ReadonlyMap<string, LongPicture>;
  /** JPEG or PNG. */
  readonly small: ReadonlyMap<string, Uint8Array>;
}

export function drawBlock(pen: Pen, block: Block, pictures: BlockPictures): void {
  switch (block.kind) {
    case 'facts':
      drawFacts(pen, block.title, block.rows);
      break;
    case 'heading':
      if (block.newPage) pen.newPage();
      drawHeading(pen, block.title, 40);
      break;
    case 'table':
      drawTable(pen, block.columns, block.lines);
      break;
    case 'note':
      drawValues(pen, [valueOf(block.text)]);
      pen.y += 6;
      break;
    case 'commands':
      drawCommands(pen, block.lines);
      break;
    case 'files':
      drawFiles(pen, block.title, block.files, block.omitted);
      break;
    case 'picture': {
      const bytes = pictures.small.get(block.picture);
      if (bytes) drawPicture(pen, bytes, block.caption, block.alt);
      break;
    }
    case 'pages': {
      const picture = pictures.long.get(block.picture);
      if (picture) drawPicturePages(pen, block.title, picture, block.path);
    }
  }
}

/** Lines of a table's line that are never parted. */
const MAX_KEPT = 12;
const CELL = { size: 7.6, leading: 10.2, pad: 4 };

function drawTable(pen: Pen, columns: readonly Column[], lines: readonly TableLine[]): void {
  const table = pen.element('Table');
  const widths = columns.map(({ share }) => share * WIDTH - CELL.pad);
  const head = columns.map(({ label }, index) => {
    const setting = { fonts: pen.fonts, width: widths[index]! };
    return [
      ...textLines(label.zh, { size: 7.4, colour: INK, face: 'bold' }, setting),
      ...textLines(label.en, { size: 5.8, colour: QUIET }, setting),
    ];
  });
  pen.need(60);
  drawCells(pen, columns, head, pen.element('TR', table), 'TH');
  for (const line of lines) {
    const cells = line.map((values, index) =>
      values.flatMap((value) => linesOf(value, { fonts: pen.fonts, width: widths[index]!, size: CELL.size })),
    );
    const rows = Math.max(1, ...cells.map((cell) => cell.length));
    if (pen.y + Math.min(rows, MAX_KEPT) * CELL.leading + 4 > BOTTOM) {
      pen.newPage();
      repeatHead(pen, columns, head);
    }
    drawCells(pen, columns, cells, pen.element('TR', table), 'TD');
  }
  pen.y += mm(3);
}

/** On a following page: for the eye alone, the structure has the head once. */
function repeatHead(pen: Pen, columns: readonly Column[], head: readonly (readonly Line[])[]): void {
  let x = MARGIN;
  pen.ornament(() =>
    head.forEach((lines, index) => {
      lines.forEach((line, n) => pen.line(line, x, pen.y + (n + 1) * CELL.leading - 2));
      x += columns[index]!.share * WIDTH;
    }),
  );
  pen.y += Math.max(...head.map((lines) => lines.length)) * CELL.leading + 2;
  rule(pen);
  pen.y += 2;
}

/** One line of a table; a taller one than a page goes on over the next. */
function drawCells(
  pen: Pen,
  columns: readonly Column[],
  cells: readonly (readonly Line[])[],
  tr: Element,
  type: 'TH' | 'TD',
): void {
  const rows = Math.max(1, ...cells.map((lines) => lines.length));
  if (rows <= MAX_KEPT) pen.need(rows * CELL.leading + 4);
  const elements = cells.map(() => pen.element(type, tr));
  for (let at = 0; at < rows;) {
    pen.need(CELL.leading + 4);
    const count = Math.max(1, Math.min(rows - at, Math.floor((BOTTOM - pen.y - 3) / CELL.leading)));
    let x = MARGIN;
    cells.forEach((lines, index) => {
      const part = lines.slice(at, at + count);
      if (part.length > 0) {
        pen.within(elements[index]!, () =>
          part.forEach((line, n) => pen.line(line, x, pen.y + (n + 1) * CELL.leading - 2)),
        );
      }
      x += columns[index]!.share * WIDTH;
    });
    pen.y += count * CELL.leading + 2;
    at += count;
  }
  rule(pen);
  pen.y += 2;
}

function drawCommands(pen: Pen, commands: readonly string[]): void {
  const width = WIDTH - mm(6);
  for (const command of commands) {
    const style = { size: 7.6, colour: INK, face: 'mono' } as const;
    const lines = textLines(command, style, { fonts: pen.fonts, width });
    const height = lines.length * 10.6 + 5;
    pen.need(height);
    const { y } = pen;
    pen.ornament(() => pen.doc.rect(MARGIN, y, WIDTH, height).fill(TINT));
    pen.within(pen.element('Code'), () =>
      lines.forEach((line, index) => pen.line(line, MARGIN + mm(3), y + 10 + index * 10.6)),
    );
    pen.y += height + 2;
  }
  pen.y += 4;
}

/** Path and size, then both digests, each whole on its line. */
function drawFiles(
  pen: Pen,
  title: Bilingual,
  files: readonly FileDigest[],
  omitted: Bilingual | null,
): void {
  drawHeading(pen, { zh: title.zh, en: title.en }, 44);
  const list = pen.element('L');
  files.forEach((file, index) => {
    const setting = { fonts: pen.fonts, width: WIDTH - mm(9), size: 8.2 };
    const path = linesOf({ text: `${file.path} · ${file.size} B`, style: 'url' }, setting);
    const digests: readonly Line[] = (
      [
        ['SHA-256  ', file.sha256],
        ['SM3      ', file.sm3],
      ] as const
    ).map(([name, hex]) => [
      { text: name, face: 'mono', size: 7, colour: QUIET },
      { text: hex, face: 'mono', size: 7.6, colour: INK },
    ]);
    pen.need(Math.min(path.length, 6) * 11 + 26);
    const item = pen.element('LBody', pen.element('LI', list));
    const number: Line = [{ text: String(index + 1), face: 'text', size: 6.8, colour: QUIET }];
    for (const [n, line] of [...path, ...digests].entries()) {
      const height = n < path.length ? 11 : 9.6;
      pen.need(height);
      pen.y += height;
      pen.within(item, () => {
        if (n === 0) pen.line(number, MARGIN, pen.y - 2);
        pen.line(line, MARGIN + mm(9), pen.y - 2);
      });
    }
    pen.y += 2.5;
    rule(pen);
    pen.y += 1.5;
  });
  if (omitted) drawValues(pen, [valueOf(omitted)]);
  pen.y += LEADING;
}

const PICTURE = { width: mm(110), height: mm(70) };

function drawPicture(pen: Pen, bytes: Uint8Array, caption: Bilingual, alt: Bilingual): void {
  pen.need(PICTURE.height + 20);
  const { y } = pen;
  pen.within(pen.element('Figure', undefined, { alt: alt.zh }), () =>
    placeImage(pen.doc, bytes, { x: MARGIN, y, ...PICTURE }),
  );
  pen.y += PICTURE.height + 10;
  const lines = textLines(
    `${caption.zh} ${caption.en}`,
    { size: 7, colour: QUIET },
    { fonts: pen.fonts, width: WIDTH },
  );
  pen.within(pen.element('Caption'), () => {
    for (const line of lines) {
      pen.line(line, MARGIN, pen.y);
      pen.y += 9;
    }
  });
  pen.y += 4;
}
