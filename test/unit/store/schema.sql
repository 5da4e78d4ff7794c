-- user_version 13
CREATE INDEX anchor_open ON anchor (chain_id) WHERE state <> 'final';
CREATE INDEX anchor_tx_by_anchor ON anchor_tx (anchor);
CREATE INDEX attestations_due ON attestations (next_attempt_at) WHERE state = 'pending';
CREATE UNIQUE INDEX attestations_of_checkpoint ON attestations (origin, size, kind, provider)
  WHERE origin IS NOT NULL;
CREATE UNIQUE INDEX attestations_of_statement ON attestations (evidence_id, kind, provider)
  WHERE evidence_id IS NOT NULL;
CREATE UNIQUE INDEX batch_rows_by_job ON batch_rows (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX evidence_by_state ON evidence (state);
CREATE INDEX evidence_files_by_sha256 ON evidence_files (sha256);
CREATE INDEX evidence_ledger_by_checkpoint ON evidence_ledger (origin, size);
CREATE INDEX exports_by_evidence ON exports (evidence_id);
CREATE INDEX jobs_by_batch ON jobs (batch_id, state) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_by_host ON jobs (host, started_at) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, row);
CREATE INDEX renewal_due_by_end ON renewal_due (ends_ms);
CREATE INDEX watch_runs_by_watch ON watch_runs (watch_id, row);
CREATE INDEX watches_due ON watches (next_at) WHERE control = 'active';
CREATE INDEX work_deposits_by_evidence ON work_deposits (evidence_id);
CREATE INDEX works_by_case ON works (case_id, row);
CREATE TABLE anchor (
  id INTEGER PRIMARY KEY,
  chain_name TEXT NOT NULL,
  chain_id INTEGER NOT NULL,
  contract TEXT NOT NULL,
  origin TEXT NOT NULL,
  log_id TEXT NOT NULL,
  size INTEGER NOT NULL,
  root_hex TEXT NOT NULL,
  anchor_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'submitted', 'included', 'final')),
  tx_hash TEXT,
  block_number INTEGER,
  block_hash TEXT,
  error_code TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL, gas_used INTEGER, gas_price_wei TEXT,
  UNIQUE (chain_id, contract, anchor_key)
) STRICT;
CREATE TABLE anchor_tx (
  tx_hash TEXT PRIMARY KEY,
  anchor INTEGER NOT NULL REFERENCES anchor (id),
  sender TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  gas_price_wei TEXT NOT NULL,
  raw_transaction TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_sent_at TEXT,
  sends INTEGER NOT NULL
) STRICT;
CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'packaging', 'packaged', 'uploading', 'uploaded')),
  private BLOB NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE TABLE attestation_files (
  attestation_id TEXT NOT NULL REFERENCES attestations (id),
  path TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (attestation_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE attestations (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  evidence_id TEXT REFERENCES evidence (id),
  origin TEXT,
  size INTEGER,
  kind TEXT NOT NULL CHECK (kind IN ('signature', 'timestamp', 'ledger', 'chain')),
  provider TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'obtained', 'not-configured')),
  at TEXT,
  trusted INTEGER NOT NULL DEFAULT 0,
  demonstration INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,
  last_error TEXT,
  facts TEXT NOT NULL DEFAULT '[]',
  CHECK ((evidence_id IS NULL) <> (origin IS NULL)),
  CHECK ((origin IS NULL) = (size IS NULL)),
  CHECK ((state = 'obtained') = (at IS NOT NULL)),
  CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL))
) STRICT;
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT,
  details TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
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
  started_at TEXT, environment_reason TEXT,
  CHECK ((control = 'draft') = (started_at IS NULL))
) STRICT;
CREATE TABLE cases (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  salt BLOB NOT NULL CHECK (length(salt) = 32),
  created_at TEXT NOT NULL,
  last_activity_at TEXT NOT NULL,
  last_sequence INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE evidence (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  state TEXT NOT NULL CHECK (state IN ('COMPLETE', 'PARTIAL', 'FAILED')),
  sealed_at TEXT NOT NULL,
  payload_bytes INTEGER NOT NULL,
  file_count INTEGER NOT NULL,
  thumbnail_path TEXT,
  statement_sha256 TEXT NOT NULL UNIQUE CHECK (length(statement_sha256) = 64),
  statement_sm3 TEXT NOT NULL CHECK (length(statement_sm3) = 64),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  search TEXT NOT NULL,
  UNIQUE (case_id, sequence)
) STRICT;
CREATE TABLE evidence_files (
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  path TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  sm3 TEXT NOT NULL CHECK (length(sm3) = 64),
  media_type TEXT NOT NULL,
  PRIMARY KEY (evidence_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence_ledger (
  evidence_id TEXT PRIMARY KEY REFERENCES evidence (id),
  origin TEXT NOT NULL,
  size INTEGER NOT NULL,
  leaf_index INTEGER NOT NULL CHECK (leaf_index >= 0 AND leaf_index < size)
) STRICT;
CREATE TABLE evidence_sealed (
  evidence_id TEXT PRIMARY KEY REFERENCES evidence (id),
  index_jsonl BLOB NOT NULL,
  statement BLOB NOT NULL,
  dsse BLOB NOT NULL,
  signer_pem BLOB NOT NULL
) STRICT;
CREATE TABLE export_intents (
  path TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE exports (
  row INTEGER PRIMARY KEY,
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  path TEXT NOT NULL,
  at TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE installation (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE jobs (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('capture', 'attest', 'export')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  case_id TEXT REFERENCES cases (id),
  url TEXT,
  input TEXT NOT NULL CHECK (json_valid(input)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  evidence_id TEXT REFERENCES evidence (id),
  capture_state TEXT,
  error TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  interruptions INTEGER NOT NULL DEFAULT 0
, batch_id TEXT REFERENCES batches (id), host TEXT, not_before TEXT, retry TEXT, earlier TEXT NOT NULL DEFAULT '[]', labels TEXT NOT NULL DEFAULT '[]', does TEXT NOT NULL DEFAULT 'capture' CHECK (does IN ('capture', 'deposit'))) STRICT;
CREATE TABLE ledger_checkpoint (
  log INTEGER NOT NULL REFERENCES ledger_log (id),
  size INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32),
  note TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE ledger_leaf (
  log INTEGER NOT NULL REFERENCES ledger_log (id),
  idx INTEGER NOT NULL,
  statement_sha256 TEXT NOT NULL,
  entry BLOB NOT NULL,
  PRIMARY KEY (log, idx),
  UNIQUE (log, statement_sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_log (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE ledger_node (
  log INTEGER NOT NULL REFERENCES ledger_log (id),
  position INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (log, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_queue (
  row INTEGER PRIMARY KEY,
  evidence_id TEXT NOT NULL UNIQUE REFERENCES evidence (id),
  entry TEXT NOT NULL CHECK (json_valid(entry))
) STRICT;
CREATE TABLE ledger_witness (
  origin TEXT NOT NULL,
  witness TEXT NOT NULL,
  cosigned_size INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  next_attempt_at TEXT,
  PRIMARY KEY (origin, witness)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE renewal_batch_files (
  batch INTEGER NOT NULL REFERENCES renewal_batches (id),
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (batch, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE renewal_batches (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  authorities TEXT NOT NULL CHECK (json_valid(authorities))
) STRICT;
CREATE TABLE renewal_due (
  evidence_id TEXT PRIMARY KEY REFERENCES evidence (id),
  ends_ms INTEGER NOT NULL,
  proven_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE renewals (
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
  batch INTEGER NOT NULL REFERENCES renewal_batches (id),
  record BLOB NOT NULL,
  proof BLOB NOT NULL,
  PRIMARY KEY (evidence_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (
  field TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE vault_intents (
  case_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (case_id, sha256)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE work_deposits (
  work_id TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  evidence_id TEXT NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (work_id, evidence_id)
) STRICT, WITHOUT ROWID;
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
CREATE TRIGGER anchor_tx_kept BEFORE DELETE ON anchor_tx BEGIN SELECT RAISE(ABORT, 'kept'); END;
CREATE TRIGGER attestations_kept BEFORE UPDATE ON attestations WHEN OLD.state = 'obtained'
  BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER evidence_files_kept BEFORE DELETE ON evidence_files BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER evidence_files_unchanged BEFORE UPDATE ON evidence_files BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER evidence_sealed_kept BEFORE DELETE ON evidence_sealed BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER evidence_sealed_unchanged BEFORE UPDATE ON evidence_sealed BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER evidence_unchanged BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'sealed'); END;
CREATE TRIGGER ledger_checkpoint_kept BEFORE DELETE ON ledger_checkpoint
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_checkpoint_unchanged BEFORE UPDATE ON ledger_checkpoint
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_cosignature_kept BEFORE DELETE ON ledger_cosignature
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_cosignature_unchanged BEFORE UPDATE ON ledger_cosignature
  BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_leaf_kept BEFORE DELETE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_leaf_unchanged BEFORE UPDATE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_node_kept BEFORE DELETE ON ledger_node BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_node_unchanged BEFORE UPDATE ON ledger_node BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER renewal_batch_files_kept BEFORE DELETE ON renewal_batch_files
  BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewal_batch_files_unchanged BEFORE UPDATE ON renewal_batch_files
  BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewals_kept BEFORE DELETE ON renewals BEGIN SELECT RAISE(ABORT, 'obtained'); END;
CREATE TRIGGER renewals_unchanged BEFORE UPDATE ON renewals BEGIN SELECT RAISE(ABORT, 'obtained'); END;
