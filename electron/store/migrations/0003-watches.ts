// Schema 3: pages that are captured again and again, their runs, and what a run found changed. What changed stands here,
// beside the sealed items and never in them.

export const WATCHES = `
CREATE TABLE watches (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  url TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options)),
  every_minutes INTEGER NOT NULL CHECK (every_minutes > 0),
  control TEXT NOT NULL CHECK (control IN ('active', 'paused', 'removed')),
  created_at TEXT NOT NULL,
  next_at TEXT NOT NULL
) STRICT;
CREATE INDEX watches_due ON watches (next_at) WHERE control = 'active';

CREATE TABLE watch_runs (
  row INTEGER PRIMARY KEY,
  watch_id TEXT NOT NULL REFERENCES watches (id),
  due_at TEXT NOT NULL,
  missed INTEGER NOT NULL DEFAULT 0,
  missed_until TEXT,
  job_id TEXT UNIQUE REFERENCES jobs (id),
  changes TEXT CHECK (changes IS NULL OR json_valid(changes)),
  CHECK ((job_id IS NULL) = (missed > 0)),
  CHECK ((missed_until IS NULL) = (missed = 0))
) STRICT;
CREATE INDEX watch_runs_by_watch ON watch_runs (watch_id, row);
`;
