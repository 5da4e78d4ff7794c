// docs/hard-pages.md from the rows that the tests left:
//   CUNAN_HARD_PAGES=out/hard-pages npx vitest run test/integration/capture && node test/integration/capture/hard-pages-table.ts out/hard-pages

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HardPageRow } from './hard-page.ts';

const folder = process.argv[2];
if (!folder) throw new Error('usage: hard-pages-table.ts FOLDER');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const order = (n: HardPageRow['n']): number =>
  typeof n === 'number' ? n : 1000 + Number(n.replace(/\D/g, ''));

const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): HardPageRow => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  .toSorted((a, b) => order(a.n) - order(b.n) || (a.name < b.name ? -1 : 1));

const path = join(import.meta.dirname, '../../../docs/hard-pages.md');
const [head = '', tail = ''] = readFileSync(path, 'utf8').split(/<!-- rows:start -->[^]*<!-- rows:end -->/);
const table = [
  '| # | Case | Expected | Got |',
  '| --- | --- | --- | --- |',
  ...rows.map((row) => `| ${row.n} | ${cell(row.name)} | ${cell(row.expected)} | ${cell(row.got)} |`),
].join('\n');
writeFileSync(path, `${head}<!-- rows:start -->\n\n${table}\n\n<!-- rows:end -->${tail}`);
console.log(`${rows.length} rows`);
