// The schema is frozen: a change needs a migration of its own and a new snapshot (UPDATE_SCHEMA=1).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { MIGRATIONS } from '../../../electron/store/migrations/index.ts';
import { open, temporaryFolder } from './folder.ts';

const SNAPSHOT = join(import.meta.dirname, 'schema.sql');

it('the migrations give exactly the schema of the snapshot', async () => {
  const home = temporaryFolder();
  (await open(home)).close();
  const db = new Sqlite(join(home, 'cunan.db'), { readonly: true });
  const rows = db
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name')
    .all();
  const version = Number(db.pragma('user_version', { simple: true }));
  db.close();
  const schema = `-- user_version ${version}\n${rows.map(({ sql }) => `${sql};\n`).join('')}`;
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(SNAPSHOT, schema);
  expect(schema).toBe(readFileSync(SNAPSHOT, 'utf8'));
});

it.each(MIGRATIONS.map((sql, i) => [i + 1, sql] as const))('migration %i only adds', (_number, sql) => {
  expect(sql).not.toMatch(/\b(DROP\s+TABLE|DROP\s+COLUMN|RENAME|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b/i);
});
