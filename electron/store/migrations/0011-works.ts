// Works of a case as the user states them, and the deposits that keep them.

export const WORKS = `
CREATE TABLE works (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('artistic', 'literary', 'music', 'video', 'software', 'photo', 'other')),
  right_holder TEXT NOT NULL,
  registration_no TEXT,
  date TEXT,
  date_kind TEXT NOT NULL CHECK (date_kind IN ('published', 'completed')),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX works_by_case ON works (case_id, row);
CREATE TABLE work_deposits (
  work_id TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (work_id, evidence_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_deposits_by_evidence ON work_deposits (evidence_id);
`;
