// Batch exports: each run with its items, so that a run that was killed goes on where it stood.

export const EXPORT_RUNS = `
CREATE TABLE export_runs (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'cancelled', 'failed', 'done')),
  folder TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options)),
  error TEXT,
  discs TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(discs))
) STRICT;

CREATE TABLE export_items (
  run_id TEXT NOT NULL REFERENCES export_runs (id),
  number INTEGER NOT NULL CHECK (number > 0),
  evidence_id TEXT,
  label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'excluded')),
  excluded TEXT,
  error TEXT,
  capture_state TEXT,
  disc INTEGER,
  folder TEXT,
  files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
  facts TEXT,
  rewritten INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;
`;
