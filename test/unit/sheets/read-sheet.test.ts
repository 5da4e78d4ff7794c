// Tables of somebody else: what people really send, and what is sent to break the reader.

import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { SHEET_LIMITS } from '../../../shared/batch/sheet.ts';
import { readPasted, readSheet } from '../../../electron/sheets/read-sheet.ts';
import { count } from '../../tools.ts';
import { inline, workbook } from './workbook.ts';

const cellsOf = async (bytes: Uint8Array) => (await readSheet(bytes)).lines.map(({ cells }) => cells);
const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) as object });

describe('CSV', () => {
  const table =
    '序号,权利作品,网址\r\n1,"《山茶》,摄影",https://a.example/1\r\n\r\n2,"多行\r\n备注",https://a.example/2\r\n';

  it('UTF-8 with and without BOM, UTF-16 with a mark', async () => {
    const wanted = [
      ['序号', '权利作品', '网址'],
      ['1', '《山茶》,摄影', 'https://a.example/1'],
      ['2', '多行\r\n备注', 'https://a.example/2'],
    ];
    expect(await cellsOf(Buffer.from(table))).toEqual(wanted);
    expect(await cellsOf(Buffer.from(`\uFEFF${table}`))).toEqual(wanted);
    expect(await cellsOf(Buffer.from(`\uFEFF${table}`, 'utf16le'))).toEqual(wanted);
  });

  it('GBK as Excel in Chinese writes it', async () => {
    // "序号,网址" and "1,https://a.example/" in GBK.
    const gbk = Buffer.concat([
      Buffer.from([0xd0, 0xf2, 0xba, 0xc5, 0x2c, 0xcd, 0xf8, 0xd6, 0xb7, 0x0d, 0x0a]),
      Buffer.from('1,https://a.example/\r\n'),
    ]);
    const sheet = await readSheet(gbk);
    expect(sheet.encoding).toBe('gb18030');
    expect(sheet.lines.map(({ cells }) => cells)).toEqual([
      ['序号', '网址'],
      ['1', 'https://a.example/'],
    ]);
  });

  it('tabs and semicolons; lines keep their numbers', async () => {
    expect(await cellsOf(Buffer.from('a\tb\nc\td\n'))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(await cellsOf(Buffer.from('a;b\nc;d\n'))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    const { lines } = await readSheet(Buffer.from('url\n\n\nhttps://a.example/\n'));
    expect(lines.map(({ line }) => line)).toEqual([1, 4]);
  });

  it('refuses what is no table', async () => {
    await expect(readSheet(Buffer.from([0, 1, 2, 3, 255, 254]))).rejects.toEqual(
      refused('input/sheet-unreadable'),
    );
    await expect(readSheet(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toEqual(
      refused('input/sheet-unreadable', { problem: 'an old or encrypted Excel file' }),
    );
    await expect(readSheet(Buffer.from(`a,"${'x'.repeat(6_000_000)}`))).rejects.toEqual(
      refused('input/sheet-unreadable'),
    );
    await expect(readSheet(new Uint8Array(SHEET_LIMITS.fileBytes + 1))).rejects.toEqual(
      refused('input/sheet-too-large', { what: 'bytes' }),
    );
  });

  it('more lines than are taken are refused, not cut', async () => {
    const many = 'https://a.example/\n'.repeat(SHEET_LIMITS.lines + 1);
    await expect(readSheet(Buffer.from(many))).rejects.toEqual(
      refused('input/sheet-too-large', { what: 'lines' }),
    );
    expect(() => readPasted(many)).toThrow(expect.objectContaining({ code: 'input/sheet-too-large' }));
    expect(readPasted(many.slice('https://a.example/\n'.length)).lines).toHaveLength(SHEET_LIMITS.lines);
  });
});

describe('XLSX', () => {
  it('shared strings with runs and reading aids, numbers, booleans, dates, formulas by their stored result', async () => {
    const bytes = await workbook({
      strings:
        '<si><t>网址</t></si><si><r><t>https://a</t></r><r><t>.example/?a=1&amp;b=2</t></r><rPh><t>reading</t></rPh></si>',
      rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t xml:space="preserve"> 备注 </t></is></c></row>
        <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>42</v></c><c r="C3" t="b"><v>1</v></c>
          <c r="D3" t="str"><f>HYPERLINK("http://evil.example")</f><v>shown</v></c><c r="E3"><f>1+1</f></c>
          <c r="F3"><v>1.5</v></c><c r="G3" t="e"><v>#N/A</v></c></row>`,
    });
    const sheet = await readSheet(bytes);
    expect(sheet).toMatchObject({ kind: 'xlsx', name: '清单', otherSheets: 0, encoding: null });
    expect(sheet.lines).toEqual([
      { line: 1, cells: ['网址', '', ' 备注 '] },
      { line: 3, cells: ['https://a.example/?a=1&b=2', '42', 'TRUE', 'shown', '', '1.5', '#N/A'] },
    ]);
  });

  it('the first visible sheet, with the others counted', async () => {
    const bytes = await workbook({
      sheets:
        '<sheet name="x" sheetId="9" state="hidden" r:id="rId9"/><sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/>',
      rows: `<row>${inline('A1', 'one')}</row><row><c t="inlineStr"><is><t>two</t></is></c></row>`,
    });
    const sheet = await readSheet(bytes);
    expect([sheet.name, sheet.otherSheets]).toEqual(['A', 2]);
    expect(sheet.lines.map(({ cells }) => cells)).toEqual([['one'], ['two']]);
  });

  it('far addresses and blank rows without end cost nothing', async () => {
    const blank = Array.from(
      { length: count(100_000, 1_000_000) },
      (_, index) => `<row r="${index + 2}" s="1"/>`,
    ).join('');
    const bytes = await workbook({
      rows: `<row r="1">${inline('A1', 'near')}${inline('XFD1', 'far')}</row>${blank}<row r="1048576">${inline('A1048576', 'last')}</row>`,
    });
    expect((await readSheet(bytes)).lines).toEqual([
      { line: 1, cells: ['near'] },
      { line: 1_048_576, cells: ['last'] },
    ]);
  });

  it('bombs of bytes, lines, strings and cells end at a limit', async () => {
    const bomb = await workbook({ rows: `<row r="1"/>${' '.repeat(SHEET_LIMITS.inflatedBytes)}` });
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(readSheet(bomb)).rejects.toEqual(refused('input/sheet-too-large', { what: 'bytes' }));

    const lines = `<row>${inline('A1', 'x')}</row>`.repeat(SHEET_LIMITS.lines + 1);
    await expect(readSheet(await workbook({ rows: lines }))).rejects.toEqual(
      refused('input/sheet-too-large', { what: 'lines' }),
    );

    // One long string used by every cell: small in the file, large in memory.
    const long = 'x'.repeat(SHEET_LIMITS.cellChars * 2);
    const repeated = await workbook({
      strings: `<si><t>${long}</t></si>`,
      rows: '<row><c t="s"><v>0</v></c></row>'.repeat(5_000),
    });
    await expect(readSheet(repeated)).rejects.toEqual(
      refused('input/sheet-too-large', { what: 'characters' }),
    );
  });

  it('entities, document types and broken parts are refused', async () => {
    const laughs = await workbook({
      rows: '',
      parts: {
        'xl/worksheets/sheet1.xml':
          '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
      },
    });
    await expect(readSheet(laughs)).rejects.toEqual(
      refused('input/sheet-unreadable', { problem: 'a document type is not allowed' }),
    );
    for (const rows of ['<row><c><v>1</v></row>', '<row>&undefined;</row>', '\u0001']) {
      await expect(readSheet(await workbook({ rows }))).rejects.toEqual(refused('input/sheet-unreadable'));
    }
    await expect(readSheet(await workbook({ rows: '', sheets: '' }))).rejects.toEqual(
      refused('input/sheet-unreadable', { problem: 'no visible worksheet' }),
    );
    const whole = await workbook({ rows: `<row>${inline('A1', 'x')}</row>` });
    await expect(readSheet(whole.subarray(0, whole.length - 30))).rejects.toEqual(
      refused('input/sheet-unreadable'),
    );
  });
});
