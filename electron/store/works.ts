// Works of cases behind their interface.

import type { WorkDeposit, WorkView } from '../../shared/api/works.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../platform/ports.ts';
import type { Database } from './database.ts';
import type { AuditLog } from './types.ts';
import type { WorkStore } from './work-types.ts';

interface WorkRow {
  readonly id: string;
  readonly case_id: string;
  readonly case_name: string;
  readonly title: string;
  readonly kind: WorkView['kind'];
  readonly right_holder: string;
  readonly registration_no: string | null;
  readonly date: string | null;
  readonly date_kind: WorkView['dateKind'];
  readonly note: string;
}

const SELECT = 'SELECT w.*, c.name AS case_name FROM works w JOIN cases c ON c.id = w.case_id';
const DEPOSITS = `SELECT e.id AS evidenceId, e.facts ->> '$.title' AS title, e.state, e.sealed_at AS sealedAt
  FROM work_deposits d JOIN evidence e ON e.id = d.evidence_id WHERE d.work_id = ? ORDER BY e.row`;

export function createWorkStore(db: Database, random: Random, audit: AuditLog): WorkStore {
  const toView = (row: WorkRow): WorkView => ({
    id: row.id,
    caseId: row.case_id,
    caseName: row.case_name,
    title: row.title,
    kind: row.kind,
    rightHolder: row.right_holder,
    registrationNo: row.registration_no,
    date: row.date,
    dateKind: row.date_kind,
    note: row.note,
    deposits: db.all<WorkDeposit>(DEPOSITS, row.id),
  });

  function require(id: string): WorkView {
    const row = db.get<WorkRow>(`${SELECT} WHERE w.id = ?`, id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return toView(row);
  }

  return {
    list: (of) =>
      ('caseId' in of
        ? db.all<WorkRow>(`${SELECT} WHERE w.case_id = ? ORDER BY w.row`, of.caseId)
        : db.all<WorkRow>(
            `${SELECT} WHERE w.id IN (SELECT work_id FROM work_deposits WHERE evidence_id = ?) ORDER BY w.row`,
            of.evidenceId,
          )
      ).map(toView),
    create(input) {
      const id = `W-${toHex(random.bytes(8))}`;
      db.write(() => {
        if (!db.get('SELECT 1 FROM cases WHERE id = ?', input.caseId)) {
          throw new AppError('input/not-found', { what: input.caseId });
        }
        db.run(
          `INSERT INTO works (id, case_id, title, kind, right_holder, registration_no, date, date_kind, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          input.caseId,
          input.title,
          input.kind,
          input.rightHolder,
          input.registrationNo,
          input.date,
          input.dateKind,
          input.note,
        );
        audit.append('work-added', id, { case: input.caseId });
      });
      return require(id);
    },
    update(input) {
      db.write(() => {
        const changed = db.run(
          `UPDATE works SET title = ?, kind = ?, right_holder = ?, registration_no = ?, date = ?, date_kind = ?, note = ?
           WHERE id = ?`,
          input.title,
          input.kind,
          input.rightHolder,
          input.registrationNo,
          input.date,
          input.dateKind,
          input.note,
          input.id,
        );
        if (changed === 0) throw new AppError('input/not-found', { what: input.id });
        audit.append('work-changed', input.id);
      });
      return require(input.id);
    },
    remove(id) {
      db.write(() => {
        const { caseId, deposits } = require(id);
        db.run('DELETE FROM work_deposits WHERE work_id = ?', id);
        db.run('DELETE FROM works WHERE id = ?', id);
        audit.append('work-removed', id, {
          case: caseId,
          deposits: deposits.map(({ evidenceId }) => evidenceId),
        });
      });
    },
    link({ id, evidenceId, linked }) {
      db.write(() => {
        require(id);
        const kind = db.get<{ kind: string }>(
          "SELECT facts ->> '$.kind' AS kind FROM evidence WHERE id = ?",
          evidenceId,
        )?.kind;
        if (kind !== 'file-deposit') throw new AppError('input/not-found', { what: evidenceId });
        const sql = linked
          ? 'INSERT OR IGNORE INTO work_deposits (work_id, evidence_id) VALUES (?, ?)'
          : 'DELETE FROM work_deposits WHERE work_id = ? AND evidence_id = ?';
        if (db.run(sql, id, evidenceId) === 0) return;
        audit.append(linked ? 'work-linked' : 'work-unlinked', id, { evidence: evidenceId });
      });
      return require(id);
    },
  };
}
