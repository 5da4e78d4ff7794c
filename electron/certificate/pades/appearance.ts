// What is seen in the seal area: a plain block of text, drawn by pdfkit on a page of the area's size and taken apart
// into objects for another PDF. No round stamp, no red: nobody shall take it for an official seal (印章).

import PdfDocument from 'pdfkit';
import type { CertificateFonts } from '../fonts.ts';
import {
  match,
  readPdf,
  references,
  renumber,
  withEntries,
  type PdfFile,
  type PdfObject,
} from './pdf-objects.ts';

export interface SealBlock {
  readonly title: string;
  /** Label and value; a value takes at most two lines. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** Small print below. */
  readonly note: string;
}

export interface Appearance {
  /** Numbered from 0; references inside are of this numbering. The form XObject is the first. */
  readonly objects: readonly PdfObject[];
}

const PAD = 6;
const TEXT = 6;
const LEADING = 8;
const BAR = 2.5;
const INK = '#1c1f23';
const QUIET = '#5b626b';
const RULE = '#c9ced6';
const ACCENT = '#1458c4';
const PAPER = '#ffffff';

export async function drawAppearance(
  block: SealBlock,
  size: { readonly width: number; readonly height: number },
  fonts: CertificateFonts,
): Promise<Appearance> {
  const doc = new PdfDocument({
    size: [size.width, size.height],
    margin: 0,
    // None of pdfkit's own: they are files that a bundle does not have.
    font: fonts.faces.text.font as unknown as string,
    fontLayoutCache: false,
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
  // Over what the page says of the empty place.
  doc.rect(0, 0, width, height).fill(PAPER);
  doc
    .lineWidth(0.5)
    .strokeColor(RULE)
    .rect(0.25, 0.25, width - 0.5, height - 0.5)
    .stroke();
  doc.fillColor(ACCENT).rect(0, 0, BAR, height).fill();
  const x = BAR + PAD;
  const room = width - x - PAD;
  const line = (text: string, at: number, y: number, colour: string): void => {
    doc.fillColor(colour).text(text, at, y, { lineBreak: false });
  };
  const split = (text: string, space: number): readonly string[] =>
    twoLines(doc, fonts.printable(text), space);

  doc.fontSize(8);
  line(split(block.title, room)[0]!, x, PAD - 2, ACCENT);
  doc.fontSize(TEXT);
  const label = Math.max(...block.rows.map(([text]) => doc.widthOfString(text))) + 5;
  let y = PAD + 9;
  for (const [name, value] of block.rows) {
    line(name, x, y, QUIET);
    for (const each of split(value, room - label)) {
      line(each, x + label, y, INK);
      y += LEADING;
    }
  }
  doc.fontSize(5);
  for (const each of split(block.note, room)) {
    line(each, x, y + 1, QUIET);
    y += LEADING - 1;
  }
}

/** Broken anywhere; what two lines do not hold is cut with an ellipsis. */
function twoLines(doc: PDFKit.PDFDocument, text: string, width: number): readonly string[] {
  const fits = (chars: readonly string[]): boolean => doc.widthOfString(chars.join('')) <= width;
  const rest = Array.from(text);
  const first: string[] = [];
  while (rest.length > 0 && fits([...first, rest[0]!])) first.push(rest.shift()!);
  // Not within a word where a space is near.
  const space = first.lastIndexOf(' ');
  if (rest.length > 0 && rest[0] !== ' ' && space > first.length - 16)
    rest.unshift(...first.splice(space + 1));
  if (rest.length === 0) return [first.join('')];
  while (rest[0] === ' ') rest.shift();
  if (!fits(rest)) {
    while (rest.length > 0 && !fits([...rest, '…'])) rest.pop();
    rest.push('…');
  }
  return [first.join(''), rest.join('')];
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
