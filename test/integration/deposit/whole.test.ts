// File deposits through the program: a command that deposits and exports, a package that strangers can check, the original
// held against digests, a killed run that is taken up again, and memory that stays flat.

import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { count } from '../../tools.ts';
import { createCli } from '../cli/cunan.ts';

const cli = createCli();
afterAll(() => cli.remove());

const MIB = 1024 ** 2;

describe('cunan deposit', () => {
  it('seals a folder that unzip and sha256sum give back byte for byte', async () => {
    mkdirSync(cli.at('合同/附件'), { recursive: true });
    writeFileSync(cli.at('合同/正文.txt'), '合同正文\n');
    writeFileSync(cli.at('合同/附件/a:b.txt'), '附件\n');
    const asked = ['--category', 'contract', '--field', 'parties=甲、乙', '--field', 'signedOn=2026-11-20'];
    const made = await cli.run([
      'deposit',
      cli.at('合同'),
      ...asked,
      '--case',
      '案',
      '--out',
      cli.at('out'),
      '--json',
    ]);
    expect(made.code).toBe(0);
    const item = made.lines.find(({ event }) => event === 'item')!;
    expect(item).toMatchObject({ state: 'COMPLETE', title: '合同', url: null, reasons: [] });
    const path = String(item['package']);
    execFileSync('unzip', ['-q', path, '-d', cli.at('unpacked')]);
    execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: cli.at('unpacked') });
    const record = JSON.parse(readFileSync(cli.at('unpacked/data/deposit.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(record).toMatchObject({
      fields: { parties: '甲、乙', signedOn: '2026-11-20' },
      source: { location: null },
    });
    expect(JSON.stringify(record)).not.toContain(cli.folder);
    expect(readFileSync(cli.at('unpacked/data/files/合同/正文.txt'), 'utf8')).toBe('合同正文\n');
    expect(readFileSync(cli.at('unpacked/data/renamed/00001.txt'), 'utf8')).toBe('附件\n');
    const log = readFileSync(cli.at('unpacked/data/events.jsonl'), 'utf8').trimEnd().split('\n');
    const events = log.map((line) => (JSON.parse(line) as { event: string }).event);
    const each = ['file-begin', 'file-end'];
    const end = ['clock-compared', 'check-before', 'deposit-end'];
    expect(events).toEqual(['deposit-begin', ...each, ...each, ...end]);
    const report = (await cli.run(['verify', path, '--json'])).lines[0]!;
    const checks = report['checks'] as readonly { id: string; status: string }[];
    const statusOf = (id: string) => checks.find((check) => check.id === id)?.status;
    expect([report['verdict'], statusOf('events'), statusOf('environment')]).toEqual([
      'valid',
      'pass',
      'pass',
    ]);
    expect(readFileSync(cli.at('unpacked/README.txt'), 'utf8')).not.toContain('网址 URL');
  });

  it('keeps digests alone, and compares the original with them', async () => {
    const asked = ['--digest-only', '--out', cli.at('digests'), '--json'];
    const made = await cli.run(['deposit', cli.at('合同'), ...asked]);
    const path = String(made.lines.find(({ event }) => event === 'item')!['package']);
    expect(readFileSync(path).includes(Buffer.from('合同正文'))).toBe(false);
    const right = await cli.run(['verify', path, '--original', cli.at('合同'), '--json']);
    expect([right.code, right.lines[0]!['verdict']]).toEqual([0, 'valid']);
    expect(right.lines[0]!['remarks']).toMatchObject([
      { code: 'deposit-digest-only', details: { files: 2 } },
    ]);
    writeFileSync(cli.at('wrong.txt'), '合同正文。\n');
    const wrong = await cli.run(['verify', path, '--original', cli.at('wrong.txt')]);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('“wrong.txt”与任何已封存的文件都不相符');
  });

  it('says what is wrong before anything is sealed', async () => {
    const cases: readonly (readonly string[])[] = [
      [cli.at('合同'), '--category', 'music'],
      [cli.at('合同'), '--category', 'nonsense'],
      [cli.at('none')],
      [cli.home],
    ];
    for (const args of cases) expect((await cli.run(['deposit', ...args])).code, args.join(' ')).toBe(2);
  });
});

it('a deposit that was killed while it read is done at the next start, and leaves nothing behind', async () => {
  const home = cli.at('killed');
  const first = cli.at('first.txt');
  const file = cli.at('large.bin');
  writeFileSync(first, 'as it was copied before the end');
  writeFileSync(file, '');
  truncateSync(file, 512 * MIB);
  const child = cli.start(['deposit', first, file], { CUNAN_HOME: home });
  await until(() => child.exitCode !== null || (blobs(home).length > 0 && incoming(home).length > 0));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect([blobs(home).length, incoming(home).length]).toEqual([1, 1]);
  writeFileSync(first, 'as it is copied afterwards');
  truncateSync(file, MIB);
  const app = await createApp({ home, shell: 'browser' });
  try {
    await until(async () => (await app.core.listJobs()).every(({ state }) => state === 'done'));
    const { items } = await app.core.listEvidence({});
    expect(items).toMatchObject([
      { sequence: 1, state: 'COMPLETE', kind: 'file-deposit', title: 'first.txt (+1)' },
    ]);
    const [job] = await app.core.listJobs();
    expect(job).toMatchObject({
      kind: 'deposit',
      evidenceId: items[0]!.id,
      attempts: 2,
      title: 'first.txt (+1)',
    });
    expect(incoming(home)).toEqual([]);
    expect(blobs(home)).toEqual(knownBlobs(home));
  } finally {
    await app.close();
  }
});

it('what a deposit had copied when the person stopped it is gone after the next start, and nothing else is', async () => {
  const home = cli.at('stopped');
  const [kept, first, large] = [cli.at('kept.txt'), cli.at('copied.txt'), cli.at('stopped.bin')];
  writeFileSync(kept, 'sealed');
  writeFileSync(first, 'copied');
  writeFileSync(large, '');
  truncateSync(large, 512 * MIB);
  let app = await createApp({ home, shell: 'browser' });
  try {
    const deposit = (paths: readonly string[]) =>
      app.core.startDeposit({ source: { kind: 'paths', paths: [...paths] }, caseId: null });
    await deposit([kept]);
    await until(async () => (await app.core.listJobs()).every(({ state }) => state === 'done'));
    const sealed = blobs(home);
    expect(sealed).toEqual(knownBlobs(home));
    const { id } = await deposit([first, large]);
    await until(() => blobs(home).length > sealed.length && incoming(home).length > 0);
    await app.core.cancelJob({ id });
    const stateOf = async () => (await app.core.listJobs()).find((job) => job.id === id)!.state;
    await until(async () => (await stateOf()) !== 'running');
    expect([await stateOf(), incoming(home)]).toEqual(['cancelled', []]);
    await app.close();
    app = await createApp({ home, shell: 'browser' });
    expect([blobs(home), knownBlobs(home)]).toEqual([sealed, sealed]);
  } finally {
    await app.close();
  }
});

it('takes files of any size in flat memory', async () => {
  const bytes = count(64 * MIB, 4 * 1024 * MIB);
  const file = cli.at('sparse.bin');
  writeFileSync(file, '');
  truncateSync(file, bytes);
  const child = cli.start(['deposit', file, '--digest-only']);
  const peak = await peakMemory(child);
  rmSync(file);
  expect(child.exitCode).toBe(0);
  expect(peak).toBeLessThan(500 * MIB);
});

it('a deposit that was cut off too often is sealed as a failed attempt, without a file', async () => {
  const home = cli.at('cut-off');
  const file = cli.at('cut.bin');
  writeFileSync(file, '');
  truncateSync(file, 512 * MIB);
  const child = cli.start(['deposit', file], { CUNAN_HOME: home });
  await until(() => child.exitCode !== null || incoming(home).length > 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  // As if the same had happened twice before.
  const db = new Sqlite(join(home, 'cunan.db'));
  db.exec('UPDATE jobs SET interruptions = 2');
  db.close();
  const app = await createApp({ home, shell: 'browser' });
  try {
    const { items } = await app.core.listEvidence({});
    expect(items).toMatchObject([{ sequence: 1, state: 'FAILED', reasons: [{ code: 'interrupted' }] }]);
    const record = await app.core.getDepositRecord({ id: items[0]!.id });
    expect(record).toMatchObject({ files: [], source: { roots: ['cut.bin'] } });
    expect(await app.core.listJobs()).toMatchObject([{ state: 'failed', evidenceId: items[0]!.id }]);
    expect(incoming(home)).toEqual([]);
  } finally {
    await app.close();
  }
});

function incoming(home: string): readonly string[] {
  const folder = join(home, 'vault', '.incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** case/digest of every file that stands in the vault. */
function blobs(home: string): readonly string[] {
  const vault = join(home, 'vault');
  if (!existsSync(vault)) return [];
  return readdirSync(vault, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.incoming'))
    .map(({ parentPath, name }) => `${relative(vault, parentPath).split(sep)[0]}/${name}`)
    .toSorted();
}

/** The same of every file that an item of the database has. */
function knownBlobs(home: string): readonly string[] {
  const db = new Sqlite(join(home, 'cunan.db'), { readonly: true });
  try {
    return db
      .prepare(
        `SELECT DISTINCT e.case_id || '/' || f.sha256 FROM evidence_files f
         JOIN evidence e ON e.id = f.evidence_id ORDER BY 1`,
      )
      .pluck()
      .all() as string[];
  } finally {
    db.close();
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** High-water mark of its resident memory in bytes, as the system keeps it. */
async function peakMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  child.stdout?.resume();
  child.stderr?.resume();
  await until(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // Gone already: its exit is seen below.
    }
    return child.exitCode !== null;
  });
  return peak;
}
