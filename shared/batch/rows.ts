// A sheet -> numbered rows: each address read, each trouble named, each repetition found. Nothing is left out silently:
// every line of data is a row with a number.

import { readAddress, withoutCredentials, type AddressProblem } from './address.ts';
import { findColumns, FIELDS, type Columns, type Field } from './columns.ts';
import { SHEET_LIMITS, type Sheet, type SheetLine } from './sheet.ts';

export type RowProblem = AddressProblem;

/** What a row repeats: an earlier row of the same sheet, or an item that the case has already. */
export type Duplicate =
  { readonly of: 'row'; readonly number: number } | { readonly of: 'evidence'; readonly id: string };

export interface ReadRow {
  /** 1, 2, 3 …: the batch's own numbering, never changed afterwards. */
  readonly number: number;
  /** Where it stands in the source. */
  readonly line: number;
  /** As given, but for a name and password in it. */
  readonly address: string;
  readonly url: string | null;
  readonly key: string | null;
  readonly serial: string;
  readonly work: string;
  readonly party: string;
  readonly note: string;
  readonly problem: RowProblem | null;
  readonly duplicate: Duplicate | null;
}

export interface ReadSheet {
  readonly rows: readonly ReadRow[];
  readonly columns: Columns;
}

/**
 * @param inCase items of the case that hold a page already, by address key.
 * Null where no column of the sheet holds addresses.
 */
export function readRows(sheet: Sheet, inCase: ReadonlyMap<string, string>): ReadSheet | null {
  const columns = sheet.kind === 'text' ? PASTED : findColumns(sheet.lines);
  if (!columns) return null;
  const first = new Map<string, number>();
  const rows = sheet.lines.slice(columns.dataFrom).map((line, index): ReadRow => {
    const number = index + 1;
    const values = Object.fromEntries(
      FIELDS.map((field) => [field, cellOf(line, columns.at[field])]),
    ) as Record<Field, string>;
    const read = readAddress(values.url);
    const tooLong = Object.values(values).some((value) => value.length >= SHEET_LIMITS.cellChars);
    const problem = tooLong ? 'cell-too-long' : read.problem;
    const key = problem === null ? read.key : null;
    const duplicate = key === null ? null : findDuplicate(key, first, inCase);
    if (key !== null && !first.has(key)) first.set(key, number);
    return {
      number,
      line: line.line,
      address: problem === 'address-credentials' ? withoutCredentials(values.url) : values.url,
      url: problem === null ? read.url : null,
      key,
      serial: values.serial,
      work: values.work,
      party: values.party,
      note: values.note,
      problem,
      duplicate,
    };
  });
  return { rows, columns };
}

const PASTED: Columns = { at: { url: 0 }, dataFrom: 0 };

function cellOf(line: SheetLine, column: number | undefined): string {
  return column === undefined ? '' : (line.cells[column] ?? '').trim();
}

function findDuplicate(
  key: string,
  first: ReadonlyMap<string, number>,
  inCase: ReadonlyMap<string, string>,
): Duplicate | null {
  const earlier = first.get(key);
  if (earlier !== undefined) return { of: 'row', number: earlier };
  const id = inCase.get(key);
  return id === undefined ? null : { of: 'evidence', id };
}
