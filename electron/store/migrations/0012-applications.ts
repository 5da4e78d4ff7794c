// Applications for notarisation. `private` is sealed (AES-256-GCM, key in the key store): the form, names of papers.

export const APPLICATIONS = `
CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'packaging', 'packaged', 'uploading', 'uploaded')),
  private BLOB NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
`;
