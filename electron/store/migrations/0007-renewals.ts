// Renewals of proofs: when an item's are due, and the time-stamps (shared by a batch) that renewed them.

export const RENEWALS = `
CREATE TABLE renewal_due (
  evidence_id TEXT PRIMARY KEY REFERENCES evidence (id),
  ends_ms INTEGER NOT NULL,
  proven_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX renewal_due_by_end ON renewal_due (ends_ms);

CREATE TABLE renewal_batches (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  authorities TEXT NOT NULL CHECK (json_valid(authorities))
) STRICT;
CREATE TABLE renewal_batch_files (
  batch INTEGER NOT NULL REFERENCES renewal_batches (id),
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (batch, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE renewals (
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
  batch INTEGER NOT NULL REFERENCES renewal_batches (id),
  record BLOB NOT NULL,
  proof BLOB NOT NULL,
  PRIMARY KEY (evidence_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER renewals_kept BEFORE DELETE ON renewals BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewals_unchanged BEFORE UPDATE ON renewals BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewal_batch_files_kept BEFORE DELETE ON renewal_batch_files
  BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewal_batch_files_unchanged BEFORE UPDATE ON renewal_batch_files
  BEGIN SELECT RAISE(ABORT, 'obtained'); END;
`;
