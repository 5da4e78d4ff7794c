// Submissions to evidence platforms, written before anything is sent.

export const PLATFORMS = `
CREATE TABLE platform_submission (
  evidence_id TEXT NOT NULL,
  platform TEXT NOT NULL,
  client_ref TEXT NOT NULL,
  digest_hex TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'sent', 'submitted', 'confirmed')),
  handle TEXT,
  exchanges TEXT NOT NULL CHECK (json_valid(exchanges)),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (evidence_id, platform)
) STRICT, WITHOUT ROWID;
`;
