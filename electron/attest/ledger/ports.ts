// What the ledger needs from the store. Everything is synchronous, so that sealing and appending can share one
// SQLite transaction. Tables (implemented in electron/store, one set of rows per origin):
//   ledger_log        (id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL)
//   ledger_leaf       (log INTEGER NOT NULL REFERENCES ledger_log, idx INTEGER NOT NULL, statement_sha256 TEXT NOT NULL,
//                      entry BLOB NOT NULL, PRIMARY KEY (log, idx)) WITHOUT ROWID; UNIQUE (log, statement_sha256)
//   ledger_node       (log INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32),
//                      PRIMARY KEY (log, position)) WITHOUT ROWID
//   ledger_checkpoint (log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
//                      published_at TEXT NOT NULL, PRIMARY KEY (log, size)) WITHOUT ROWID
// Rows are only ever inserted; triggers that refuse UPDATE and DELETE on these tables are welcome.
//
// `position` numbers the hashes of complete subtrees in the order in which they become complete: leaf 0, leaf 1, node
// (0..2), leaf 2, leaf 3, node (2..4), node (0..4), … (shared/ledger/stored-tree.ts; the order of Go's sumdb/tlog).
// A log of n leaves holds exactly 2n - popcount(n) positions from 0 without gaps: both tables grow at their end only,
// an append writes two rows per leaf on average, and a proof reads O(log n) rows.

export interface LedgerLeaf {
  /** Lower-case hex, unique within a log. */
  readonly statementSha256: string;
  /** Canonical JSON of the LedgerEntry: the leaf's data. */
  readonly entry: Uint8Array;
}

export interface StoredCheckpoint {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** The signed note as published. */
  readonly note: string;
  /** ISO 8601 UTC, device clock. */
  readonly publishedAt: string;
}

/** The rows of one origin. The store must be opened for the origin of the signer's key (shared/ledger originOf). */
export interface LedgerStore {
  /** Number of leaves; 0 for a new log. */
  size(): number;
  leaf(index: number): LedgerLeaf | null;
  /** Leaves with from <= index < to in order, fewer where rows are missing. The ledger asks for at most 4,096 at once. */
  leaves(from: number, to: number): readonly LedgerLeaf[];
  /** Index of the leaf of a statement, null where it is not in the log. */
  indexOf(statementSha256: string): number | null;
  /** The hash at a position, null where the row is missing. */
  node(position: number): Uint8Array | null;
  /** Hashes with from <= position < to in order, fewer where rows are missing. At most 8,192 at once. */
  nodes(from: number, to: number): readonly Uint8Array[];
  /**
   * In one transaction (joining one that is already open): leaves at index size, size + 1, … and nodes at position,
   * position + 1, …. Throws, nothing written, where the log's size is no longer `size` or a statement is there already.
   */
  append(batch: LedgerBatch): void;
  /** Ascending by size. */
  checkpoints(): readonly StoredCheckpoint[];
  checkpoint(size: number): StoredCheckpoint | null;
  checkpointCount(): number;
  /** Descending by size, at most so many. */
  newestCheckpoints(limit: number): readonly StoredCheckpoint[];
  /** Durable when it returns. The ledger never publishes two for one size. */
  addCheckpoint(checkpoint: StoredCheckpoint): void;
}

export interface LedgerBatch {
  /** Size of the log before. */
  readonly size: number;
  readonly leaves: readonly LedgerLeaf[];
  /** First position of `nodes`. */
  readonly position: number;
  readonly nodes: readonly Uint8Array[];
}
