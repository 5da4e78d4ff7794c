// Cases: names and notes people give, and the salted digest by which statements and the ledger speak of a case.

import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { CaseView } from '../../shared/api/views.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import type { Clock, Random } from '../platform/ports.ts';
import type { Database } from './database.ts';
import type { AuditLog, CaseRecord, CaseStore } from './types.ts';

interface CaseRow {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly salt: Uint8Array;
  readonly created_at: string;
  readonly last_activity_at: string;
  readonly last_sequence: number;
  readonly evidence_count: number;
}

const SELECT = `SELECT c.*, (SELECT count(*) FROM evidence e WHERE e.case_id = c.id) AS evidence_count FROM cases c`;

export function createCaseStore(db: Database, clock: Clock, random: Random, audit: AuditLog): CaseStore {
  const rowOf = (id: string): CaseRow => {
    const row = db.get<CaseRow>(`${SELECT} WHERE c.id = ?`, id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return row;
  };

  function create(input: { readonly name: string; readonly note?: string | undefined }): CaseView {
    const id = `C-${toHex(random.bytes(8))}`;
    const now = clock.now().toISOString();
    db.write(() => {
      db.run(
        'INSERT INTO cases (id, name, note, salt, created_at, last_activity_at) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        input.name,
        input.note ?? '',
        random.bytes(32),
        now,
        now,
      );
      audit.append('case-created', id);
    });
    return toView(rowOf(id));
  }

  function findByName(name: string): CaseRecord | null {
    const row = db.get<CaseRow>(`${SELECT} WHERE c.name = ? ORDER BY c.row LIMIT 1`, name);
    return row ? toRecord(row) : null;
  }

  return {
    list: () =>
      db.all<CaseRow>(`${SELECT} ORDER BY c.last_activity_at DESC, c.row DESC`).map((row) => toView(row)),
    get(id) {
      const row = db.get<CaseRow>(`${SELECT} WHERE c.id = ?`, id);
      return row ? toRecord(row) : null;
    },
    require: (id) => toRecord(rowOf(id)),
    view: (id) => toView(rowOf(id)),
    findByName,
    create,
    ensure: (name) => db.write(() => findByName(name) ?? toRecord(rowOf(create({ name }).id))),
    update(input) {
      db.write(() => {
        const changed = db.run(
          'UPDATE cases SET name = ?, note = ?, last_activity_at = ? WHERE id = ?',
          input.name,
          input.note,
          clock.now().toISOString(),
          input.id,
        );
        if (changed === 0) throw new AppError('input/not-found', { what: input.id });
        audit.append('case-changed', input.id);
      });
      return toView(rowOf(input.id));
    },
    nextSequence: (caseId) => rowOf(caseId).last_sequence + 1,
  };
}

function toRecord(row: CaseRow): CaseRecord {
  return {
    id: row.id,
    name: row.name,
    note: row.note,
    createdAt: row.created_at,
    digest: createHash('sha256').update(row.salt).update(row.id, 'utf8').digest('hex'),
  };
}

function toView(row: CaseRow): CaseView {
  return {
    id: row.id,
    name: row.name,
    note: row.note,
    createdAt: row.created_at,
    evidenceCount: row.evidence_count,
    lastActivityAt: row.last_activity_at,
  };
}
