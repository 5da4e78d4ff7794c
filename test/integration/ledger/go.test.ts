// Our checkpoints and proofs before Go's sumdb/note and sumdb/tlog, which share no code with ours.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { encodeLedgerEntry } from '../../../shared/ledger/entry.ts';
import { count, describeWith } from '../../tools.ts';
import { sampleEntries, sampleEntry, sampleLedger } from '../../unit/ledger/sample-ledger.ts';

describeWith(['go'], "Go's sumdb", () => {
  let folder = '';
  let program = '';
  const { ledger } = sampleLedger();
  const oldSize = 611;
  const newSize = count(2_000, 100_000);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cunan-go-'));
    program = join(folder, 'check');
    const source = fileURLToPath(new URL('../../readers/go-ledger/main.go', import.meta.url));
    const built = spawnSync('go', ['build', '-o', program, source], {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GOCACHE: join(folder, 'cache'),
        GO111MODULE: 'off',
        GOPATH: '/usr/share/gocode',
        GOFLAGS: '-p=2',
      },
      encoding: 'utf8',
    });
    expect(built.stderr).toBe('');

    ledger.append(sampleEntries(0, oldSize));
    const older = ledger.publish();
    ledger.append(sampleEntries(oldSize, newSize));
    const newer = ledger.publish();
    write('vkey', ledger.vkey);
    write('old.checkpoint', older.note);
    write('new.checkpoint', newer.note);
    write(
      'consistency',
      ledger
        .consistency(oldSize, newSize)
        .map((hash) => `${toBase64(hash)}\n`)
        .join(''),
    );
    for (const [number, index] of [0, 1, 255, 256, 610, 611, newSize - 1].entries())
      exportProof(number, index);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(folder, name), content);
  }

  function exportProof(number: number, index: number): void {
    write(`${number}.tlog-proof`, ledger.proof(index, number === 3 ? oldSize : newSize));
    write(`${number}.entry`, encodeLedgerEntry(sampleEntry(index)));
  }

  function check(): string {
    return spawnSync(program, [folder], { encoding: 'utf8' }).stdout;
  }

  test('accepts what we export', () => {
    expect(check()).toBe(`OK 7 proofs, ${oldSize} to ${newSize} leaves\n`);
  });

  test.each([
    ['old.checkpoint', '611\n', '612\n'],
    ['new.checkpoint', `${newSize}\n`, `${newSize + 1}\n`],
    ['4.entry', '"sequence":', '"sequence":1'],
    ['2.tlog-proof', 'index 255', 'index 254'],
  ])('rejects an edited %s', (name, from, to) => {
    const path = join(folder, name);
    const good = readFileSync(path, 'utf8');
    expect(good).toContain(from);
    writeFileSync(path, good.replace(from, to));
    expect(check()).toMatch(/^FAIL /);
    writeFileSync(path, good);
    expect(check()).toMatch(/^OK /);
  });
});
