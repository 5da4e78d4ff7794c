// The table of applications behind its port.

import { AppError } from '../../shared/errors.ts';
import type { ApplicationFacts, ApplicationRow, ApplicationStore } from './application-types.ts';
import type { Database } from './database.ts';

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly state: ApplicationRow['state'];
  readonly private: Buffer;
  readonly facts: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export function createApplicationStore(db: Database): ApplicationStore {
  return {
    list: () => db.all<Row>('SELECT * FROM applications ORDER BY created_at DESC, id LIMIT 500').map(toRow),
    require(id) {
      const row = db.get<Row>('SELECT * FROM applications WHERE id = ?', id);
      if (!row) throw new AppError('input/not-found', { what: id });
      return toRow(row);
    },
    insert(row) {
      db.write(() =>
        db.run(
          `INSERT INTO applications (id, case_id, state, private, facts, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          row.id,
          row.caseId,
          row.state,
          row.sealed,
          JSON.stringify(row.facts),
          row.createdAt,
          row.updatedAt,
        ),
      );
    },
    update(row) {
      db.write(() =>
        db.run(
          'UPDATE applications SET state = ?, private = ?, facts = ?, updated_at = ? WHERE id = ?',
          row.state,
          row.sealed,
          JSON.stringify(row.facts),
          row.updatedAt,
          row.id,
        ),
      );
    },
    remove: (id) => void db.write(() => db.run('DELETE FROM applications WHERE id = ?', id)),
  };
}

function toRow(row: Row): ApplicationRow {
  return {
    id: row.id,
    caseId: row.case_id,
    state: row.state,
    sealed: new Uint8Array(row.private),
    facts: JSON.parse(row.facts) as ApplicationFacts,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
