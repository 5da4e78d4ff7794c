// Sealed items: committed once, read many times, never changed.

import { AppError } from '../../shared/errors.ts';
import type { ListEvidenceInput } from '../../shared/api/inputs.ts';
import { listEvidenceInput } from '../../shared/api/inputs.ts';
import type { EvidenceView, Page, RenewalView } from '../../shared/api/views.ts';
import { toAttestationView } from './attestation-rows.ts';
import { commitSealed, searchText, type CommitDeps } from './commit-sealed.ts';
import {
  factsOf,
  notAfter,
  notBefore,
  proofStates,
  readFiles,
  RECORDED,
  SELECT_EVIDENCE,
  toEvidenceView,
  type EvidenceRow,
} from './evidence-rows.ts';
import type { AttestationStore, EvidenceStore, ExportStore } from './types.ts';

const FORM = `CASE WHEN e.facts ->> '$.kind' = 'file-deposit' THEN 'file' WHEN ${RECORDED} THEN 'process' ELSE 'web' END`;

export function createEvidenceStore(
  deps: CommitDeps,
  attestations: AttestationStore,
  exports: ExportStore,
  renewalOf: (id: string) => RenewalView,
): EvidenceStore {
  const { db } = deps;

  function rowOf(id: string): EvidenceRow {
    const row = db.get<EvidenceRow>(`${SELECT_EVIDENCE} WHERE e.id = ?`, id);
    if (!row) throw new AppError('input/not-found', { what: id });
    return row;
  }

  function views(rows: readonly EvidenceRow[]): readonly EvidenceView[] {
    const proofs = proofStates(
      db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toEvidenceView(row, proofs.get(row.id) ?? ['sealed']));
  }

  function list(input: ListEvidenceInput): Page<EvidenceView> {
    const query = listEvidenceInput.parse(input);
    const where = `WHERE (?1 IS NULL OR e.case_id = ?1) AND (?2 IS NULL OR e.state = ?2)
      AND (?3 = '' OR instr(e.search, ?3) > 0)
      AND (?4 IS NULL OR ${FORM} = ?4)`;
    const filter = [query.caseId, query.state, searchText(query.text.trim()), query.kind] as const;
    const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM evidence e ${where}`, ...filter);
    const rows = db.all<EvidenceRow>(
      `${SELECT_EVIDENCE} ${where} ORDER BY e.row DESC LIMIT ?5 OFFSET ?6`,
      ...filter,
      query.limit,
      query.offset,
    );
    return { items: views(rows), total: total?.total ?? 0 };
  }

  const require = (id: string): EvidenceView => views([rowOf(id)])[0]!;
  const has = (id: string): boolean => db.get('SELECT 1 FROM evidence WHERE id = ?', id) !== undefined;

  return {
    commitSealed(item) {
      commitSealed(deps, item);
      return require(item.facts.id);
    },
    has,
    list,
    get: (id) => (has(id) ? require(id) : null),
    require,
    detail(id) {
      const row = rowOf(id);
      const facts = factsOf(row);
      const records = attestations.ofEvidence(id);
      return {
        ...views([row])[0]!,
        statementSha256: row.statement_sha256,
        statementSm3: row.statement_sm3,
        operator: facts.operator,
        files: readFiles(db, id),
        attestations: records.map((record) => toAttestationView(record)),
        notBefore: notBefore(facts),
        beaconAbsentReason: facts.beaconAbsentReason,
        notAfter: notAfter(records),
        exports: exports.list(id),
        renewal: renewalOf(id),
      };
    },
    facts: (id) => factsOf(rowOf(id)),
    statementDigests(id) {
      const row = rowOf(id);
      return { sha256: row.statement_sha256, sm3: row.statement_sm3 };
    },
    sealedBytes(id) {
      const row = db.get<Record<'index_jsonl' | 'statement' | 'dsse' | 'signer_pem', Uint8Array>>(
        'SELECT index_jsonl, statement, dsse, signer_pem FROM evidence_sealed WHERE evidence_id = ?',
        id,
      );
      if (!row) throw new AppError('input/not-found', { what: id });
      return {
        index: new Uint8Array(row.index_jsonl),
        statement: new Uint8Array(row.statement),
        dsse: new Uint8Array(row.dsse),
        signerPem: new Uint8Array(row.signer_pem),
      };
    },
    files(id) {
      rowOf(id);
      return readFiles(db, id);
    },
    file: (id, path) => readFiles(db, id).find((file) => file.path === path) ?? null,
  };
}
