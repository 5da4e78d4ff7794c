// What is seen in the seal area: a plain block of text, drawn by pdfkit on a page of the area's size and taken apart
// into objects for another PDF. No round stamp, no red: nobody shall take it for an official seal (印章).

import PdfDocument from 'pdfkit';
import type { CertificateFonts } from '../fonts.ts';
import { match, readPdf, references, renumber, withEntries, type PdfFile, type PdfObject } from './pdf-objects.ts';

export interface SealBlock {
  readonly title: string;
  /** Label and value; a value that is too long is cut with an ellipsis. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** Small print below. */
  readonly note: string;
}

export interface Appearance {
  /** Numbered from 0; references inside are of this numbering. The form XObject is the first. */
  readonly objects: readonly PdfObject[];
}

const PAD = 6;
const BAR = 2.5;
const INK = '#1c1f23';
const QUIET = '#5b626b';
const RULE = '#c9ced6';
const ACCENT = '#1458c4';

export async function drawAppearance(
  block: SealBlock,
  size: { readonly width: number; readonly height: number },
  fonts: CertificateFonts,
): Promise<Appearance> {
  const doc = new PdfDocument({
    size: [size.width, size.height],
    margin: 0,
    pdfVersion: '1.7',
    info: { CreationDate: new Date(0) },
  });
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
  });
  draw(doc, block, size, fonts);
  doc.end();
  return toForm(readPdf(await bytes), size);
}

function draw(
  doc: PDFKit.PDFDocument,
  block: SealBlock,
  { width, height }: { readonly width: number; readonly height: number },
  fonts: CertificateFonts,
): void {
  doc.registerFont('text', fonts.text);
  doc.font('text');
  doc
    .lineWidth(0.5)
    .strokeColor(RULE)
    .rect(0.25, 0.25, width - 0.5, height - 0.5)
    .stroke();
  doc.fillColor(ACCENT).rect(0, 0, BAR, height).fill();
  const x = BAR + PAD;
  const room = width - x - PAD;
  const line = (text: string, at: number, y: number, size: number, colour: string, space: number): void => {
    doc.fontSize(size).fillColor(colour);
    doc.text(fitted(doc, fonts.printable(text), space), at, y, { lineBreak: false });
  };
  line(block.title, x, PAD - 1, 8.5, ACCENT, room);
  doc.fontSize(6.5);
  const label = Math.max(...block.rows.map(([text]) => doc.widthOfString(text))) + 6;
  let y = PAD + 13;
  for (const [name, value] of block.rows) {
    line(name, x, y, 6.5, QUIET, label);
    line(value, x + label, y, 6.5, INK, room - label);
    y += 9.5;
  }
  line(block.note, x, y + 1.5, 5.5, QUIET, room);
}

function fitted(doc: PDFKit.PDFDocument, text: string, width: number): string {
  if (doc.widthOfString(text) <= width) return text;
  const chars = Array.from(text);
  while (chars.length > 0 && doc.widthOfString(`${chars.join('')}…`) > width) chars.pop();
  return `${chars.join('')}…`;
}

/** The page's contents as a form XObject (ISO 32000-1, 8.10), and everything its resources lead to. */
function toForm(pdf: PdfFile, size: { readonly width: number; readonly height: number }): Appearance {
  const pages = pdf.object(pageTree(pdf));
  const page = pdf.object(Number(match(pages.text, /\/Kids \[(\d+) 0 R\]/, 'one page')[1]));
  const contents = pdf.object(Number(match(page.text, /\/Contents (\d+) 0 R/, '/Contents')[1]));
  const resources = Number(match(page.text, /\/Resources (\d+) 0 R/, '/Resources')[1]);
  const order: number[] = [];
  const visit = (number: number): void => {
    if (order.includes(number)) return;
    order.push(number);
    references(pdf.object(number).text).forEach(visit);
  };
  visit(resources);
  const numbers = new Map(order.map((old, n) => [old, n + 1]));
  const box = `/BBox [0 0 ${size.width} ${size.height}]`;
  const form: PdfObject = {
    text: withEntries(contents.text, `/Type /XObject\n/Subtype /Form\n${box}\n/Resources 1 0 R`),
    stream: contents.stream,
  };
  const renumbered = order.map((old) => {
    const { text, stream } = pdf.object(old);
    return { text: renumber(text, (each) => numbers.get(each)!), stream };
  });
  return { objects: [form, ...renumbered] };
}

function pageTree(pdf: PdfFile): number {
  return Number(match(pdf.object(pdf.root).text, /\/Pages (\d+) 0 R/, '/Pages')[1]);
}
