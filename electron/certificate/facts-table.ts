// A titled table of facts: label and number at the left, values at the right. A value with its lead stays on one page.

import type { CertificateRow, CertificateValue } from '../../shared/certificate/rows.ts';
import type { Bilingual } from '../../shared/text/fill.ts';
import { linesOf, textLines, type Line } from './lines.ts';
import type { Element, Pen } from './pen.ts';
import { BOTTOM, INK, LEADING, MARGIN, mm, QUIET, RIGHT, RULE, SEAL_INK, SIZE, WIDTH } from './sheet.ts';

const NUMBER_WIDTH = mm(6);
const LABEL_WIDTH = mm(36);
const VALUE_X = MARGIN + NUMBER_WIDTH + LABEL_WIDTH;
const VALUE_WIDTH = RIGHT - VALUE_X;
/** Lines of one value that are never parted. */
const KEPT = 4;
const LABEL_HEIGHT = 21;

export function drawFacts(pen: Pen, title: Bilingual, rows: readonly CertificateRow[]): void {
  const [first] = rows;
  // A title never stands alone at the foot of a page.
  drawHeading(pen, title, first ? heightToKeep(rowLines(pen, first)) : 0);
  const table = pen.element('Table');
  for (const each of rows) drawRow(pen, each, table);
  pen.y += mm(4);
}

export function drawHeading(pen: Pen, { zh, en }: Bilingual, keepWith: number): void {
  pen.need(26 + keepWith);
  pen.y += 12;
  const heading = pen.element('H2');
  pen.within(heading, () =>
    pen.line(
      [
        { text: pen.fonts.printable(zh), face: 'bold', size: SIZE.heading, colour: SEAL_INK },
        { text: `   ${pen.fonts.printable(en)}`, face: 'text', size: 8, colour: QUIET },
      ],
      MARGIN,
      pen.y,
    ),
  );
  pen.y += 5.5;
  rule(pen, SEAL_INK, 0.8);
  pen.y += 3.5;
}

export function rule(pen: Pen, colour = RULE, width = 0.35): void {
  const { y } = pen;
  pen.ornament(() =>
    pen.doc.lineWidth(width).strokeColor(colour).moveTo(MARGIN, y).lineTo(RIGHT, y).stroke(),
  );
}

type Values = readonly (readonly Line[])[];

function rowLines(pen: Pen, { values }: CertificateRow): Values {
  return values.map((value) => linesOf(value, { fonts: pen.fonts, width: VALUE_WIDTH }));
}

function heightToKeep(values: Values): number {
  const first = values[0]?.length ?? 0;
  return Math.max(LABEL_HEIGHT, Math.min(first, KEPT) * LEADING) + 5;
}

function drawRow(pen: Pen, row: CertificateRow, table: Element): void {
  const values = rowLines(pen, row);
  pen.need(heightToKeep(values));
  const tr = pen.element('TR', table);
  const top = pen.y;
  const labelEnd = drawLabel(pen, row, tr);
  const cell = pen.element('TD', tr);
  const { page } = pen.doc;
  for (const lines of values) {
    if (lines.length <= KEPT) pen.need(lines.length * LEADING);
    // The lines of one page in one piece.
    for (let at = 0; at < lines.length;) {
      pen.need(LEADING);
      const fitting = Math.max(1, Math.floor((BOTTOM - pen.y + 0.01) / LEADING));
      const part = lines.slice(at, at + fitting);
      pen.within(cell, () => {
        for (const line of part) {
          pen.y += LEADING;
          pen.line(line, VALUE_X, pen.y - 3);
        }
      });
      at += part.length;
    }
  }
  if (page === pen.doc.page) pen.y = Math.max(pen.y, labelEnd, top + LABEL_HEIGHT);
  pen.y += 2;
  rule(pen);
  pen.y += 1.5;
}

/** Returns where it ends. */
function drawLabel(pen: Pen, { label, field }: CertificateRow, tr: Element): number {
  const setting = { fonts: pen.fonts, width: LABEL_WIDTH - mm(3) };
  const lines = [
    ...textLines(label.zh, { size: SIZE.label, colour: INK }, setting),
    ...(label.en === '' ? [] : textLines(label.en, { size: 6.3, colour: QUIET }, setting)),
  ];
  const header = pen.element('TH', tr, { scope: 'Row' });
  let y = pen.y;
  pen.within(header, () => {
    if (field !== undefined) {
      pen.line([{ text: String(field), face: 'text', size: 6.8, colour: QUIET }], MARGIN, y + LEADING - 3);
    }
    for (const line of lines) {
      const small = line[0]!.size < 7;
      y += small ? 8.6 : LEADING;
      pen.line(line, MARGIN + NUMBER_WIDTH, y - (small ? 2 : 3));
    }
  });
  return y;
}

/** For values that stand alone over the whole width. */
export function drawValues(pen: Pen, values: readonly CertificateValue[], size = SIZE.text): void {
  for (const value of values) {
    const lines = linesOf(value, { fonts: pen.fonts, width: WIDTH, size });
    pen.need(Math.min(lines.length, KEPT) * LEADING);
    const paragraph = pen.element('P');
    for (const line of lines) {
      pen.need(LEADING);
      pen.within(paragraph, () => pen.line(line, MARGIN, pen.y + LEADING - 3));
      pen.y += LEADING;
    }
  }
}
