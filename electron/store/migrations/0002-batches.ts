// Schema 2: batches of addresses with their numbered rows, and what a job needs to be one of many: its batch, its host,
// when it may start, the attempts that failed before it,
// and what kind of page it met.

export const BATCHES = `
CREATE TABLE batches (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  case_id TEXT REFERENCES cases (id),
  case_name TEXT,
  control TEXT NOT NULL CHECK (control IN ('draft', 'active', 'paused', 'cancelled')),
  source TEXT NOT NULL CHECK (json_valid(source)),
  options TEXT NOT NULL CHECK (json_valid(options)),
  pace TEXT NOT NULL CHECK (json_valid(pace)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  CHECK ((control = 'draft') = (started_at IS NULL))
) STRICT;

ALTER TABLE jobs ADD COLUMN batch_id TEXT REFERENCES batches (id);
ALTER TABLE jobs ADD COLUMN host TEXT;
ALTER TABLE jobs ADD COLUMN not_before TEXT;
ALTER TABLE jobs ADD COLUMN retry TEXT;
ALTER TABLE jobs ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';
ALTER TABLE jobs ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
CREATE INDEX jobs_by_batch ON jobs (batch_id, state) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_by_host ON jobs (host, started_at) WHERE batch_id IS NOT NULL;

CREATE TABLE batch_rows (
  batch_id TEXT NOT NULL REFERENCES batches (id),
  number INTEGER NOT NULL CHECK (number > 0),
  line INTEGER NOT NULL,
  address TEXT NOT NULL,
  url TEXT,
  serial TEXT NOT NULL,
  work TEXT NOT NULL,
  party TEXT NOT NULL,
  note TEXT NOT NULL,
  problem TEXT,
  duplicate TEXT,
  excluded TEXT,
  excluded_reason TEXT,
  job_id TEXT REFERENCES jobs (id),
  PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX batch_rows_by_job ON batch_rows (job_id) WHERE job_id IS NOT NULL;
`;
