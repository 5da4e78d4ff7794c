// The one SQLite connection: WAL, synchronous FULL, foreign keys; typed statements; writes in transactions whose
// failures leave as store/… errors. A database that is damaged or newer is refused before anything is written to it.

import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { isSystemError, systemCode, toWriteError } from '../platform/write-errors.ts';
import { MIGRATIONS } from './migrations/index.ts';

export type SqlValue = string | number | null | Uint8Array;

type Bound = (SqlValue | Readonly<Record<string, SqlValue>>)[];

export interface Database {
  /** Schema version. */
  readonly version: number;
  /** True where this run made the file. */
  readonly created: boolean;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the columns where the SQL stands
  all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the columns where the SQL stands
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  /** Number of changed rows. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  /** One transaction (a savepoint inside another). Throws store/…; a broken constraint is a defect and stays as it is. */
  write<T>(body: () => T): T;
  close(): void;
}

/** @param path <home>/cunan.db; made where there is none. Throws store/damaged, newer-version, read-only, disk-full. */
export function openDatabase(path: string): Database {
  const created = !existsSync(path) || statSync(path).size === 0;
  if (!created) inspect(path);
  const raw = connect(path);
  try {
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('trusted_schema = OFF');
    migrate(raw);
  } catch (error) {
    raw.close();
    throw fromSqlite(error, path);
  }
  return wrap(raw, path, created);
}

function connect(path: string, options: { readonly?: boolean } = {}): SqliteDatabase.Database {
  try {
    return new SqliteDatabase(path, { ...options, timeout: 5_000 });
  } catch (error) {
    throw fromSqlite(error, path);
  }
}

/** Looks without writing: a read-only connection neither recovers nor truncates what it finds. */
function inspect(path: string): void {
  const raw = connect(path, { readonly: true });
  try {
    const version = Number(raw.pragma('user_version', { simple: true }));
    if (version > MIGRATIONS.length) {
      throw new AppError('store/newer-version', { version, known: MIGRATIONS.length });
    }
    const problem = String(raw.pragma('quick_check(1)', { simple: true }));
    if (problem !== 'ok') throw new AppError('store/damaged', { problem });
    const orphan = raw.pragma('foreign_key_check') as readonly { table: string }[];
    if (orphan[0]) throw new AppError('store/damaged', { problem: `foreign key in ${orphan[0].table}` });
  } catch (error) {
    throw fromSqlite(error, path);
  } finally {
    raw.close();
  }
}

function migrate(raw: SqliteDatabase.Database): void {
  raw
    .transaction(() => {
      const from = Number(raw.pragma('user_version', { simple: true }));
      for (const [index, sql] of MIGRATIONS.entries()) {
        if (index >= from) raw.exec(sql);
      }
      raw.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

function wrap(raw: SqliteDatabase.Database, path: string, created: boolean): Database {
  const statements = new Map<string, SqliteDatabase.Statement<Bound>>();

  function prepared(sql: string): SqliteDatabase.Statement<Bound> {
    let statement = statements.get(sql);
    if (!statement) {
      statement = raw.prepare<Bound>(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  function guarded<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw fromSqlite(error, path);
    }
  }

  return {
    version: MIGRATIONS.length,
    created,
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      guarded(() => prepared(sql).all(...bound(sql, values)) as Row[]),
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the columns where the SQL stands
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      guarded(() => prepared(sql).get(...bound(sql, values)) as Row | undefined),
    run: (sql, ...values) => guarded(() => prepared(sql).run(...bound(sql, values)).changes),
    write: (body) => guarded(() => raw.transaction(body).immediate()),
    close: () => {
      raw.close();
    },
  };
}

/** better-sqlite3 takes numbered parameters (?1, ?2 …) by name. */
function bound(sql: string, values: readonly SqlValue[]): Bound {
  if (!/\?\d/.test(sql)) return [...values];
  return [Object.fromEntries(values.map((value, i) => [String(i + 1), value]))];
}

function fromSqlite(error: unknown, path: string): unknown {
  if (!isSystemError(error) || systemCode(error).startsWith('SQLITE_CONSTRAINT')) return error;
  return toWriteError(error, dirname(path));
}
