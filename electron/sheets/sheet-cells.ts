// Cells of a worksheet as they stream by (ECMA-376 part 1, 18.3.1.4 and 18.18.11) -> lines of text.

import { SHEET_LIMITS } from '../../shared/batch/sheet.ts';
import { addLine, type LineBag } from './line-bag.ts';

export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** A row that is blank costs nothing; a column beyond the limit is passed over. */
export function createSheetHandler(strings: readonly string[], bag: LineBag): XmlHandler {
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let value = '';
  let reading = false;
  let aside = 0;

  return {
    open(name, attributes) {
      if (name === 'row') {
        const given = Number(attributes['r']);
        line = Number.isSafeInteger(given) && given > 0 ? given : line + 1;
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = columnOf(attributes['r']) ?? column + 1;
        type = attributes['t'] ?? 'n';
        value = '';
      } else if (name === 'rPh') aside += 1;
      // A formula's text (f) is not read; its stored result is.
      else if (name === 'v' || (name === 't' && aside === 0)) reading = true;
    },
    text(part) {
      if (reading && value.length < SHEET_LIMITS.cellChars) value += part.slice(0, SHEET_LIMITS.cellChars);
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'rPh') aside -= 1;
      else if (name === 'c' && column >= 0 && column < SHEET_LIMITS.columns) {
        while (cells.length < column) cells.push('');
        cells[column] = textOf(type, value, strings);
      } else if (name === 'row') addLine(bag, line, cells);
    },
  };
}

function textOf(type: string, value: string, strings: readonly string[]): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'n':
      return plainNumber(value);
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    default:
      // inlineStr, str (of a formula), e (#N/A …), d (a date as ISO 8601)
      return value;
  }
}

/** A whole number without an exponent where it is exact; anything else as it stands in the file. */
function plainNumber(value: string): string {
  const number = Number(value);
  return value.trim() !== '' && Number.isSafeInteger(number) ? String(number) : value.trim();
}

/** 0-based; null where the address is absent or nonsense. */
function columnOf(address: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(address ?? '')?.[1];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
