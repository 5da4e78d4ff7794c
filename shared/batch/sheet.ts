// A sheet as text: what every reader (paste, CSV, XLSX) makes, and how much of it is taken at most.

export interface SheetLine {
  /** 1-based line or row in the source, as its own program counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly kind: 'text' | 'csv' | 'xlsx';
  /** Name of the worksheet that was read; null for text. */
  readonly name: string | null;
  /** Worksheets that were not read. */
  readonly otherSheets: number;
  /** utf-8, utf-16le, utf-16be, gb18030; null for xlsx. */
  readonly encoding: string | null;
  /** Lines with at least one cell that is not blank, in order. */
  readonly lines: readonly SheetLine[];
}

export const SHEET_LIMITS = {
  /** Of the file as it comes in: base64 of it must fit the API. */
  fileBytes: 7 * 1024 * 1024,
  /** Of one part of an XLSX, inflated, and of all parts together. */
  inflatedBytes: 64 * 1024 * 1024,
  /** Lines that are not blank. */
  lines: 10_000,
  /** Further columns are not read. */
  columns: 64,
  /** Characters of one cell that are kept; what is longer is a problem of its row. */
  cellChars: 10_000,
  /** Characters of all cells. */
  chars: 32 * 1024 * 1024,
  sharedStrings: 500_000,
} as const;
