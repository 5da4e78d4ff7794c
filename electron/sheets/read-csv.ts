// Comma-, tab- or semicolon-separated text -> lines of cells, within bounds.

import { parse } from 'csv-parse/sync';
import { AppError } from '../../shared/errors.ts';
import { SHEET_LIMITS, type SheetLine } from '../../shared/batch/sheet.ts';
import { addLine, type LineBag } from './line-bag.ts';

const DELIMITERS = [',', '\t', ';'] as const;

/** Throws input/sheet-unreadable, input/sheet-too-large. */
export function readCsv(text: string, bag: LineBag): void {
  for (const { cells, line } of parseWith(text, delimiterOf(text))) addLine(bag, line, cells);
}

function parseWith(text: string, delimiter: string): readonly SheetLine[] {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      // Blank lines count towards nothing; one more than the limit shows that there are more.
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: SHEET_LIMITS.lines + 1,
      max_record_size: SHEET_LIMITS.chars / 8,
    }) as unknown as readonly {
      readonly info: { readonly lines: number };
      readonly record: readonly string[];
    }[];
    return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    const problem = error instanceof Error ? error.message.slice(0, 200) : 'malformed';
    throw new AppError('input/sheet-unreadable', { problem }, { cause: error });
  }
}

/** The one that stands most often in the first lines. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_096);
  return DELIMITERS.toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!;
}
