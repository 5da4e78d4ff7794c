// A file or pasted text -> one sheet of text. The kind is told by the bytes, never by the name.

import { AppError } from '../../shared/errors.ts';
import { SHEET_LIMITS, type Sheet } from '../../shared/batch/sheet.ts';
import { decodeText } from './decode-text.ts';
import { addLine, createLineBag, tooLarge } from './line-bag.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

/** One address per line. Throws input/sheet-too-large. */
export function readPasted(text: string): Sheet {
  const bag = createLineBag();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) addLine(bag, index + 1, [line.trim()]);
  return { kind: 'text', name: null, otherSheets: 0, encoding: null, lines: bag.lines };
}

/** XLSX or CSV. Throws input/sheet-unreadable, input/sheet-too-large. */
export async function readSheet(bytes: Uint8Array): Promise<Sheet> {
  if (bytes.length > SHEET_LIMITS.fileBytes) throw tooLarge('bytes', SHEET_LIMITS.fileBytes);
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(bytes);
  // Compound file: .xls of Excel 97, or an XLSX under a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new AppError('input/sheet-unreadable', { problem: 'an old or encrypted Excel file' });
  }
  const decoded = decodeText(bytes);
  if (!decoded) throw new AppError('input/sheet-unreadable', { problem: 'neither XLSX nor text' });
  const bag = createLineBag();
  readCsv(decoded.text, bag);
  return { kind: 'csv', name: null, otherSheets: 0, encoding: decoded.encoding, lines: bag.lines };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
