// A certificate model on A4 pages: a table of facts, file list, thumbnail, QR, page x of y. Same input, same bytes.

import PdfDocument from 'pdfkit';
import QRCode from 'qrcode';
import type {
  CertificateModel,
  CertificateRow,
  CertificateSection,
  CertificateValue,
} from '../../shared/certificate/model.ts';
import type { CertificateFonts } from './fonts.ts';

const MM = 72 / 25.4;
const MARGIN = 20 * MM;
const PAGE_WIDTH = 210 * MM;
const PAGE_HEIGHT = 297 * MM;
const WIDTH = PAGE_WIDTH - 2 * MARGIN;
const LABEL_WIDTH = 36 * MM;
const VALUE_X = MARGIN + LABEL_WIDTH + 3 * MM;
const VALUE_WIDTH = WIDTH - LABEL_WIDTH - 3 * MM;
const BOTTOM = PAGE_HEIGHT - MARGIN - 6 * MM;
const INK = '#1c1f23';
const QUIET = '#5b626b';
const RULE = '#c9ced6';
const SEAL_INK = '#1458c4';
const DEMO = '#b3261e';

export interface RenderInput {
  readonly model: CertificateModel;
  /** JPEG or PNG of the first screen; null where there is no picture. */
  readonly thumbnail: Uint8Array | null;
  readonly issuedAt: Date;
}

type Doc = PDFKit.PDFDocument;

export async function renderCertificate(input: RenderInput, fonts: CertificateFonts): Promise<Uint8Array> {
  const { model } = input;
  const doc = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: 'zh-CN',
    pdfVersion: '1.7',
    displayTitle: true,
    info: {
      Title: `电子数据存证证书 ${model.number}`,
      Author: 'Cunan 存安取证',
      Creator: 'Cunan 存安取证',
      Producer: 'Cunan 存安取证',
      CreationDate: input.issuedAt,
      ModDate: input.issuedAt,
    },
  });
  doc.registerFont('text', fonts.text);
  doc.registerFont('bold', fonts.bold);
  doc.registerFont('mono', fonts.mono);
  const bytes = collect(doc);

  const pen = createPen(doc, fonts);
  await drawHead(pen, input);
  for (const section of model.sections) drawSection(pen, section);
  drawFiles(pen, model);
  drawStatement(pen, model);
  decoratePages(doc, model, fonts);
  doc.end();
  return bytes;
}

function collect(doc: Doc): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
  });
}

/** The place on the page where the next line goes. */
interface Pen {
  readonly doc: Doc;
  readonly fonts: CertificateFonts;
  y: number;
  /** Starts a new page unless the height still fits. */
  need(height: number): void;
}

function createPen(doc: Doc, fonts: CertificateFonts): Pen {
  return {
    doc,
    fonts,
    y: MARGIN,
    need(height) {
      if (this.y + height <= BOTTOM) return;
      doc.addPage();
      this.y = MARGIN + 2 * MM;
    },
  };
}

async function drawHead(pen: Pen, { model, thumbnail }: RenderInput): Promise<void> {
  const { doc } = pen;
  const qrSize = 30 * MM;
  doc.font('bold').fontSize(21).fillColor(INK).text('电子数据存证证书', MARGIN, pen.y, { lineBreak: false });
  doc
    .font('text')
    .fontSize(9.5)
    .fillColor(QUIET)
    .text('Certificate of Electronic Data Preservation', MARGIN, pen.y + 29, { lineBreak: false });
  doc
    .font('text')
    .fontSize(10)
    .fillColor(INK)
    .text(`编号 No. ${model.number}`, MARGIN, pen.y + 48, { lineBreak: false });
  doc
    .font('bold')
    .fontSize(10)
    .fillColor(INK)
    .text(
      `${model.stateLabel.zh} ${model.stateLabel.en}: ${model.state.zh} ${model.state.en}`,
      MARGIN,
      pen.y + 64,
      { lineBreak: false },
    );
  drawQr(doc, model.qr, PAGE_WIDTH - MARGIN - qrSize, pen.y, qrSize);
  if (thumbnail) {
    const x = PAGE_WIDTH - MARGIN - qrSize - 44 * MM;
    doc.image(Buffer.from(thumbnail), x, pen.y, {
      fit: [40 * MM, qrSize],
      align: 'center',
      valign: 'center',
    });
    doc
      .lineWidth(0.5)
      .strokeColor(RULE)
      .rect(x, pen.y, 40 * MM, qrSize)
      .stroke();
  }
  pen.y += qrSize + 4 * MM;
}

/** Modules as vector squares: sharp at any size and the same bytes every time. */
function drawQr(doc: Doc, text: string, x: number, y: number, size: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = size / modules.size;
  doc.fillColor(INK);
  for (let line = 0; line < modules.size; line++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(line, column)) doc.rect(x + column * unit, y + line * unit, unit, unit);
    }
  }
  doc.fill();
}

function drawSection(pen: Pen, section: CertificateSection): void {
  // A title never stands alone at the foot of a page.
  const [first] = section.rows;
  const firstLines = first ? first.values.flatMap((value) => breakValue(pen, value)).length : 0;
  drawSectionTitle(pen, section.title.zh, section.title.en, 20 + rowNeed(firstLines));
  for (const row of section.rows) drawRow(pen, row);
  pen.y += 3 * MM;
}

function drawSectionTitle(pen: Pen, zh: string, en: string, keepWith: number): void {
  pen.need(keepWith);
  const { doc } = pen;
  doc
    .font('bold')
    .fontSize(11)
    .fillColor(SEAL_INK)
    .text(zh, MARGIN, pen.y, { continued: true, lineBreak: false });
  doc.font('text').fontSize(8).fillColor(QUIET).text(`  ${en}`, { lineBreak: false });
  pen.y += 16;
  doc
    .lineWidth(0.75)
    .strokeColor(SEAL_INK)
    .moveTo(MARGIN, pen.y)
    .lineTo(PAGE_WIDTH - MARGIN, pen.y)
    .stroke();
  pen.y += 4;
}

const LABEL_HEIGHT = 20;

/** What of a row is kept together: the label and up to four lines. */
function rowNeed(lines: number): number {
  return Math.max(LABEL_HEIGHT, Math.min(lines, 4) * 12) + 3;
}

function drawRow(pen: Pen, row: CertificateRow): void {
  const { doc } = pen;
  const lines = row.values.flatMap((value) => breakValue(pen, value));
  pen.need(rowNeed(lines.length));
  const top = pen.y;
  doc.font('text').fontSize(9).fillColor(INK).text(row.label.zh, MARGIN, top, { lineBreak: false });
  doc
    .font('text')
    .fontSize(6.5)
    .fillColor(QUIET)
    .text(row.label.en, MARGIN, top + 11.5, { lineBreak: false });
  for (const line of lines) {
    if (pen.y + 12 > BOTTOM) pen.need(PAGE_HEIGHT);
    setValueFont(doc, line.style);
    doc
      .fillColor(INK)
      .text(line.text, VALUE_X, pen.y + (line.style === 'digest' ? 1 : 0), { lineBreak: false });
    pen.y += 12;
  }
  if (pen.y > top) pen.y = Math.max(pen.y, top + LABEL_HEIGHT);
  pen.y += 2;
  doc
    .lineWidth(0.3)
    .strokeColor(RULE)
    .moveTo(MARGIN, pen.y)
    .lineTo(PAGE_WIDTH - MARGIN, pen.y)
    .stroke();
  pen.y += 2.5;
}

function setValueFont(doc: Doc, style: CertificateValue['style']): void {
  if (style === 'digest') doc.font('mono').fontSize(8.5);
  else doc.font('text').fontSize(9);
}

/** Lines that fit the value column: digests in 32s, URLs anywhere, prose between words or CJK characters. */
function breakValue(pen: Pen, value: CertificateValue): readonly CertificateValue[] {
  if (value.style === 'digest') {
    return (value.text.match(/^0x.{1,32}|.{1,32}/g) ?? ['']).map((text) => ({ text, style: 'digest' }));
  }
  const { doc } = pen;
  setValueFont(doc, value.style);
  const text = pen.fonts.printable(value.text);
  const units = value.style === 'url' ? Array.from(text) : (text.match(/[\u0021-\u024f]+ ?|[^]/gu) ?? []);
  const lines: string[] = [];
  let line = '';
  const push = (unit: string): void => {
    if (line !== '' && doc.widthOfString(line + unit) > VALUE_WIDTH) {
      lines.push(line);
      line = '';
    }
    line += unit;
  };
  for (const unit of units) {
    // A word longer than the column (a hash inside prose) is broken like a URL.
    if (doc.widthOfString(unit) > VALUE_WIDTH) for (const char of unit) push(char);
    else push(unit);
  }
  lines.push(line);
  return lines.map((each) => ({ text: each.trimEnd(), style: value.style }));
}

function drawFiles(pen: Pen, { files, filesOmitted }: CertificateModel): void {
  drawSectionTitle(pen, '文件清单', `List of files (${files.length + filesOmitted})`, 64);
  const { doc } = pen;
  for (const file of files) {
    const lines = [
      ...breakValue(pen, { text: `${file.path} · ${file.size} B`, style: 'url' }),
      { text: `SHA-256 ${file.sha256}`, style: 'digest' as const },
      { text: `SM3     ${file.sm3}`, style: 'digest' as const },
    ];
    pen.need(lines.length * 11 + 5);
    for (const line of lines) {
      if (line.style === 'digest') doc.font('mono').fontSize(7.2).fillColor(QUIET);
      else doc.font('text').fontSize(8.5).fillColor(INK);
      doc.text(line.text, MARGIN, pen.y, { lineBreak: false });
      pen.y += line.style === 'digest' ? 9.5 : 12;
    }
    pen.y += 4;
  }
  if (filesOmitted > 0) {
    pen.need(14);
    const text = `另有 ${filesOmitted} 个文件，见证据包内 data/deposit.json ${filesOmitted} more in data/deposit.json`;
    doc.font('text').fontSize(8.5).fillColor(INK).text(text, MARGIN, pen.y, { lineBreak: false });
    pen.y += 14;
  }
  pen.y += 2 * MM;
}

function drawStatement(pen: Pen, model: CertificateModel): void {
  drawSectionTitle(pen, '声明', 'Statement', 60);
  const { doc } = pen;
  for (const line of model.statementLines) {
    for (const [text, size, colour] of [
      [line.zh, 9, INK],
      [line.en, 7.5, QUIET],
    ] as const) {
      doc.font('text').fontSize(size);
      const height = doc.heightOfString(text, { width: WIDTH });
      pen.need(height + 4);
      doc.fillColor(colour).text(text, MARGIN, pen.y, { width: WIDTH });
      pen.y += height + 3;
    }
    pen.y += 3;
  }
}

function decoratePages(doc: Doc, model: CertificateModel, fonts: CertificateFonts): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    const y = PAGE_HEIGHT - 13 * MM;
    doc.font('text').fontSize(7.5).fillColor(QUIET);
    doc.text(fonts.printable(model.number), MARGIN, y, { lineBreak: false });
    doc.text(`第 ${page + 1} 页 / 共 ${count} 页  Page ${page + 1} of ${count}`, MARGIN, y, {
      width: WIDTH,
      align: 'right',
      lineBreak: false,
    });
    if (model.demonstration) drawDemonstrationMark(doc);
  }
}

function drawDemonstrationMark(doc: Doc): void {
  doc.save();
  doc.rotate(-35, { origin: [PAGE_WIDTH / 2, PAGE_HEIGHT / 2] });
  doc.font('bold').fontSize(84).fillColor(DEMO).fillOpacity(0.13);
  doc.text('演示 DEMO', 0, PAGE_HEIGHT / 2 - 50, { width: PAGE_WIDTH, align: 'center', lineBreak: false });
  doc.restore();
  doc.fillOpacity(1);
}
