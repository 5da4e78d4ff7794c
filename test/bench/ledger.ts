// The ledger in SQLite: appending in bulk, one proof, what a start checks. 100,000 items, and 1,000,000 simulated ones;
// CUNAN_BENCH_LEAVES=N for another size.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger, type Ledger } from '../../electron/attest/ledger/ledger.ts';
import { createNodeClock } from '../../electron/platform/node-clock.ts';
import { openDatabase } from '../../electron/store/database.ts';
import { createLedgerStore } from '../../electron/store/ledger.ts';
import { encodeLedgerEntry } from '../../shared/ledger/entry.ts';
import { verifyTlogProof } from '../../shared/ledger/verify-tlog-proof.ts';
import { originOf } from '../../shared/ledger/vkey.ts';
import type { LedgerEntry } from '../../shared/ledger/types.ts';
import { sampleEntry, seededSigner } from '../unit/ledger/sample-ledger.ts';
import { median, seconds, timed } from './figures.ts';
import type { Table } from './run.ts';

const SIZES = process.env['CUNAN_BENCH_LEAVES']
  ? [Number(process.env['CUNAN_BENCH_LEAVES'])]
  : [100_000, 1_000_000];
/** As the attestor appends: one transaction and one checkpoint each. */
const BATCH = 1_000;
const PROOFS = 2_000;

export async function benchLedger(): Promise<readonly Table[]> {
  const rows: string[][] = [];
  for (const size of SIZES) rows.push(await measure(size));
  return [
    {
      title: 'Ledger',
      goal: `Goal at 100,000 entries: at least 20,000 appended per second in bulk, a proof under 1 ms, the check at start under 1 s. Entries are made up; database, checkpoints and keys are real; ${BATCH} entries per transaction and checkpoint; proofs: median and 99th percentile of ${PROOFS}.`,
      columns: [
        'entries',
        'appended per second',
        'proof',
        'proof, 99 %',
        'check at start',
        'full check',
        'database',
      ],
      rows,
    },
  ];
}

async function measure(size: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-bench-'));
  const path = join(folder, 'cunan.db');
  const signer = seededSigner(9);
  const clock = createNodeClock();
  try {
    let db = openDatabase(path);
    const open = (): Ledger => {
      const store = createLedgerStore(db, clock, originOf(signer.publicKey));
      return createLedger({ store, signer, clock });
    };
    let ledger = open();
    let appendMs = 0;
    for (let from = 0; from < size; from += BATCH) {
      const count = Math.min(size - from, BATCH);
      const entries = Array.from({ length: count }, (_, at) => entryOf(from + at));
      appendMs += await timed(() =>
        db.write(() => {
          ledger.append(entries);
          ledger.publish();
        }),
      );
    }
    db.close();
    db = openDatabase(path);
    ledger = open();
    const startMs = await timed(() => ledger.verifyQuickly());
    const fullMs = await timed(() => ledger.verify());
    const proofMs: number[] = [];
    for (let n = 0; n < PROOFS; n++) {
      const index = Math.floor((n * size) / PROOFS);
      let proof: Uint8Array = new Uint8Array();
      proofMs.push(await timed(() => (proof = ledger.proof(index, size))));
      if (n % 100 === 0) check(proof, index, ledger.vkey);
    }
    db.close();
    return [
      size.toLocaleString('en'),
      Math.round((size / appendMs) * 1_000).toLocaleString('en'),
      `${median(proofMs).toFixed(3)} ms`,
      `${proofMs.toSorted((a, b) => a - b)[Math.floor(PROOFS * 0.99)]!.toFixed(3)} ms`,
      seconds(startMs),
      seconds(fullMs),
      `${(statSync(path).size / 1024 ** 2).toFixed(0)} MiB`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Digests in no order, as those of statements are: the index of statements is filled at random places. */
function entryOf(number: number): LedgerEntry {
  const sha256 = createHash('sha256').update(`statement ${number}`).digest('hex');
  return { ...sampleEntry(number), statement: { sha256, sm3: sha256 } };
}

function check(proof: Uint8Array, index: number, vkey: string): void {
  const { status } = verifyTlogProof({ proof, entry: encodeLedgerEntry(entryOf(index)), vkey });
  if (status !== 'pass') throw new Error(`the proof of ${index} does not verify`);
}
