// A table -> XLSX. Every text is a cell declared as text (long digits stay whole) and guarded against formulas; the same
// table gives the same bytes.

import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { cellText, type Cell } from '../../shared/batch/csv.ts';
import { packOffice } from './pack-office.ts';

export interface Table {
  /** Of the sheet, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** ECMA-376: a cell holds 32,767 characters. */
const MAX_CELL = 32_000;

/** @param at ISO 8601 UTC */
export async function renderSheets(tables: readonly Table[], at: string): Promise<Uint8Array> {
  const sheets = tables.map((table) => ({
    sheet: table.name,
    columns: table.columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    data: [
      table.columns.map(({ title }) => ({
        value: title,
        type: String,
        fontWeight: 'bold' as const,
        backgroundColor: '#e8edf5',
        wrap: true,
      })),
      ...table.rows.map((row) => row.map(asCell)),
    ] satisfies SheetData,
  }));
  const bytes = await writeXlsxFile(sheets, { fontFamily: 'Microsoft YaHei', fontSize: 10 }).toBuffer();
  return packOffice(new Uint8Array(bytes), at);
}

function asCell(value: Cell) {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  const text = cellText(xmlText(value));
  const shown = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL).toWellFormed()}…` : text;
  return { value: shown, type: String, format: '@', wrap: true, alignVertical: 'top' as const };
}

/** XML 1.0 section 2.2 allows neither of these, however written. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(/[\ufffe\uffff]/g, '\ufffd');
}
