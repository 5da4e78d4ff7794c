// The ledger's tables behind its port, one set of rows per origin. Rows are only ever inserted.

import { assert } from '../../shared/assert.ts';
import type { LedgerLeaf, LedgerStore, StoredCheckpoint } from '../attest/ledger/ports.ts';
import type { Clock } from '../platform/ports.ts';
import type { Database } from './database.ts';

interface LeafRow {
  readonly statement_sha256: string;
  readonly entry: Uint8Array;
}

interface CheckpointRow {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly published_at: string;
}

/** In one statement where there are many: an append asks for every entry, a proof for every level. */
const LOG = '(SELECT id FROM ledger_log WHERE origin = ?)';

export function createLedgerStore(db: Database, clock: Clock, origin: string): LedgerStore {
  /** -1 (no rows have it) until the first write. Not remembered: a transaction may still be rolled back. */
  function log(): number {
    return db.get<{ id: number }>('SELECT id FROM ledger_log WHERE origin = ?', origin)?.id ?? -1;
  }

  function logForWriting(): number {
    if (log() === -1) {
      const at = clock.now().toISOString();
      db.run('INSERT INTO ledger_log (origin, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING', origin, at);
    }
    return log();
  }

  const size = (id = log()): number =>
    (db.get<{ last: number | null }>('SELECT max(idx) AS last FROM ledger_leaf WHERE log = ?', id)?.last ??
      -1) + 1;

  return {
    size: () => size(),
    leaf(index) {
      const row = db.get<LeafRow>('SELECT * FROM ledger_leaf WHERE log = ? AND idx = ?', log(), index);
      return row ? toLeaf(row) : null;
    },
    leaves: (from, to) =>
      db
        .all<LeafRow>(
          'SELECT statement_sha256, entry FROM ledger_leaf WHERE log = ? AND idx >= ? AND idx < ? ORDER BY idx',
          log(),
          from,
          to,
        )
        .map((row) => toLeaf(row)),
    indexOf(statementSha256) {
      const row = db.get<{ idx: number }>(
        `SELECT idx FROM ledger_leaf WHERE log = ${LOG} AND statement_sha256 = ?`,
        origin,
        statementSha256,
      );
      return row?.idx ?? null;
    },
    node(position) {
      const row = db.get<{ hash: Uint8Array }>(
        `SELECT hash FROM ledger_node WHERE log = ${LOG} AND position = ?`,
        origin,
        position,
      );
      return row ? new Uint8Array(row.hash) : null;
    },
    nodes: (from, to) =>
      db
        .all<{ hash: Uint8Array }>(
          'SELECT hash FROM ledger_node WHERE log = ? AND position >= ? AND position < ? ORDER BY position',
          log(),
          from,
          to,
        )
        .map(({ hash }) => new Uint8Array(hash)),
    append(batch) {
      db.write(() => {
        const id = logForWriting();
        assert(size(id) === batch.size, 'the log has grown in between');
        const last = db.get<{ last: number | null }>(
          'SELECT max(position) AS last FROM ledger_node WHERE log = ?',
          id,
        );
        assert((last?.last ?? -1) + 1 === batch.position, 'positions have no gaps');
        for (const [i, leaf] of batch.leaves.entries()) {
          db.run(
            'INSERT INTO ledger_leaf (log, idx, statement_sha256, entry) VALUES (?, ?, ?, ?)',
            id,
            batch.size + i,
            leaf.statementSha256,
            leaf.entry,
          );
        }
        for (const [i, hash] of batch.nodes.entries()) {
          db.run(
            'INSERT INTO ledger_node (log, position, hash) VALUES (?, ?, ?)',
            id,
            batch.position + i,
            hash,
          );
        }
      });
    },
    checkpoints: () =>
      db
        .all<CheckpointRow>('SELECT * FROM ledger_checkpoint WHERE log = ? ORDER BY size', log())
        .map((row) => toCheckpoint(row)),
    checkpoint(at) {
      const row = db.get<CheckpointRow>(
        'SELECT * FROM ledger_checkpoint WHERE log = ? AND size = ?',
        log(),
        at,
      );
      return row ? toCheckpoint(row) : null;
    },
    checkpointCount: () =>
      db.get<{ count: number }>('SELECT count(*) AS count FROM ledger_checkpoint WHERE log = ?', log())!
        .count,
    newestCheckpoints: (limit) =>
      db
        .all<CheckpointRow>(
          'SELECT * FROM ledger_checkpoint WHERE log = ? ORDER BY size DESC LIMIT ?',
          log(),
          limit,
        )
        .map((row) => toCheckpoint(row)),
    addCheckpoint(checkpoint) {
      db.write(() =>
        db.run(
          'INSERT INTO ledger_checkpoint (log, size, root, note, published_at) VALUES (?, ?, ?, ?, ?)',
          logForWriting(),
          checkpoint.size,
          checkpoint.root,
          checkpoint.note,
          checkpoint.publishedAt,
        ),
      );
    },
  };
}

function toLeaf(row: LeafRow): LedgerLeaf {
  return { statementSha256: row.statement_sha256, entry: new Uint8Array(row.entry) };
}

function toCheckpoint(row: CheckpointRow): StoredCheckpoint {
  return { size: row.size, root: new Uint8Array(row.root), note: row.note, publishedAt: row.published_at };
}
