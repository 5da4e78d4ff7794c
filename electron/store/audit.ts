// The audit log: append-only by triggers, each row bound to the one before by SHA-256 over its canonical JSON.
// It shows an edit in the middle; that the newest rows are missing shows only against a hash known elsewhere.

import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../shared/bytes/canonical-json.ts';
import { isAuditAction, type AuditAction } from './audit-actions.ts';
import type { Clock } from '../platform/ports.ts';
import type { Database } from './database.ts';
import type { AuditEntry, AuditLog, AuditReport } from './types.ts';

interface AuditRow {
  readonly sequence: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string | null;
  readonly details: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** What the first entry is bound to. */
const AUDIT_START = '0'.repeat(64);
const VERIFY_STEP = 1_000;

export function createAuditLog(db: Database, clock: Clock): AuditLog {
  function append(action: AuditAction, subject: string | null, details: Json = {}): void {
    db.write(() => {
      const last = db.get<AuditRow>('SELECT * FROM audit ORDER BY sequence DESC LIMIT 1');
      const entry = {
        sequence: (last?.sequence ?? 0) + 1,
        at: clock.now().toISOString(),
        action,
        subject,
        details: canonicalJson(details),
        previous_hash: last?.hash ?? AUDIT_START,
      };
      db.run(
        `INSERT INTO audit (sequence, at, action, subject, details, previous_hash, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        entry.sequence,
        entry.at,
        entry.action,
        entry.subject,
        entry.details,
        entry.previous_hash,
        hashOf(entry),
      );
    });
  }

  function verify(): AuditReport {
    let entries = 0;
    let previousHash = AUDIT_START;
    for (;;) {
      const rows = db.all<AuditRow>(
        'SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?',
        entries,
        VERIFY_STEP,
      );
      for (const row of rows) {
        const problem = problemOf(row, entries + 1, previousHash);
        if (problem) return { intact: false, entries, firstBroken: entries + 1, problem };
        entries += 1;
        previousHash = row.hash;
      }
      if (rows.length < VERIFY_STEP) break;
    }
    const stray = db.get('SELECT 1 FROM audit WHERE sequence < 1');
    if (stray) return { intact: false, entries, firstBroken: 1, problem: 'sequence' };
    return { intact: true, entries, firstBroken: null, problem: null };
  }

  return {
    append,
    verify,
    list(offset, limit) {
      const rows = db.all<AuditRow>(
        'SELECT * FROM audit ORDER BY sequence DESC LIMIT ? OFFSET ?',
        limit,
        offset,
      );
      const total = db.get<{ total: number }>('SELECT count(*) AS total FROM audit')?.total ?? 0;
      return { items: rows.map(toEntry), total };
    },
  };
}

function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { sequence, at, action, subject, details, previous_hash: previousHash } = row;
  const text = canonicalJson({ sequence, at, action, subject, details, previousHash });
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function problemOf(row: AuditRow, sequence: number, previousHash: string): AuditReport['problem'] {
  if (row.sequence !== sequence) return 'sequence';
  if (row.previous_hash !== previousHash) return 'chain';
  if (hashOf(row) !== row.hash) return 'hash';
  return isAuditAction(row.action) ? null : 'unreadable';
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    sequence: row.sequence,
    at: row.at,
    action: row.action as AuditAction,
    subject: row.subject,
    details: JSON.parse(row.details) as Json,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
