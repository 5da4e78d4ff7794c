// `npm run bench [-- capture|certificates|chain|hashing|ledger|packages|pages] [--write]`: figures with the machine and the comparison beside them.
// Never part of a test. --write puts the tables into docs/benchmarks.md.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { benchCapture } from './capture.ts';
import { benchCertificates } from './certificates.ts';
import { benchChain } from './chain.ts';
import { benchHashing } from './hashing.ts';
import { benchLedger } from './ledger.ts';
import { benchPages } from './pages.ts';
import { benchPackages } from './packages.ts';

export interface Table {
  readonly title: string;
  readonly goal: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const BENCHES: Readonly<Record<string, () => Promise<readonly Table[]>>> = {
  certificates: benchCertificates,
  chain: benchChain,
  hashing: benchHashing,
  ledger: benchLedger,
  packages: benchPackages,
  capture: benchCapture,
  pages: benchPages,
};

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const wanted = process.argv.slice(2).filter((argument) => argument in BENCHES);
const tables: Table[] = [];
const load = loadavg()[0]!;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name}…\n`);
  tables.push(...(await bench()));
}
const text = [
  `Measured ${new Date().toISOString().slice(0, 10)} by \`npm run bench\` on ${machine()}; load when it began: ${load.toFixed(1)}.`,
  ...tables.map(markdown),
].join('\n\n');
process.stdout.write(`${text}\n`);
if (process.argv.includes('--write')) writeInto(join(import.meta.dirname, '../../docs/benchmarks.md'), text);

function machine(): string {
  const cpu = cpus();
  const openssl = execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim();
  return `${cpu.length} × ${cpu[0]!.model}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${process.platform} ${release()}, Node ${process.version}, ${openssl}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function markdown({ title, goal, columns, rows }: Table): string {
  return [
    `### ${title}`,
    goal,
    [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n'),
  ].join('\n\n');
}

function writeInto(path: string, figures: string): void {
  const page = readFileSync(path, 'utf8');
  const before = page.slice(0, page.indexOf(START) + START.length);
  const after = page.slice(page.indexOf(END));
  writeFileSync(path, `${before}\n\n${figures}\n\n${after}`);
}
