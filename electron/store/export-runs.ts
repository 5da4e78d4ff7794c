// Runs of the batch export and their items.

import type {
  ExportDisc,
  ExportItemState,
  ExportItemView,
  ExportOptions,
  ExportRunState,
} from '../../shared/api/exports.ts';
import { listExportItemsInput } from '../../shared/api/exports.ts';
import type { Json } from '../../shared/bytes/canonical-json.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Random } from '../platform/ports.ts';
import type { Database } from './database.ts';
import type { ExportRunStore, StoredExportRun } from './export-run-types.ts';
import type { AuditLog } from './types.ts';

interface RunRow {
  readonly id: string;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly state: ExportRunState;
  readonly folder: string;
  readonly options: string;
  readonly error: string | null;
  readonly discs: string;
}

interface ItemRow {
  readonly number: number;
  readonly evidence_id: string | null;
  readonly label: string;
  readonly state: ExportItemState;
  readonly excluded: ExportItemView['excluded'];
  readonly error: string | null;
  readonly capture_state: ExportItemView['captureState'];
  readonly disc: number | null;
  readonly folder: string | null;
  readonly files: string;
  readonly facts: string | null;
  readonly rewritten: number;
}

const of = (state: ExportItemState): string => `count(*) FILTER (WHERE state = '${state}') AS ${state}`;

export function createExportRunStore(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: AuditLog;
}): ExportRunStore {
  const { db, clock, random, audit } = deps;

  function view(row: RunRow): StoredExportRun {
    // Each state is counted by itself: that they add up is a fact to be checked.
    const { bytes, ...counts } = db.get<StoredExportRun['counts'] & { bytes: number }>(
      `SELECT count(*) AS requested, ${of('waiting')}, ${of('done')}, ${of('failed')}, ${of('excluded')},
         coalesce(sum(rewritten), 0) AS rewritten,
         coalesce(sum((SELECT sum(value ->> 'size') FROM json_each(files))), 0) AS bytes
       FROM export_items WHERE run_id = ?`,
      row.id,
    )!;
    return {
      id: row.id,
      state: row.state,
      createdAt: row.created_at,
      endedAt: row.ended_at,
      folder: row.folder,
      options: JSON.parse(row.options) as ExportOptions,
      counts,
      balanced: counts.requested === counts.done + counts.failed + counts.excluded + counts.waiting,
      sizeBytes: bytes,
      error: row.error === null ? null : (JSON.parse(row.error) as StoredExportRun['error']),
      discs: JSON.parse(row.discs) as readonly ExportDisc[],
    };
  }

  function require(id: string): StoredExportRun {
    const row = db.get<RunRow>('SELECT * FROM export_runs WHERE id = ?', id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return view(row);
  }

  const ended = (state: ExportRunState): string | null =>
    state === 'running' ? null : clock.now().toISOString();

  return {
    create({ folder, options, items }) {
      const id = `X-${toHex(random.bytes(8))}`;
      db.write(() => {
        db.run(
          `INSERT INTO export_runs (id, created_at, state, folder, options) VALUES (?, ?, 'running', ?, ?)`,
          id,
          clock.now().toISOString(),
          folder,
          JSON.stringify(options),
        );
        for (const [index, item] of items.entries()) {
          db.run(
            `INSERT INTO export_items (run_id, number, evidence_id, label, state, excluded, capture_state)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
            id,
            index + 1,
            item.evidenceId,
            item.label,
            item.excluded === null ? 'waiting' : 'excluded',
            item.excluded,
            item.captureState,
          );
        }
        audit.append('export-run-started', id, { items: items.length });
      });
      return require(id);
    },
    list: () =>
      db.all<RunRow>('SELECT * FROM export_runs ORDER BY row DESC LIMIT 200').map((row) => view(row)),
    require,
    items(input) {
      const { id, filter, offset, limit } = listExportItemsInput.parse(input);
      const where = `WHERE run_id = ?1 AND (?2 = 'all' OR state = ?2)`;
      const total = db.get<{ n: number }>(`SELECT count(*) AS n FROM export_items ${where}`, id, filter)!.n;
      const rows = db.all<ItemRow>(
        `SELECT * FROM export_items ${where} ORDER BY number LIMIT ?3 OFFSET ?4`,
        id,
        filter,
        limit,
        offset,
      );
      return { items: rows.map(toItem), total };
    },
    all: (id) =>
      db.all<ItemRow>('SELECT * FROM export_items WHERE run_id = ? ORDER BY number', id).map((row) => ({
        ...toItem(row),
        facts: row.facts === null ? null : (JSON.parse(row.facts) as Json),
      })),
    itemDone(id, number, made) {
      db.write(() =>
        db.run(
          `UPDATE export_items SET state = 'done', error = NULL, disc = ?, folder = ?, files = ?, facts = ?
           WHERE run_id = ? AND number = ?`,
          made.disc,
          made.folder,
          JSON.stringify(made.files),
          JSON.stringify(made.facts),
          id,
          number,
        ),
      );
    },
    itemFailed(id, number, error) {
      db.write(() =>
        db.run(
          `UPDATE export_items SET state = 'failed', error = ? WHERE run_id = ? AND number = ?`,
          JSON.stringify(error),
          id,
          number,
        ),
      );
    },
    itemLost(id, number) {
      db.write(() =>
        db.run(
          `UPDATE export_items SET state = 'waiting', rewritten = 1, disc = NULL, folder = NULL, files = '[]'
           WHERE run_id = ? AND number = ?`,
          id,
          number,
        ),
      );
    },
    retryFailed(id) {
      db.write(() =>
        db.run(
          `UPDATE export_items SET state = 'waiting', error = NULL WHERE run_id = ? AND state = 'failed'`,
          id,
        ),
      );
    },
    setState(id, state, error = null, discs = []) {
      db.write(() => {
        db.run(
          'UPDATE export_runs SET state = ?, ended_at = ?, error = ?, discs = ? WHERE id = ?',
          state,
          ended(state),
          error === null ? null : JSON.stringify(error),
          JSON.stringify(discs),
          id,
        );
        if (state !== 'running') audit.append('export-run-ended', id, { state });
      });
    },
    interruptRunning() {
      db.write(() =>
        db.run(
          `UPDATE export_runs SET state = 'interrupted', ended_at = ? WHERE state = 'running'`,
          clock.now().toISOString(),
        ),
      );
    },
  };
}

function toItem(row: ItemRow): ExportItemView {
  return {
    number: row.number,
    evidenceId: row.evidence_id,
    label: row.label,
    state: row.state,
    excluded: row.excluded,
    error: row.error === null ? null : (JSON.parse(row.error) as ExportItemView['error']),
    captureState: row.capture_state,
    disc: row.disc,
    folder: row.folder,
    files: JSON.parse(row.files) as ExportItemView['files'],
    rewritten: row.rewritten === 1,
  };
}
