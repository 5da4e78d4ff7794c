// Blocks of text -> DOCX on A4. What a person has still to fill in stands in 【】 and is marked, so that no blank is
// overlooked; the same blocks give the same bytes.

import {
  AlignmentType,
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { visible } from '../../shared/text/fill.ts';
import { packOffice } from './pack-office.ts';
import { xmlText } from './sheet.ts';

export type Block =
  | { readonly kind: 'title' | 'heading' | 'text' | 'note'; readonly text: string }
  | { readonly kind: 'page' }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Shares of the width. */
      readonly widths: readonly number[];
    };

export interface DocumentModel {
  /** Of the properties and the head of each page. */
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly landscape?: boolean;
}

/** Twentieths of a point: A4, 20 mm margins. */
const A4 = { width: 11_906, height: 16_838 };
const MARGIN = 1_134;
const FONT = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  eastAsia: 'SimSun',
  cs: 'Times New Roman',
};
/** Half-points. */
const SIZE = { title: 36, heading: 26, text: 24, note: 18, cell: 18 } as const;

/** @param at ISO 8601 UTC */
export async function renderDocument(model: DocumentModel, at: string): Promise<Uint8Array> {
  const width = (model.landscape ? A4.height : A4.width) - 2 * MARGIN;
  const document = new Document({
    title: xmlText(visible(model.title)),
    creator: 'Cunan 存安取证',
    lastModifiedBy: 'Cunan 存安取证',
    styles: { default: { document: { run: { font: FONT, size: SIZE.text } } } },
    sections: [
      {
        properties: {
          page: {
            size: {
              ...A4,
              orientation: model.landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN },
          },
        },
        headers: { default: new Header({ children: [small(model.title)] }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({
                    size: SIZE.note,
                    children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
                  }),
                ],
              }),
            ],
          }),
        },
        children: model.blocks.map((block) => asParagraph(block, width)),
      },
    ],
  });
  return packOffice(new Uint8Array(await Packer.toBuffer(document)), at);
}

function asParagraph(block: Block, width: number): Paragraph | Table {
  switch (block.kind) {
    case 'page':
      return new Paragraph({ pageBreakBefore: true, children: [] });
    case 'table':
      return asTable(block, width);
    default:
      return new Paragraph({
        alignment: block.kind === 'title' ? AlignmentType.CENTER : AlignmentType.LEFT,
        keepNext: block.kind === 'heading',
        spacing: { before: block.kind === 'heading' ? 240 : 0, after: 120, line: 360 },
        children: runs(block.text, SIZE[block.kind], block.kind === 'title' || block.kind === 'heading'),
      });
  }
}

function asTable({ head, rows, widths }: Extract<Block, { kind: 'table' }>, width: number): Table {
  const whole = widths.reduce((sum, each) => sum + each, 0);
  const columnWidths = widths.map((each) => Math.floor((width * each) / whole));
  const row = (cells: readonly string[], header: boolean): TableRow =>
    new TableRow({
      tableHeader: header,
      cantSplit: !header,
      children: cells.map(
        (text, column) =>
          new TableCell({
            width: { size: columnWidths[column]!, type: WidthType.DXA },
            ...(header ? { shading: { type: ShadingType.CLEAR, fill: 'E8EDF5', color: 'auto' } } : {}),
            children: [new Paragraph({ children: runs(text, SIZE.cell, header) })],
          }),
      ),
    });
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths,
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  });
}

function small(text: string): Paragraph {
  return new Paragraph({ alignment: AlignmentType.RIGHT, children: runs(text, SIZE.note, false) });
}

/** 【blanks】 are marked. */
function runs(text: string, size: number, bold: boolean): TextRun[] {
  return xmlText(visible(text))
    .split(/(【[^】]*】)/)
    .filter((part) => part !== '')
    .map(
      (part) =>
        new TextRun({ text: part, size, bold, ...(part.startsWith('【') && { highlight: 'yellow' }) }),
    );
}
