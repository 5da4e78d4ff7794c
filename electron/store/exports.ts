// Where packages were exported to.

import type { ExportView } from '../../shared/api/views.ts';
import type { Database } from './database.ts';
import type { AuditLog, ExportStore } from './types.ts';

export function createExportStore(db: Database, audit: AuditLog): ExportStore {
  return {
    add(evidenceId, made) {
      db.write(() => {
        db.run(
          'INSERT INTO exports (evidence_id, path, at, size, sha256) VALUES (?, ?, ?, ?, ?)',
          evidenceId,
          made.path,
          made.at,
          made.sizeBytes,
          made.sha256,
        );
        audit.append('evidence-exported', evidenceId, { sha256: made.sha256, sizeBytes: made.sizeBytes });
      });
    },
    begin(path, at) {
      db.write(() => db.run('INSERT OR REPLACE INTO export_intents (path, at) VALUES (?, ?)', path, at));
    },
    end(path) {
      db.write(() => db.run('DELETE FROM export_intents WHERE path = ?', path));
    },
    unfinished: () =>
      db.all<{ path: string }>('SELECT path FROM export_intents ORDER BY path').map(({ path }) => path),
    list: (evidenceId) =>
      db.all<ExportView>(
        'SELECT path, at, size AS sizeBytes, sha256 FROM exports WHERE evidence_id = ? ORDER BY row DESC',
        evidenceId,
      ),
  };
}
