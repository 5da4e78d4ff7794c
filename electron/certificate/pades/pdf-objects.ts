// Reads the indirect objects of a PDF that pdfkit wrote: one classic cross-reference table (ISO 32000-1, 7.5.4), no
// object streams, dictionaries without nested streams. Any other file is a defect of the caller, not repaired.

import { assert } from '../../../shared/assert.ts';

export interface PdfObject {
  /** What stands between `n 0 obj` and `endobj` or `stream`, as Latin-1. */
  readonly text: string;
  /** Null for an object that is no stream. */
  readonly stream: Uint8Array | null;
}

export interface PdfFile {
  readonly bytes: Uint8Array;
  /** Number of objects, the free one included. */
  readonly size: number;
  readonly startxref: number;
  readonly root: number;
  readonly info: string;
  /** First half of the file identifier, hex. */
  readonly id: string;
  /** Throws where there is none of the number. */
  object(number: number): PdfObject;
}

export function readPdf(bytes: Uint8Array): PdfFile {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = latin.subarray(-64).toString('latin1');
  const startxref = Number(match(tail, /startxref\s+(\d+)\s+%%EOF\s*$/, 'startxref')[1]);
  const table = latin.subarray(startxref).toString('latin1');
  const [head, count] = match(table, /^xref\s+0 (\d+)\s+/, 'one cross-reference section');
  const size = Number(count);
  const offsets = Array.from({ length: size }, (_, n) => {
    const at = head.length + n * 20;
    return Number(match(table.slice(at, at + 20), /^(\d{10}) \d{5} [nf]/, 'cross-reference entry')[1]);
  });
  const trailer = table.slice(head.length + size * 20);
  assert(!/\/(Prev|Encrypt|XRefStm)\b/.test(trailer), 'a PDF of one revision, not encrypted');
  return {
    bytes,
    size,
    startxref,
    root: Number(match(trailer, /\/Root (\d+) 0 R/, '/Root')[1]),
    info: match(trailer, /\/Info (\d+ 0 R)/, '/Info')[1]!,
    id: match(trailer, /\/ID \[<([0-9A-Fa-f]+)>/, '/ID')[1]!,
    object(number) {
      const start = offsets[number];
      assert(number > 0 && start !== undefined, `object ${number}`);
      return readObject(latin, number, start);
    },
  };
}

function readObject(file: Buffer, number: number, start: number): PdfObject {
  const open = `${number} 0 obj\n`;
  const from = start + open.length;
  assert(file.subarray(start, from).toString('latin1') === open, `object ${number} at its offset`);
  const end = file.indexOf('endobj', from);
  const marker = file.indexOf('\nstream\n', from);
  if (marker === -1 || marker > end)
    return { text: file.subarray(from, end).toString('latin1').trim(), stream: null };
  const text = file.subarray(from, marker).toString('latin1').trim();
  const length = Number(match(text, /\/Length (\d+)\b(?! \d+ R)/, '/Length')[1]);
  const body = marker + '\nstream\n'.length;
  return { text, stream: file.subarray(body, body + length) };
}

export function match(text: string, pattern: RegExp, what: string): RegExpExecArray {
  const found = pattern.exec(text);
  assert(found !== null, `PDF: ${what}`);
  return found;
}

const REFERENCE = /\b(\d+) 0 R\b/g;

export function references(text: string): readonly number[] {
  return Array.from(text.matchAll(REFERENCE), ([, number]) => Number(number));
}

export function renumber(text: string, numberOf: (old: number) => number): string {
  return text.replaceAll(REFERENCE, (_, number: string) => `${numberOf(Number(number))} 0 R`);
}

/** A dictionary with more entries at its end. */
export function withEntries(dictionary: string, entries: string): string {
  assert(dictionary.endsWith('>>'), 'a dictionary');
  return `${dictionary.slice(0, -2)}${entries}\n>>`;
}
