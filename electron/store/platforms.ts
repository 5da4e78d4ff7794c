// The submissions table behind the evidence platforms' port. A row is durable before its first byte leaves the machine.

import type { PlatformStore, PlatformSubmission, SubmissionState } from '../attest/platform/ports.ts';
import type { Database } from './database.ts';

interface Row {
  readonly evidence_id: string;
  readonly platform: string;
  readonly client_ref: string;
  readonly digest_hex: string;
  readonly state: SubmissionState;
  readonly handle: string | null;
  readonly exchanges: string;
  readonly updated_at: string;
}

export function createPlatformStore(db: Database): PlatformStore {
  const get: PlatformStore['get'] = (evidenceId, platform) => {
    const sql = 'SELECT * FROM platform_submission WHERE evidence_id = ? AND platform = ?';
    const row = db.get<Row>(sql, evidenceId, platform);
    return row ? toSubmission(row) : null;
  };
  return {
    get,
    insert: (row) =>
      db.write(() => {
        db.run(
          `INSERT INTO platform_submission (evidence_id, platform, client_ref, digest_hex, state, handle, exchanges,
             updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          row.evidenceId,
          row.platform,
          row.clientRef,
          row.digestHex,
          row.state,
          row.handle,
          JSON.stringify(row.exchanges),
          row.updatedAt,
        );
        return get(row.evidenceId, row.platform)!;
      }),
    update(row) {
      db.write(() =>
        db.run(
          `UPDATE platform_submission SET state = ?, handle = ?, exchanges = ?, updated_at = ?
           WHERE evidence_id = ? AND platform = ?`,
          row.state,
          row.handle,
          JSON.stringify(row.exchanges),
          row.updatedAt,
          row.evidenceId,
          row.platform,
        ),
      );
    },
  };
}

function toSubmission(row: Row): PlatformSubmission {
  return {
    evidenceId: row.evidence_id,
    platform: row.platform,
    clientRef: row.client_ref,
    digestHex: row.digest_hex,
    state: row.state,
    handle: row.handle,
    exchanges: JSON.parse(row.exchanges) as PlatformSubmission['exchanges'],
    updatedAt: row.updated_at,
  };
}
