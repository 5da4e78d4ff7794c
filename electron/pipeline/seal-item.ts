// Facts and stored files -> a sealed, committed item. One step without a pause in between, so that a case's numbers have
// no gaps.

import { arch, platform, release } from 'node:os';
import { buildEvidenceId } from '../../shared/evidence/id.ts';
import { THUMBNAIL_PATH } from '../../shared/evidence/package-paths.ts';
import type { EvidenceFacts, VantageFacts } from '../../shared/evidence/statement.ts';
import { parseStatement } from '../../shared/evidence/statement-file.ts';
import { ledgerEntryOf } from '../../shared/ledger/entry.ts';
import { buildOperatorFacts } from '../identity/operator.ts';
import type { PayloadFile, SealedItem } from '../store/types.ts';
import { newStatementAttestations } from './attestation-rows.ts';
import type { BeaconOutcome } from './beacon.ts';
import type { PipelineDeps } from './deps.ts';

/** What is sealed; the rest of a statement (number, operator, demonstration …) follows from where it is sealed. */
export interface ItemFacts extends Pick<
  EvidenceFacts,
  | 'kind'
  | 'requestedUrl'
  | 'finalUrl'
  | 'title'
  | 'httpStatus'
  | 'state'
  | 'reasons'
  | 'startedAt'
  | 'endedAt'
  | 'clock'
  | 'tools'
> {
  readonly vantage: Omit<VantageFacts, 'platform'>;
}

/** What an item is made for. */
export interface ItemTarget {
  readonly caseId: string;
  /** Number that was chosen before; a new one where it is left out. */
  readonly evidenceNumber?: string | undefined;
  readonly job: SealedItem['job'];
}

export function sealItem(
  deps: PipelineDeps,
  { caseId, evidenceNumber, job }: ItemTarget,
  item: ItemFacts,
  files: readonly PayloadFile[],
  { beacon, absentReason }: BeaconOutcome,
): void {
  const { store } = deps;
  const target = store.cases.require(caseId);
  const now = deps.clock.now();
  const settings = store.settings.get();
  const facts: EvidenceFacts = {
    ...item,
    id: evidenceNumber ?? newId(deps, now),
    case: { digest: target.digest, sequence: store.cases.nextSequence(target.id) },
    beacon,
    beaconAbsentReason: absentReason,
    operator: buildOperatorFacts(settings.operator),
    vantage: { ...item.vantage, platform: `${platform()} ${release()} ${arch()}` },
    demonstration: deps.demonstration,
  };
  const sealed = deps.seal({
    facts,
    files: files.map(({ path, size, sha256, sm3 }) => ({ path, size, sha256, sm3 })),
    signer: deps.signer,
    random: deps.random,
    hashers: deps.hashers,
  });
  store.evidence.commitSealed({
    caseId: target.id,
    facts,
    sealedAt: now.toISOString(),
    statementDigests: sealed.statementDigests,
    sealed,
    files,
    thumbnailPath: files.find((file) => file.path === THUMBNAIL_PATH)?.path ?? null,
    attestations: newStatementAttestations(settings, deps.signer, deps.ledger.origin, now),
    ledgerEntry: ledgerEntryOf(parseStatement(sealed.statement), sealed.statementDigests),
    job,
  });
}

export function newId({ random, store }: PipelineDeps, now: Date): string {
  for (;;) {
    const id = buildEvidenceId(now, random.bytes(5));
    if (!store.evidence.has(id)) return id;
  }
}
