// Half-written packages in folders of the user: noted before they are made, so that the next start can remove them.

export const EXPORT_INTENTS = `
CREATE TABLE export_intents (
  path TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
