// Tables and documents: cells that are text and nothing else, marked blanks, names for every system, the same bytes again.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { renderDocument, type DocumentModel } from '../../../electron/papers/document.ts';
import { itemFolderName, safeName } from '../../../electron/papers/safe-name.ts';
import { renderSheets, type Table } from '../../../electron/papers/sheet.ts';
import { readXlsx } from '../../../electron/sheets/read-xlsx.ts';

const AT = '2026-11-24T12:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'cunan-papers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOSTILE = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝HYPERLINK("x")'];
const table: Table = {
  name: '批次总表',
  columns: [
    { title: '序号', width: 6 },
    { title: '标题', width: 30 },
  ],
  rows: [
    ...HOSTILE.map((text, index) => [index + 1, text]),
    [7, '110101199003071234'],
    [8, '<b>&"\uFFFF\u0007\u202E'],
  ],
};

/** What is in an office file, by a reader of another house. */
function part(bytes: Uint8Array, path: string): string {
  const file = join(folder, 'x.zip');
  writeFileSync(file, bytes);
  return execFileSync('python3', [
    '-c',
    `import sys, zipfile, xml.dom.minidom as m
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
for n in z.namelist():
    if n.endswith(('.xml', '.rels')): m.parseString(z.read(n))
sys.stdout.buffer.write(z.read(sys.argv[2]))`,
    file,
    path,
  ]).toString();
}

it('keeps text as text in tables', async () => {
  const bytes = await renderSheets([table], AT);
  const { lines } = await readXlsx(bytes);
  const cells = lines.map((line) => line.cells);
  expect(cells[0]).toEqual(['序号', '标题']);
  for (const [index, text] of HOSTILE.entries()) expect(cells[index + 1]![1]).toBe(`'${text}`.trimEnd());
  expect(cells[7]![1]).toBe('110101199003071234');
  expect(cells[8]![1]).toContain('[U+202E]');
  const xml = part(bytes, 'xl/worksheets/sheet1.xml');
  expect(xml).not.toContain('<f>');
  expect(xml.match(/t="s"/g)).toHaveLength(2 + table.rows.length);
  expect(await renderSheets([table], AT)).toEqual(bytes);
});

it('marks what is still to be filled in', async () => {
  const model: DocumentModel = {
    title: '公证词草稿',
    blocks: [
      { kind: 'title', text: '公证词（草稿）' },
      { kind: 'text', text: '申请人【姓名】于 <x>&\u0000\uFFFE' },
      { kind: 'table', head: ['甲', '乙'], rows: [['=1', '【乙】']], widths: [1, 2] },
    ],
  };
  const bytes = await renderDocument(model, AT);
  const xml = part(bytes, 'word/document.xml');
  expect(xml.match(/<w:highlight w:val="yellow"\/>/g)).toHaveLength(2);
  expect(xml).toContain('&lt;x&gt;&amp;[U+0000]');
  expect(part(bytes, 'docProps/core.xml').match(/2026-11-24T12:00:00Z/g)).toHaveLength(2);
  expect(await renderDocument(model, AT)).toEqual(bytes);
});

it('gives names that Windows takes', () => {
  expect(itemFolderName(1, 'E-20261124-ABCDEFGH1', 'example.com')).toBe(
    '0001_E-20261124-ABCDEFGH1_example.com',
  );
  for (const hostile of [
    'a/b\\c:d*e?f"g<h>i|j',
    '..',
    '. .',
    'CON',
    'nul.txt',
    'x'.repeat(300),
    '𠮷'.repeat(90),
    'a. ',
    '\u202Egpj',
    '',
  ]) {
    const name = safeName(hostile, 'x');
    // oxlint-disable-next-line no-control-regex
    expect(name).not.toMatch(/[\\/:*?"<>|\u0000-\u001F\u202E]|[. ]$|^(con|nul)(\.|$)/i);
    expect(name.length).toBeGreaterThan(0);
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name.isWellFormed()).toBe(true);
    expect(itemFolderName(12345, 'E-1', hostile).length).toBeLessThanOrEqual(80);
  }
});
