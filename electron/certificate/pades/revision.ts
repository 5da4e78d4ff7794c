// A PDF with one more revision (ISO 32000-1, 7.5.6): a signature field with its appearance and a signature dictionary
// whose /Contents waits for the signature. Not one byte of the first revision changes. Same input, same bytes.

import { createHash } from 'node:crypto';
import { assert } from '../../../shared/assert.ts';
import { concatBytes } from '../../../shared/bytes/utf8.ts';
import type { SealArea } from '../sheet.ts';
import type { Appearance } from './appearance.ts';
import { match, readPdf, renumber, withEntries, type PdfFile, type PdfObject } from './pdf-objects.ts';

export interface Placeholder {
  /** The whole file, /ByteRange filled in, /Contents all zeros. */
  readonly bytes: Uint8Array;
  /** Offsets of the hex string's angle brackets: [open, after the closing one). */
  readonly gap: readonly [number, number];
}

export interface RevisionInput {
  readonly pdf: Uint8Array;
  readonly area: SealArea;
  readonly appearance: Appearance;
  /** /Name and /Reason. */
  readonly name: string;
  readonly reason: string;
  /** The claimed time, of the device's clock. */
  readonly signedAt: Date;
  /** Bytes that the signature may take. */
  readonly reserve: number;
}

const RANGE_WIDTH = 40;

export function addSignatureRevision(input: RevisionInput): Placeholder {
  const pdf = readPdf(input.pdf);
  const base = pdf.size;
  const form = input.appearance.objects.map(({ text, stream }) => ({
    text: renumber(text, (n) => base + n),
    stream,
  }));
  const signature = base + form.length;
  const widget = signature + 1;
  const page = pageNumber(pdf, input.area.page);
  const changed: readonly (readonly [number, PdfObject])[] = [
    [pdf.root, plain(withForm(pdf.object(pdf.root).text, widget))],
    [page, plain(withAnnotation(pdf.object(page).text, widget))],
    ...form.map((object, n) => [base + n, object] as const),
    [signature, plain(signatureText(input))],
    [widget, plain(widgetText(input, { page, form: base, signature }))],
  ];

  const chunks: Uint8Array[] = [input.pdf];
  let at = input.pdf.length;
  const offsets = new Map<number, number>();
  for (const [number, object] of changed) {
    const bytes = encode(number, object);
    offsets.set(number, at);
    chunks.push(bytes);
    at += bytes.length;
  }
  const id = createHash('sha256');
  chunks.forEach((chunk) => id.update(chunk));
  chunks.push(latin(crossReferences(pdf, offsets, at, widget + 1, id.digest('hex').slice(0, 32))));
  const bytes = concatBytes(...chunks);
  const gap = gapIn(bytes, offsets.get(signature)!, input.reserve);
  return { bytes: withByteRange(bytes, offsets.get(signature)!, gap), gap };
}

/** The signature's hex into the gap; the rest stays zero. Changes the placeholder's own bytes. */
export function fillGap({ bytes, gap: [open, after] }: Placeholder, signature: Uint8Array): Uint8Array {
  const hex = Buffer.from(signature).toString('hex');
  assert(hex.length <= after - open - 2, 'the signature fits its gap');
  bytes.set(latin(hex), open + 1);
  return bytes;
}

export function coveredDigest({ bytes, gap: [open, after] }: Placeholder): Uint8Array {
  const hash = createHash('sha256').update(bytes.subarray(0, open));
  return new Uint8Array(hash.update(bytes.subarray(after)).digest());
}

const plain = (text: string): PdfObject => ({ text, stream: null });
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function pageNumber(pdf: PdfFile, index: number): number {
  const root = pdf.object(pdf.root).text;
  const tree = pdf.object(Number(match(root, /\/Pages (\d+) 0 R/, '/Pages')[1]));
  const kids = match(tree.text, /\/Kids \[([^\]]*)\]/, '/Kids')[1]!;
  const pages = Array.from(kids.matchAll(/(\d+) 0 R/g), ([, number]) => Number(number));
  const number = pages.at(index);
  assert(number !== undefined, `page ${index} of ${pages.length}`);
  return number;
}

/** ISO 32000-1, 12.7.2: SigFlags 3 says that there are signatures and that changes must be appended. */
function withForm(root: string, widget: number): string {
  assert(!root.includes('/AcroForm'), 'a PDF without a form');
  return withEntries(root, `/AcroForm << /Fields [${widget} 0 R] /SigFlags 3 >>`);
}

function withAnnotation(page: string, widget: number): string {
  const listed = /\/Annots \[([^\]]*)\]/.exec(page);
  if (listed) return page.replace(listed[0], () => `/Annots [${listed[1]!.trim()} ${widget} 0 R]`);
  assert(!page.includes('/Annots'), 'annotations of a page as a direct array');
  return withEntries(page, `/Annots [${widget} 0 R]`);
}

/** 12.8.1; /M is the claimed time, as PAdES keeps it out of the signed attributes. */
function signatureText({ name, reason, signedAt, reserve }: RevisionInput): string {
  return `<<
/Type /Sig
/Filter /Adobe.PPKLite
/SubFilter /ETSI.CAdES.detached
/ByteRange [${' '.repeat(RANGE_WIDTH)}]
/Contents <${'0'.repeat(reserve * 2)}>
/M (D:${signedAt.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z)
/Name ${textString(name)}
/Reason ${textString(reason)}
>>`;
}

/** Field and widget in one (12.5.6.19). F 132: printed, locked. */
function widgetText(
  { area }: RevisionInput,
  { page, form, signature }: Readonly<Record<'page' | 'form' | 'signature', number>>,
): string {
  return `<<
/Type /Annot
/Subtype /Widget
/FT /Sig
/T (Signature1)
/F 132
/P ${page} 0 R
/Rect [${area.rect.join(' ')}]
/V ${signature} 0 R
/AP << /N ${form} 0 R >>
>>`;
}

/** UTF-16BE in hex: no character needs escaping. */
function textString(text: string): string {
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function encode(number: number, { text, stream }: PdfObject): Uint8Array {
  const head = latin(`${number} 0 obj\n${text}\n`);
  if (stream === null) return concatBytes(head, latin('endobj\n'));
  return concatBytes(head, latin('stream\n'), stream, latin('\nendstream\nendobj\n'));
}

function crossReferences(
  pdf: PdfFile,
  offsets: ReadonlyMap<number, number>,
  at: number,
  size: number,
  id: string,
): string {
  const numbers = [...offsets.keys()].toSorted((a, b) => a - b);
  const entry = (number: number): string => `${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`;
  const sections: number[][] = [];
  for (const number of numbers) {
    if (sections.at(-1)?.at(-1) === number - 1) sections.at(-1)!.push(number);
    else sections.push([number]);
  }
  const table = sections.map((each) => `${each[0]} ${each.length}\n${each.map(entry).join('')}`).join('');
  return `xref\n${table}trailer
<<
/Size ${size}
/Root ${pdf.root} 0 R
/Info ${pdf.info}
/Prev ${pdf.startxref}
/ID [<${pdf.id}> <${id}>]
>>
startxref
${at}
%%EOF
`;
}

function gapIn(bytes: Uint8Array, from: number, reserve: number): readonly [number, number] {
  const key = '/Contents ';
  const open = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(key, from) + key.length;
  return [open, open + reserve * 2 + 2];
}

function withByteRange(
  bytes: Uint8Array,
  from: number,
  [open, after]: readonly [number, number],
): Uint8Array {
  const range = `0 ${open} ${after} ${bytes.length - after}`.padEnd(RANGE_WIDTH);
  const key = '/ByteRange [';
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(key, from) + key.length;
  bytes.set(latin(range), at);
  return bytes;
}
