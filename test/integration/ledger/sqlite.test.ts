// The ledger over its real store, and what the start-up audit says after somebody edited the database by hand.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLedger, type Ledger } from '../../../electron/attest/ledger/ledger.ts';
import { openDatabase } from '../../../electron/store/database.ts';
import { createLedgerStore } from '../../../electron/store/ledger.ts';
import { encodeLedgerEntry } from '../../../shared/ledger/entry.ts';
import { verifyTlogProof } from '../../../shared/ledger/verify-tlog-proof.ts';
import { originOf } from '../../../shared/ledger/vkey.ts';
import { fixedClock, sampleEntries, sampleEntry, seededSigner } from '../../unit/ledger/sample-ledger.ts';

const signer = seededSigner(9);
const clock = fixedClock();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function withLedger<T>(use: (ledger: Ledger) => T): T {
  const db = openDatabase(join(folder, 'cunan.db'));
  try {
    const store = createLedgerStore(db, clock, originOf(signer.publicKey));
    return use(createLedger({ store, signer, clock }));
  } finally {
    db.close();
  }
}

/** As with any database tool: triggers are no obstacle. */
function editByHand(sql: string): number {
  const db = new SqliteDatabase(join(folder, 'cunan.db'));
  const triggers = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
  db.pragma('foreign_keys = OFF');
  const { changes } = db.prepare(sql).run();
  db.close();
  return changes;
}

describe('ledger in SQLite', () => {
  test('what was appended and published is there after a restart, and proofs verify', () => {
    withLedger((ledger) => {
      expect(ledger.append(sampleEntries(0, 700))).toHaveLength(700);
      ledger.publish();
      ledger.append(sampleEntries(700, 1_000));
      ledger.publish();
    });
    withLedger((ledger) => {
      expect(ledger.verify()).toMatchObject({ size: 1_000, checkpoints: 2 });
      expect(ledger.append([sampleEntry(3), sampleEntry(1_000)])).toEqual([3, 1_000]);
      for (const [index, size] of [
        [0, 700],
        [699, 700],
        [699, 1_000],
        [999, 1_000],
      ] as const) {
        const proof = ledger.proof(index, size);
        const entry = encodeLedgerEntry(sampleEntry(index));
        expect(verifyTlogProof({ proof, entry, vkey: ledger.vkey })).toMatchObject({ status: 'pass', index });
      }
    });
  });

  test.each([
    "UPDATE ledger_leaf SET entry = CAST(replace(CAST(entry AS TEXT), 'sequence\":6', 'sequence\":9') AS BLOB) WHERE idx = 5",
    "UPDATE ledger_leaf SET statement_sha256 = 'ff' WHERE idx = 5",
    'UPDATE ledger_node SET hash = zeroblob(32) WHERE position = 6',
    'DELETE FROM ledger_node WHERE position = 6',
    'DELETE FROM ledger_leaf WHERE idx = 5',
    'DELETE FROM ledger_leaf WHERE idx >= 10',
    'UPDATE ledger_checkpoint SET root = zeroblob(32)',
    "UPDATE ledger_checkpoint SET note = replace(note, '20', '19')",
  ])('found: %s', (sql) => {
    withLedger((ledger) => {
      ledger.append(sampleEntries(0, 20));
      ledger.publish();
      ledger.append(sampleEntries(20, 23));
      expect(ledger.verify()).toMatchObject({ size: 23 });
    });
    expect(editByHand(sql)).toBeGreaterThan(0);
    withLedger((ledger) => expect(() => ledger.verify()).toThrow(/ledger\/inconsistent/));
  });
});
