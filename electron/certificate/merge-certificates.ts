// Certificates one after the other in one PDF: a reading copy. Each page says that it is unsigned; signatures, tags and
// page numbers of the single files do not survive being put together, so the single files count.

import { PDFDocument } from '@cantoo/pdf-lib';
import PdfKit from 'pdfkit';
import type { CertificateFonts } from './fonts.ts';

const WIDTH = 595.28;
const TOP = 18;

export interface ReadingCopy {
  readonly title: string;
  readonly lines: readonly string[];
  /** On every page. */
  readonly stamp: string;
  /** ISO 8601 UTC */
  readonly at: string;
}

/** @param read the certificates in order, each read when its turn comes */
export async function mergeCertificates(
  read: readonly (() => Promise<Uint8Array>)[],
  copy: ReadingCopy,
  fonts: CertificateFonts,
): Promise<Uint8Array> {
  const at = new Date(copy.at);
  const merged = await PDFDocument.create({ updateMetadata: false });
  merged.setTitle(copy.title);
  merged.setCreationDate(at);
  merged.setModificationDate(at);
  const [cover, stamp] = await Promise.all([drawCover(copy, fonts, at), drawStamp(copy.stamp, fonts, at)]);
  await append(merged, cover);
  const [stampPage] = await merged.embedPdf(stamp);
  for (const each of read) {
    for (const page of await append(merged, await each())) {
      page.drawPage(stampPage!, { x: 0, y: page.getHeight() - stampPage!.height });
    }
  }
  return merged.save();
}

async function append(merged: PDFDocument, bytes: Uint8Array) {
  const one = await PDFDocument.load(bytes, { updateMetadata: false });
  const pages = await merged.copyPages(one, one.getPageIndices());
  return pages.map((page) => merged.addPage(page));
}

function drawCover(copy: ReadingCopy, fonts: CertificateFonts, at: Date): Promise<Uint8Array> {
  return draw([WIDTH, 841.89], fonts, at, (doc) => {
    doc.font('text').fontSize(22).text(fonts.printable(copy.title), 57, 120, { width: 480 });
    doc.fontSize(11).moveDown();
    for (const line of [copy.stamp, ...copy.lines])
      doc.text(fonts.printable(line), { width: 480 }).moveDown(0.4);
  });
}

function drawStamp(text: string, fonts: CertificateFonts, at: Date): Promise<Uint8Array> {
  return draw([WIDTH, TOP + 12], fonts, at, (doc) => {
    doc.font('text').fontSize(7.5).fillColor('#5b626b');
    doc.text(fonts.printable(text), 57, TOP, { width: 480, align: 'right', lineBreak: false });
  });
}

function draw(
  size: [number, number],
  fonts: CertificateFonts,
  at: Date,
  body: (doc: PDFKit.PDFDocument) => void,
): Promise<Uint8Array> {
  const doc = new PdfKit({
    size,
    margin: 0,
    // pdfkit takes a parsed font as well, its types do not know; none of its own is read.
    font: fonts.faces.text.font as unknown as string,
    fontLayoutCache: false,
    info: { CreationDate: at, ModDate: at },
  });
  doc.registerFont('text', fonts.faces.text.font as unknown as Buffer);
  const chunks: Buffer[] = [];
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
  });
  body(doc);
  doc.end();
  return bytes;
}
