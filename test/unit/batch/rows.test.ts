// Rows of a sheet: which column is which, what each address is, what repeats what.

import { describe, expect, it } from 'vitest';
import { addressKey, readAddress } from '../../../shared/batch/address.ts';
import { findColumns } from '../../../shared/batch/columns.ts';
import { balances } from '../../../shared/batch/counts.ts';
import { buildCsv, csvCell } from '../../../shared/batch/csv.ts';
import { readRows } from '../../../shared/batch/rows.ts';
import { SHEET_LIMITS, type Sheet } from '../../../shared/batch/sheet.ts';

const sheetOf = (rows: readonly (readonly string[])[], kind: Sheet['kind'] = 'csv'): Sheet => ({
  kind,
  name: null,
  otherSheets: 0,
  encoding: null,
  lines: rows.map((cells, index) => ({ line: index + 1, cells })),
});

describe('columns', () => {
  it.each([
    [['序号', '权利作品', '网址', '被控主体', '备注']],
    [['No.', 'Work', 'URL', 'Party', 'Note']],
    [['序 号：', '权利作品（名称）', '侵权链接*', '被告', '说明']],
  ])('%j', (head) => {
    const lines = sheetOf([['某某案侵权清单'], head, ['1', 'w', 'https://a.example/', 'p', 'n']]).lines;
    expect(findColumns(lines)).toEqual({
      at: { serial: 0, work: 1, url: 2, party: 3, note: 4 },
      dataFrom: 2,
    });
  });

  it('without a head the column of addresses is found; without addresses nothing is', () => {
    expect(
      findColumns(
        sheetOf([
          ['x', 'https://a.example/'],
          ['y', 'not one'],
          ['z', 'http://b.example'],
        ]).lines,
      ),
    ).toEqual({
      at: { url: 1 },
      dataFrom: 0,
    });
    expect(
      findColumns(
        sheetOf([
          ['a', 'b'],
          ['c', 'd'],
        ]).lines,
      ),
    ).toBeNull();
  });
});

describe('addresses', () => {
  it.each([
    ['example.com/x', 'https://example.com/x'],
    ['  HTTP://Example.COM:80/a', 'http://example.com/a'],
    ['https://商店.example/货', 'https://xn--czrs0t.example/%E8%B4%A7'],
  ])('%s', (text, url) => expect(readAddress(text).url).toBe(url));

  it.each([
    ['', 'blank-address'],
    ['见附件', 'not-a-url'],
    ['https://a.example/ https://b.example/', 'not-a-url'],
    ['https://user:secret@a.example/', 'address-credentials'],
    ['ftp://a.example/', 'unsupported-scheme'],
    ['javascript:alert(1)', 'unsupported-scheme'],
    ['file:///etc/passwd', 'unsupported-scheme'],
    [`https://a.example/${'x'.repeat(8_200)}`, 'cell-too-long'],
  ])('%.30s is refused', (text, problem) => expect(readAddress(text)).toMatchObject({ url: null, problem }));

  it('the same page has the same key', () => {
    const same = [
      'https://a.example/',
      'https://A.example:443',
      'https://a.example/#top',
      'https://a.example',
    ];
    expect(new Set(same.map((url) => addressKey(url))).size).toBe(1);
    const other = [
      'https://a.example/',
      'http://a.example/',
      'https://a.example/?a',
      'https://a.example/#/item/1',
      'https://a.example/#!x',
    ];
    expect(new Set(other.map((url) => addressKey(url))).size).toBe(other.length);
  });
});

describe('rows', () => {
  it('every line of data is a numbered row with its trouble or its twin', () => {
    const read = readRows(
      sheetOf([
        ['序号', '网址', '备注'],
        ['7', 'https://a.example/1', ''],
        ['8', '', '没有网址'],
        ['9', 'https://A.example/1#x', ''],
        ['10', 'a.example/2', ''],
        ['11', 'https://a.example/3', 'x'.repeat(SHEET_LIMITS.cellChars)],
      ]),
      new Map([['https://a.example/2', 'E-20261122-AAAAAAAA0']]),
    );
    expect(
      read?.rows.map(({ number, line, serial, url, problem, duplicate }) => [
        number,
        line,
        serial,
        url,
        problem,
        duplicate,
      ]),
    ).toEqual([
      [1, 2, '7', 'https://a.example/1', null, null],
      [2, 3, '8', null, 'blank-address', null],
      [3, 4, '9', 'https://a.example/1#x', null, { of: 'row', number: 1 }],
      [4, 5, '10', 'https://a.example/2', null, { of: 'evidence', id: 'E-20261122-AAAAAAAA0' }],
      [5, 6, '11', null, 'cell-too-long', null],
    ]);
  });

  it('pasted text is one address per line', () => {
    const read = readRows(sheetOf([['a.example'], ['网址']], 'text'), new Map());
    expect(read?.rows.map(({ problem }) => problem)).toEqual([null, 'not-a-url']);
  });
});

it('keeps no name and password of an address', () => {
  const given = [
    'https://user:s3cr@et@a.example/?at=x@y',
    'HTTP:\\\\u:s3cr@et@b.example',
    'https://a.example/@c',
  ];
  const read = readRows(
    sheetOf(
      given.map((url) => [url]),
      'text',
    ),
    new Map(),
  );
  expect(read?.rows.map(({ address }) => address)).toEqual([
    'https://<left-out>@a.example/?at=x@y',
    'HTTP:\\\\<left-out>@b.example',
    'https://a.example/@c',
  ]);
});

describe('counts and CSV', () => {
  it('balances only when every row is somewhere', () => {
    const counts = { total: 5, waiting: 1, running: 1, done: 1, failed: 1, excluded: 1 };
    expect(balances(counts)).toBe(true);
    expect(balances({ ...counts, total: 6 })).toBe(false);
  });

  it.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+86 10', `"'+86 10"`],
    ['-1+2', `"'-1+2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['  =1', `"'  =1"`],
    ['＝1', `"'＝1"`],
    ['110101199003070000', `"'110101199003070000"`],
    ['007', `"'007"`],
    ['12e5', `"'12e5"`],
    ['https://a.example/?a=1', '"https://a.example/?a=1"'],
    ['a\u001b[2J\u202eb', '"a[U+001B][2J[U+202E]b"'],
    ['a\r\n"b",c', '"a\r\n""b"",c"'],
  ])('%j', (text, cell) => expect(csvCell(text)).toBe(cell));

  it('is UTF-8 with BOM and CRLF; numbers of ours stay numbers', () => {
    expect(buildCsv(['甲'], [[1], [null]])).toBe('\uFEFF"甲"\r\n1\r\n\r\n');
  });
});
