// Witnesses of the ledger: the cosignatures that came, kept for ever, and how far each witness is.

export const COSIGNATURES = `
CREATE TABLE ledger_cosignature (
  origin TEXT NOT NULL,
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  time INTEGER NOT NULL CHECK (time > 0),
  transport TEXT NOT NULL CHECK (transport IN ('tls-verified', 'tls-unverified', 'http')),
  received_at TEXT NOT NULL,
  PRIMARY KEY (origin, size, witness)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_cosignature_kept BEFORE DELETE ON ledger_cosignature
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_cosignature_unchanged BEFORE UPDATE ON ledger_cosignature
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TABLE ledger_witness (
  origin TEXT NOT NULL,
  witness TEXT NOT NULL,
  cosigned_size INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  next_attempt_at TEXT,
  PRIMARY KEY (origin, witness)
) STRICT, WITHOUT ROWID;
`;
