// Cosignatures and the progress of witnesses behind their port, for one origin.

import type { StoredCosignature, Transport, WitnessProgress, WitnessRows } from '../attest/witness/ports.ts';
import type { Database } from './database.ts';

interface CosignatureRow {
  readonly size: number;
  readonly witness: string;
  readonly line: string;
  readonly time: number;
  readonly transport: Transport;
  readonly received_at: string;
}

interface ProgressRow {
  readonly cosigned_size: number;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly next_attempt_at: string | null;
}

const COLUMNS = 'size, witness, line, time, transport, received_at';

export function createWitnessRows(db: Database, origin: string): WitnessRows {
  return {
    cosignaturesAt: (size) =>
      db
        .all<CosignatureRow>(
          `SELECT ${COLUMNS} FROM ledger_cosignature WHERE origin = ? AND size = ? ORDER BY time, witness`,
          origin,
          size,
        )
        .map((row) => toCosignature(row)),
    latest(witness) {
      const row = db.get<CosignatureRow>(
        `SELECT ${COLUMNS} FROM ledger_cosignature WHERE origin = ? AND witness = ? ORDER BY size DESC LIMIT 1`,
        origin,
        witness,
      );
      return row ? toCosignature(row) : null;
    },
    bestSizeAbove(index) {
      const row = db.get<{ size: number }>(
        `SELECT size FROM ledger_cosignature WHERE origin = ? AND size > ?
         GROUP BY size ORDER BY count(*) DESC, size LIMIT 1`,
        origin,
        index,
      );
      return row?.size ?? null;
    },
    add(cosignature) {
      const { size, witness, line, time, transport, receivedAt } = cosignature;
      db.write(() =>
        db.run(
          `INSERT INTO ledger_cosignature (origin, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING`,
          origin,
          size,
          witness,
          line,
          time,
          transport,
          receivedAt,
        ),
      );
    },
    progress(witness) {
      const row = db.get<ProgressRow>(
        'SELECT * FROM ledger_witness WHERE origin = ? AND witness = ?',
        origin,
        witness,
      );
      return row
        ? {
            cosignedSize: row.cosigned_size,
            attempts: row.attempts,
            lastError: row.last_error ? (JSON.parse(row.last_error) as WitnessProgress['lastError']) : null,
            nextAttemptAt: row.next_attempt_at,
          }
        : null;
    },
    setProgress(witness, { cosignedSize, attempts, lastError, nextAttemptAt }) {
      db.write(() =>
        db.run(
          `INSERT INTO ledger_witness (origin, witness, cosigned_size, attempts, last_error, next_attempt_at)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (origin, witness) DO UPDATE SET
             cosigned_size = excluded.cosigned_size, attempts = excluded.attempts,
             last_error = excluded.last_error, next_attempt_at = excluded.next_attempt_at`,
          origin,
          witness,
          cosignedSize,
          attempts,
          lastError ? JSON.stringify(lastError) : null,
          nextAttemptAt,
        ),
      );
    },
  };
}

function toCosignature({ received_at, ...row }: CosignatureRow): StoredCosignature {
  return { ...row, receivedAt: received_at };
}
