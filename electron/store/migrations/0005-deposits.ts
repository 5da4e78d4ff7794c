// Schema 5: jobs that deposit files. Schema 1 lets jobs.kind be 'capture' only for what we need, and SQLite cannot widen a
// CHECK: what a job does stands in a column of its own from now on.

export const DEPOSITS = `
ALTER TABLE jobs ADD COLUMN does TEXT NOT NULL DEFAULT 'capture' CHECK (does IN ('capture', 'deposit'));
`;
