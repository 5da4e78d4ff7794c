// The first page: title, QR, what is known at a glance, the digests, the statement, and the space for a signature.

import QRCode from 'qrcode';
import type { Cover, Paper, Proof } from '../../shared/certificate/paper.ts';
import type { CertificateRow } from '../../shared/certificate/rows.ts';
import { SAY } from '../../shared/text/certificate.ts';
import { rule } from './facts-table.ts';
import { linesOf, textLines, type Line } from './lines.ts';
import type { Doc, Element, Pen } from './pen.ts';
import { placeImage } from './pictures.ts';
import { INK, MARGIN, mm, QUIET, RIGHT, RULE, SEAL_BOX, SEAL_INK, SIZE, TINT, WARN, WIDTH } from './sheet.ts';

const QR_SIZE = mm(27);
const PICTURE = { width: mm(56), height: mm(38) };
const GAP = mm(6);

export function drawCover(pen: Pen, paper: Paper, thumbnail: Uint8Array | null): void {
  drawTitle(pen, paper);
  drawSummary(pen, paper.cover, thumbnail);
  drawProofs(pen, paper.cover.proofs);
  drawRows(pen, paper.cover.digests, { x: MARGIN, width: WIDTH, label: mm(32) });
  pen.y += 5;
  drawStatement(pen, paper.cover);
  drawSeal(pen, paper.cover);
}

function drawTitle(pen: Pen, { title, qr, number, cover }: Paper): void {
  const top = mm(24);
  const x = RIGHT - QR_SIZE;
  const figure = pen.element('Figure', undefined, { alt: SAY.qrHolds.zh });
  pen.within(figure, () => drawQr(pen.doc, qr, x, top, QR_SIZE));
  pen.within(pen.element('H1'), () => {
    pen.line([{ text: title.zh, face: 'bold', size: 25, colour: INK }], MARGIN, top + 23);
    pen.line([{ text: title.en, face: 'text', size: 10, colour: QUIET }], MARGIN, top + 40);
  });
  pen.within(pen.element('P'), () => {
    pen.line(
      [
        { text: `${SAY.number.zh} ${SAY.number.en}  `, face: 'text', size: 8, colour: QUIET },
        { text: number, face: 'mono', size: 10.5, colour: INK },
      ],
      MARGIN,
      top + 60,
    );
    pen.line(
      [
        {
          text: `${cover.stateLabel.zh} ${cover.stateLabel.en}  `,
          face: 'text',
          size: 8,
          colour: QUIET,
        },
        { text: cover.state.zh, face: 'bold', size: 10.5, colour: INK },
        { text: ` ${cover.state.en}`, face: 'text', size: 8, colour: QUIET },
      ],
      MARGIN,
      top + 76,
    );
  });
  pen.y = top + QR_SIZE + 7;
  rule(pen, SEAL_INK, 1.6);
  pen.y += 2.4;
  rule(pen, SEAL_INK, 0.4);
  pen.y += 5;
}

/** Modules as vector squares: sharp at any size and the same bytes every time. */
function drawQr(doc: Doc, text: string, x: number, y: number, size: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = size / modules.size;
  doc.fillColor(INK);
  for (let line = 0; line < modules.size; line++) {
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(line, from)) continue;
      let to = from;
      while (to + 1 < modules.size && modules.get(line, to + 1)) to++;
      doc.rect(x + from * unit, y + line * unit, (to - from + 1) * unit, unit);
      from = to;
    }
  }
  doc.fill();
}

function drawSummary(pen: Pen, cover: Cover, thumbnail: Uint8Array | null): void {
  const top = pen.y;
  const beside = thumbnail && cover.thumbnail ? PICTURE.width + GAP : 0;
  if (thumbnail && cover.thumbnail) {
    const x = RIGHT - PICTURE.width;
    const { alt, caption } = cover.thumbnail;
    const figure = pen.element('Figure', undefined, { alt: alt.zh });
    pen.within(figure, () => placeImage(pen.doc, thumbnail, { x, y: top + 3, ...PICTURE }));
    pen.ornament(() =>
      pen.doc
        .lineWidth(0.5)
        .strokeColor(RULE)
        .rect(x, top + 3, PICTURE.width, PICTURE.height)
        .stroke(),
    );
    const text = `${caption.zh} ${caption.en}`;
    const lines = textLines(text, { size: 6.3, colour: QUIET }, { fonts: pen.fonts, width: PICTURE.width });
    pen.within(pen.element('Caption'), () =>
      lines.forEach((line, index) => pen.line(line, x, top + 3 + PICTURE.height + 9 + index * 8)),
    );
  }
  drawRows(pen, cover.rows, { x: MARGIN, width: WIDTH - beside, label: mm(24) });
  if (beside > 0) pen.y = Math.max(pen.y, top + PICTURE.height + 24);
  pen.y += 4;
}

interface Column {
  readonly x: number;
  readonly width: number;
  readonly label: number;
}

/** Rows without rules: the first page is read, not consulted. */
function drawRows(pen: Pen, rows: readonly CertificateRow[], { x, width, label }: Column): void {
  const table = pen.element('Table');
  for (const row of rows) {
    const tr = pen.element('TR', table);
    const top = pen.y;
    const size = SIZE.text + 0.4;
    pen.within(pen.element('TH', tr, { scope: 'Row' }), () => {
      pen.line([{ text: row.label.zh, face: 'text', size: 8, colour: QUIET }], x, top + 10);
      pen.line([{ text: row.label.en, face: 'text', size: 6, colour: QUIET }], x, top + 18);
    });
    const setting = { fonts: pen.fonts, width: width - label, size };
    const lines = row.values.flatMap((value) => linesOf(value, setting));
    pen.within(pen.element('TD', tr), () => {
      lines.forEach((line, index) => pen.line(line, x + label, top + 10 + index * 12.6));
    });
    pen.y = Math.max(top + 22, top + 4 + lines.length * 12.6) + 2;
  }
}

function drawProofs(pen: Pen, proofs: readonly Proof[]): void {
  const top = pen.y;
  const height = 48;
  const width = WIDTH / proofs.length;
  pen.ornament(() => {
    pen.doc.rect(MARGIN, top, WIDTH, height).fill(TINT);
    pen.doc.lineWidth(0.4).strokeColor(RULE).rect(MARGIN, top, WIDTH, height).stroke();
    for (let n = 1; n < proofs.length; n++) {
      const x = MARGIN + n * width;
      pen.doc
        .moveTo(x, top)
        .lineTo(x, top + height)
        .stroke();
    }
  });
  const list = pen.element('L');
  proofs.forEach((proof, index) => {
    const item = pen.element('LBody', pen.element('LI', list));
    drawProof(pen, proof, { x: MARGIN + index * width + 6, y: top, width: width - 10 }, item);
  });
  pen.y = top + height + 5;
}

function drawProof(
  pen: Pen,
  { label, word, detail, lacking }: Proof,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  item: Element,
): void {
  const setting = { fonts: pen.fonts, width };
  const details = detail === '' ? [] : textLines(detail, { size: 6, colour: QUIET }, setting).slice(0, 2);
  const lines: readonly (readonly [Line, number])[] = [
    [[{ text: `${label.zh} ${label.en}`, face: 'text', size: 6, colour: QUIET }], 9],
    [[{ text: word.zh, face: 'bold', size: 9, colour: lacking ? WARN : INK }], 20],
    [[{ text: word.en, face: 'text', size: 6, colour: QUIET }], 28],
    ...details.map((line, index) => [line, 35.5 + index * 7] as const),
  ];
  pen.within(item, () => {
    for (const [line, down] of lines) pen.line(line, x, y + down);
  });
}

function drawStatement(pen: Pen, { statement }: Cover): void {
  const setting = { fonts: pen.fonts, width: WIDTH };
  for (const { zh, en } of statement) {
    const paragraph = pen.element('P');
    const chinese = textLines(zh, { size: 8.6, colour: INK }, setting);
    const english = textLines(en, { size: 6.6, colour: QUIET }, setting);
    pen.within(paragraph, () => {
      for (const line of chinese) pen.line(line, MARGIN, (pen.y += 11.6));
      for (const line of english) pen.line(line, MARGIN, (pen.y += 8.4));
    });
    pen.y += 3;
  }
}

/** A dashed frame that looks like nothing but a space: no circle, no star, no red. */
function drawSeal(pen: Pen, { issued }: Cover): void {
  const { x, y, width, height } = SEAL_BOX;
  pen.ornament(() => {
    pen.doc
      .lineWidth(0.5)
      .strokeColor(QUIET)
      .dash(2, { space: 2 })
      .rect(x, y, width, height)
      .stroke()
      .undash();
  });
  pen.within(pen.element('P'), () =>
    pen.line(
      [{ text: `${SAY.seal.zh} ${SAY.seal.en}`, face: 'text', size: 6.3, colour: QUIET }],
      x + 4,
      y + height - 4,
    ),
  );
  pen.y = y;
  drawRows(pen, issued, { x: MARGIN, width: x - MARGIN - GAP, label: mm(32) });
}
