// Tables as CSV that spreadsheet programs open without harm: UTF-8 with BOM, CRLF, every cell quoted; a cell that a
// program would take for a formula, or long digits it would round, stand as text (design: domain.md section 4).

const BOM = '\uFEFF';

/** Excel keeps 15 significant digits; leading zeros are lost as well. */
const LOOKS_NUMERIC = /^(\d{12,}|0\d+|\d+[eE]\d+)$/;
/** A leading space or control character does not hide a formula from every program. */
// oxlint-disable-next-line no-control-regex
const LOOKS_FORMULA = /^[\s\u0000-\u001f]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

export type Cell = string | number | null;

/** Terminals obey the first kind, readers are misled by the second: both are shown as code points. */
const DISGUISES =
  // oxlint-disable-next-line no-control-regex
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function buildCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${BOM}${[head, ...rows].map((row) => row.map((cell) => csvCell(cell)).join(',')).join('\r\n')}\r\n`;
}

/** Numbers are ours and stay as they are; text gets an apostrophe in front where a program would not take it as text. */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = cellText(value);
  return `"${(LOOKS_NUMERIC.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** Text that no program takes for a formula and no reader misreads; for cells that are declared as text. */
export function cellText(value: string): string {
  const text = value.toWellFormed().replaceAll('\u0000', '');
  return (LOOKS_FORMULA.test(text) ? `'${text}` : text).replace(
    DISGUISES,
    (char) => `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
