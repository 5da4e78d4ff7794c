// The moment an item comes into being: everything that belongs to it in one transaction, or nothing of it.

import { assert } from '../../shared/assert.ts';
import { isEvidenceId } from '../../shared/evidence/id.ts';
import type { Random } from '../platform/ports.ts';
import { insertAttestations } from './attestation-rows.ts';
import type { Database } from './database.ts';
import type { AuditLog, CaseStore, SealedItem } from './types.ts';

export interface CommitDeps {
  readonly db: Database;
  readonly random: Random;
  readonly audit: AuditLog;
  readonly cases: CaseStore;
}

/** Throws store/…; a wrong sequence, a double id or a foreign case digest is a defect of the caller. */
export function commitSealed(deps: CommitDeps, item: SealedItem): void {
  const { db, random, audit, cases } = deps;
  const { facts, caseId, sealedAt } = item;
  const { sequence } = facts.case;
  assert(isEvidenceId(facts.id), 'an evidence id');
  assert(
    item.thumbnailPath === null || item.files.some(({ path }) => path === item.thumbnailPath),
    'the thumbnail is one of the files',
  );
  db.write(() => {
    assert(facts.case.digest === cases.require(caseId).digest, 'the statement names its case');
    assert(sequence === cases.nextSequence(caseId), 'sequences have no gaps');
    insertEvidence(db, item);
    insertFiles(db, item);
    db.run(
      'INSERT INTO evidence_sealed (evidence_id, index_jsonl, statement, dsse, signer_pem) VALUES (?, ?, ?, ?, ?)',
      facts.id,
      item.sealed.index,
      item.sealed.statement,
      item.sealed.dsse,
      item.sealed.signerPem,
    );
    db.run(
      'UPDATE cases SET last_sequence = ?, last_activity_at = ? WHERE id = ?',
      sequence,
      sealedAt,
      caseId,
    );
    const target = { subject: 'statement', evidenceId: facts.id } as const;
    insertAttestations(db, random, target, item.attestations, sealedAt);
    if (item.ledgerEntry) {
      db.run(
        'INSERT INTO ledger_queue (evidence_id, entry) VALUES (?, ?)',
        facts.id,
        JSON.stringify(item.ledgerEntry),
      );
    }
    endJob(db, item);
    audit.append('evidence-sealed', facts.id, {
      caseId,
      sequence,
      state: facts.state,
      statementSha256: item.statementDigests.sha256,
    });
  });
}

function insertEvidence(db: Database, item: SealedItem): void {
  const { facts, files } = item;
  db.run(
    `INSERT INTO evidence (id, case_id, sequence, state, sealed_at, payload_bytes, file_count, thumbnail_path,
       statement_sha256, statement_sm3, facts, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    facts.id,
    item.caseId,
    facts.case.sequence,
    facts.state,
    item.sealedAt,
    files.reduce((sum, file) => sum + file.size, 0),
    files.length,
    item.thumbnailPath,
    item.statementDigests.sha256,
    item.statementDigests.sm3,
    JSON.stringify(facts),
    searchText([facts.id, facts.title, facts.requestedUrl, facts.finalUrl].join('\n')),
  );
}

function insertFiles(db: Database, item: SealedItem): void {
  for (const file of item.files) {
    db.run(
      'INSERT INTO evidence_files (evidence_id, path, size, sha256, sm3, media_type) VALUES (?, ?, ?, ?, ?, ?)',
      item.facts.id,
      file.path,
      file.size,
      file.sha256,
      file.sm3,
      file.mediaType,
    );
    db.run('DELETE FROM vault_intents WHERE case_id = ? AND sha256 = ?', item.caseId, file.sha256);
  }
}

function endJob(db: Database, item: SealedItem): void {
  if (!item.job) return;
  const { id, state = 'done', error = null, labels = [] } = item.job;
  db.run(
    `UPDATE jobs SET state = ?, error = ?, ended_at = ?, evidence_id = ?, capture_state = ?, labels = ? WHERE id = ?`,
    state,
    error && JSON.stringify(error),
    item.sealedAt,
    item.facts.id,
    item.facts.state,
    JSON.stringify(labels),
    id,
  );
}

/** The form in which both sides of a search are compared: compatibility forms and case make no difference. */
export function searchText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
