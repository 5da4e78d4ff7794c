// Which column of a sheet means what: by the names in its head, else by where the addresses stand.

import { readAddress } from './address.ts';
import type { SheetLine } from './sheet.ts';

export const FIELDS = ['serial', 'work', 'url', 'party', 'note'] as const;
export type Field = (typeof FIELDS)[number];

export interface Columns {
  /** 0-based column per field. */
  readonly at: Readonly<Partial<Record<Field, number>>>;
  /** How many lines at the top are no data (the head and what stands above it). */
  readonly dataFrom: number;
}

const NAMES: Readonly<Record<Field, readonly string[]>> = {
  serial: ['序号', '编号', '号', 'no', 'number', 'serial', 'serialno', 'id', 'index', '#'],
  work: [
    '权利作品',
    '作品',
    '作品名称',
    '权利作品名称',
    '商标',
    'work',
    'worktitle',
    'protectedwork',
    'trademark',
  ],
  url: [
    '网址',
    '链接',
    '网页地址',
    '侵权链接',
    '侵权网址',
    '页面链接',
    '网页链接',
    'url',
    'urls',
    'link',
    'address',
    'webaddress',
    'webpage',
  ],
  party: [
    '被控主体',
    '侵权主体',
    '主体',
    '被告',
    '被申请人',
    'party',
    'accused',
    'accusedparty',
    'respondent',
    'defendant',
    'infringer',
  ],
  note: ['备注', '说明', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments'],
};

const HEAD_WITHIN = 10;
const LOOKED_AT = 200;

/** Null where no column holds addresses. */
export function findColumns(lines: readonly SheetLine[]): Columns | null {
  for (const [index, line] of lines.slice(0, HEAD_WITHIN).entries()) {
    const at = namedColumns(line.cells);
    if (at.url !== undefined) return { at, dataFrom: index + 1 };
  }
  const url = addressColumn(lines);
  return url === null ? null : { at: { url }, dataFrom: 0 };
}

function namedColumns(cells: readonly string[]): Partial<Record<Field, number>> {
  const at: Partial<Record<Field, number>> = {};
  for (const [column, cell] of cells.entries()) {
    const name = cell
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\(.*?\)/g, '')
      .replace(/[\s._:*-]/g, '');
    const field = FIELDS.find((each) => NAMES[each].includes(name));
    if (field !== undefined && at[field] === undefined) at[field] = column;
  }
  return at;
}

/** The column in which most of the first lines are whole addresses, at least half of them. */
function addressColumn(lines: readonly SheetLine[]): number | null {
  const looked = lines.slice(0, LOOKED_AT);
  const counts = new Map<number, number>();
  for (const { cells } of looked) {
    for (const [column, cell] of cells.entries()) {
      if (/^https?:/i.test(cell.trim()) && readAddress(cell).url !== null) {
        counts.set(column, (counts.get(column) ?? 0) + 1);
      }
    }
  }
  const [best] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best && best[1] * 2 >= looked.length ? best[0] : null;
}
