// Lines as they are read, within bounds: what goes beyond them ends the reading.

import { AppError } from '../../shared/errors.ts';
import { SHEET_LIMITS, type SheetLine } from '../../shared/batch/sheet.ts';

export interface LineBag {
  readonly lines: SheetLine[];
  chars: number;
}

export function createLineBag(): LineBag {
  return { lines: [], chars: 0 };
}

/** Blank lines are left out. Throws input/sheet-too-large. */
export function addLine(bag: LineBag, line: number, cells: readonly string[]): void {
  const kept = cells
    .slice(0, SHEET_LIMITS.columns)
    .map((cell) => (cell ?? '').slice(0, SHEET_LIMITS.cellChars).toWellFormed());
  if (kept.every((cell) => cell.trim() === '')) return;
  if (bag.lines.length >= SHEET_LIMITS.lines) throw tooLarge('lines', SHEET_LIMITS.lines);
  bag.chars += kept.reduce((sum, cell) => sum + cell.length, 0);
  if (bag.chars > SHEET_LIMITS.chars) throw tooLarge('characters', SHEET_LIMITS.chars);
  bag.lines.push({ line, cells: kept });
}

export function tooLarge(what: string, limit: number): AppError {
  return new AppError('input/sheet-too-large', { what, limit });
}
