// A tagged PDF being written: the place of the next line, the structure that assistive programs read, rules and other
// ornaments outside it.

import PdfDocument from 'pdfkit';
import type { CertificateFonts, FaceName } from './fonts.ts';
import type { Line } from './lines.ts';
import { widthOf } from './lines.ts';
import { BOTTOM, MARGIN, TOP } from './sheet.ts';

export type Doc = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;

/** alt: of a picture, for whoever does not see it. scope: of a header cell. */
export interface ElementOptions {
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
}

export interface Pen {
  readonly doc: Doc;
  readonly fonts: CertificateFonts;
  y: number;
  /** Starts a new page unless the height still fits. */
  need(height: number): void;
  newPage(): void;
  /** Drawn without a place in the structure. */
  ornament(draw: () => void, type?: 'Layout' | 'Pagination'): void;
  /** A structure element below `parent` (default: the document's). */
  element(type: string, parent?: Element, options?: ElementOptions): Element;
  /** What is drawn becomes content of the element, on this page. */
  within(element: Element, draw: () => void): void;
  /** Draws a line with its baseline at y. */
  line(line: Line, x: number, y: number): void;
}

export interface PenOptions {
  readonly title: string;
  readonly issuedAt: Date;
}

export function createPen({ title, issuedAt }: PenOptions, fonts: CertificateFonts): Pen {
  const producer = 'Cunan 存安取证';
  const doc = new PdfDocument({
    size: 'A4',
    margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
    bufferPages: true,
    tagged: true,
    // None of PDFKit's own: they are files that a bundle does not have.
    font: fonts.faces.text.font as unknown as string,
    fontLayoutCache: false,
    lang: 'zh-CN',
    pdfVersion: '1.7',
    displayTitle: true,
    info: {
      Title: title,
      Author: producer,
      Creator: producer,
      Producer: producer,
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  });
  for (const name of ['text', 'bold', 'mono'] as const satisfies readonly FaceName[]) {
    doc.registerFont(name, fonts.faces[name].font as unknown as Buffer);
  }
  const root = doc.struct('Document');
  doc.addStructure(root);
  return {
    doc,
    fonts,
    y: MARGIN,
    need(height) {
      if (this.y + height > BOTTOM) this.newPage();
    },
    newPage() {
      doc.addPage();
      this.y = TOP;
    },
    ornament(draw, type = 'Layout') {
      doc.markContent('Artifact', { type });
      draw();
      doc.endMarkedContent();
    },
    element(type, parent = root, options = {}) {
      const made = doc.struct(type, options);
      parent.add(made);
      return made;
    },
    within(element, draw) {
      const type = (element as unknown as { dictionary: { data: { S: string } } }).dictionary.data.S;
      const content = doc.markStructureContent(type);
      draw();
      doc.endMarkedContent();
      element.add(content);
    },
    line(line, x, y) {
      let at = x;
      for (const run of line) {
        doc
          .font(run.face)
          .fontSize(run.size)
          .fillColor(run.colour)
          .text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic' });
        at += widthOf([run], fonts);
      }
    },
  };
}

/** The finished file. */
export function finish({ doc }: Pen): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
    doc.end();
  });
}
