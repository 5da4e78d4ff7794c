// Rows of sealed items as the screens see them.

import type { AttestationKind, EvidenceView, FileView } from '../../shared/api/views.ts';
import type { EvidenceFacts } from '../../shared/evidence/statement.ts';
import type { CaptureState, ProofState } from '../../shared/evidence/states.ts';
import type { TimeBound } from '../../shared/verify/report.ts';
import { bestBound } from '../../shared/verify/summary.ts';
import type { Database } from './database.ts';
import type { AttestationRecord } from './types.ts';

export interface EvidenceRow {
  readonly row: number;
  readonly id: string;
  readonly case_id: string;
  readonly case_name: string;
  readonly sequence: number;
  readonly state: CaptureState;
  readonly sealed_at: string;
  readonly payload_bytes: number;
  readonly file_count: number;
  readonly thumbnail_path: string | null;
  readonly statement_sha256: string;
  readonly statement_sm3: string;
  readonly facts: string;
  readonly recorded: number;
}

/** A film of what a person did is what makes a capture a recorded session. */
export const RECORDED = `EXISTS (SELECT 1 FROM evidence_files f WHERE f.evidence_id = e.id AND f.path = 'data/recording.webm')`;

export const SELECT_EVIDENCE = `SELECT e.*, ${RECORDED} AS recorded, c.name AS case_name
  FROM evidence e JOIN cases c ON c.id = e.case_id`;

/** Cosignatures have a table of their own; a platform's receipt stands as a chain's row of a statement. */
type StoredKind = Exclude<AttestationKind, 'witness' | 'platform'>;

const STATE_OF: Readonly<Record<StoredKind, ProofState>> = {
  signature: 'signed',
  timestamp: 'timestamped',
  ledger: 'logged',
  chain: 'anchored',
};
const ORDER: readonly ProofState[] = ['sealed', 'signed', 'timestamped', 'logged', 'anchored', 'pending'];

/** The steps taken by each of these items, in the order of the flow, 'pending' last. */
export function proofStates(
  db: Database,
  ids: readonly string[],
): ReadonlyMap<string, readonly ProofState[]> {
  // A platform's receipt (a chain's row of a statement) is its word and no step: it shows as pending alone.
  const rows = db.all<{ id: string; kind: StoredKind; state: string }>(
    `WITH wanted (id) AS (SELECT value FROM json_each(?))
     SELECT w.id, a.kind, a.state FROM wanted w JOIN attestations a ON a.evidence_id = w.id
       WHERE a.kind <> 'chain' OR a.state = 'pending'
     UNION
     SELECT w.id, a.kind, a.state FROM wanted w JOIN evidence_ledger l ON l.evidence_id = w.id
       JOIN attestations a ON a.origin = l.origin AND a.size = l.size`,
    JSON.stringify(ids),
  );
  const found = new Map(ids.map((id) => [id, new Set<ProofState>(['sealed'])]));
  for (const { id, kind, state } of rows) {
    if (state === 'obtained') found.get(id)?.add(STATE_OF[kind]);
    else if (state === 'pending') found.get(id)?.add('pending');
  }
  return new Map([...found].map(([id, states]) => [id, ORDER.filter((state) => states.has(state))]));
}

export function toEvidenceView(row: EvidenceRow, proofs: readonly ProofState[]): EvidenceView {
  const facts = factsOf(row);
  return {
    id: row.id,
    caseId: row.case_id,
    caseName: row.case_name,
    sequence: row.sequence,
    kind: facts.kind,
    recorded: row.recorded === 1,
    requestedUrl: facts.requestedUrl,
    finalUrl: facts.finalUrl,
    title: facts.title,
    httpStatus: facts.httpStatus,
    state: row.state,
    reasons: facts.reasons,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    sealedAt: row.sealed_at,
    payloadBytes: row.payload_bytes,
    fileCount: row.file_count,
    proofs,
    demonstration: facts.demonstration,
    thumbnailPath: row.thumbnail_path,
  };
}

export function factsOf(row: EvidenceRow): EvidenceFacts {
  return JSON.parse(row.facts) as EvidenceFacts;
}

export function readFiles(db: Database, evidenceId: string): readonly FileView[] {
  return db
    .all<{ path: string; size: number; sha256: string; sm3: string; media_type: string }>(
      'SELECT path, size, sha256, sm3, media_type FROM evidence_files WHERE evidence_id = ? ORDER BY path',
      evidenceId,
    )
    .map(({ path, size, sha256, sm3, media_type: mediaType }) => ({
      path,
      sizeBytes: size,
      sha256,
      sm3,
      mediaType,
    }));
}

/** The block that the statement names as older than the capture. What it proves is for the verifier to say. */
export function notBefore(facts: EvidenceFacts): TimeBound | null {
  const { beacon } = facts;
  if (!beacon) return null;
  return {
    at: beacon.blockTime,
    source: `${beacon.chainName} #${beacon.blockNumber}`,
    trusted: false,
    demonstration: beacon.simulated,
  };
}

/** The outside time that covers the item, chosen as the verifier does. */
export function notAfter(attestations: readonly AttestationRecord[]): TimeBound | null {
  const bounds = attestations
    .filter(({ kind, state }) => state === 'obtained' && (kind === 'timestamp' || kind === 'chain'))
    .map(({ at, provider, trusted, demonstration }) => ({
      at: at!,
      source: provider,
      trusted,
      demonstration,
    }));
  return bestBound(bounds);
}
