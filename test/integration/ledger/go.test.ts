// Our checkpoints and proofs before Go's sumdb/note and sumdb/tlog, which share no code with ours.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTiles } from '../../../electron/attest/ledger/export-tiles.ts';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { cosignText } from '../../../shared/ledger/cosignature.ts';
import { parseNote } from '../../../shared/ledger/note.ts';
import { encodeVkey, verifierKeyOf } from '../../../shared/ledger/vkey.ts';
import { encodeLedgerEntry } from '../../../shared/ledger/entry.ts';
import { count, describeWith } from '../../tools.ts';
import { randomFrom } from '../../vectors/ingredients.ts';
import { sampleEntries, sampleEntry, sampleLedger, seededSigner } from '../../unit/ledger/sample-ledger.ts';

describeWith(['go'], "Go's sumdb", () => {
  let folder = '';
  let program = '';
  const { ledger } = sampleLedger();
  const oldSize = 611;
  const newSize = count(2_000, 100_000);

  beforeAll(async () => {
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
    const witness = verifierKeyOf('witness.example/go', seededSigner(40).publicKey, 'witness');
    const line = cosignText(parseNote(newer.note).text, witness, 1_795_384_800, (message) =>
      seededSigner(40).sign(message),
    );
    write('witness.vkey', `${encodeVkey(witness)}\n`);
    write('cosigned.checkpoint', newer.note + line);
    await exportTiles({
      ledger,
      folder: join(folder, 'tiles'),
      random: randomFrom('tiles'),
      cosignatures: () => line,
    });
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
    expect(check()).toBe(
      `OK 7 proofs, ${oldSize} to ${newSize} leaves, cosigned by witness.example/go, ${newSize} entries in tiles\n`,
    );
  });

  test.each([
    ['old.checkpoint', '611\n', '612\n'],
    ['new.checkpoint', `${newSize}\n`, `${newSize + 1}\n`],
    ['4.entry', '"sequence":', '"sequence":1'],
    ['2.tlog-proof', 'index 255', 'index 254'],
    ['cosigned.checkpoint', 'kgAAAABrA2Xg', 'kgAAAABrA2Xh'],
    ['cosigned.checkpoint', `\n${newSize}\n`, `\n${newSize - 1}\n`],
    ['tiles/tile/entries/000', '"sequence":1}', '"sequence":9}'],
    ['tiles/checkpoint', `\n${newSize}\n`, `\n${newSize - 1}\n`],
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
