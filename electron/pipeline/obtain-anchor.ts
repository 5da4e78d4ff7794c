// A checkpoint's anchor: one step on the way, or its proof with what it cost.

import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import type { AnchorRecord } from '../../shared/chain/types.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { parseCheckpointNote } from '../../shared/ledger/checkpoint.ts';
import type { AttestationRecord, ObtainedProof } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';

/** Null where the chain is configured no longer. Throws chain/…. */
export async function obtainAnchor(
  deps: PipelineDeps,
  row: AttestationRecord,
  signal: AbortSignal,
): Promise<ObtainedProof | null> {
  const { target } = row;
  if (target.subject !== 'checkpoint') throw new Error('only checkpoints are anchored');
  const chain = await deps.chain();
  if (!chain || chain.profile.name !== row.provider) return null;
  const checkpoint = parseCheckpointNote(noteOf(deps, target));
  const submitted = await chain.submit(checkpoint, signal);
  const anchor = submitted.state === 'final' ? submitted : await advance(chain, submitted.id, signal);
  if (anchor.state !== 'final') {
    if (anchor.errorCode === null) throw new AppError('chain/not-final', { chain: row.provider });
    throw await anchorFailure(chain, anchor.errorCode, anchor.state, signal);
  }
  const record = await chain.collectProof(anchor.id, signal);
  if (record.material === undefined) deps.rememberBlock(record);
  return {
    at: record.blockTime,
    trusted: !record.simulated && record.material === undefined,
    facts: [
      { key: 'chainId', value: String(record.chainId) },
      { key: 'contract', value: record.contract },
      { key: 'txHash', value: record.txHash },
      { key: 'blockNumber', value: String(record.blockNumber) },
      { key: 'blockHash', value: record.blockHash },
      { key: 'root', value: toHex(checkpoint.root) },
      ...costFacts(record, deps.store.attestations.itemsOf(target.origin, target.size).length),
      ...(record.transport ? [{ key: 'transport', value: record.transport }] : []),
      ...(record.material ? [{ key: 'proof', value: '需联网核验 to be checked online' }] : []),
    ],
    files: [
      {
        path: `attest/chain/${record.chainName}-${record.txHash.slice(2, 18)}.json`,
        bytes: toUtf8(canonicalJson(record)),
      },
    ],
  };
}

type Chain = NonNullable<Awaited<ReturnType<PipelineDeps['chain']>>>;

/** The anchor's row keeps the code alone; what the node says now fills the sentence. Throws what the node is found to lack. */
async function anchorFailure(
  chain: Chain,
  code: ErrorCode,
  problem: string,
  signal: AbortSignal,
): Promise<AppError> {
  const { sender } = await chain.health(signal);
  return new AppError(code, { chain: chain.profile.name, account: sender, problem });
}

async function advance(chain: Chain, id: number, signal: AbortSignal) {
  const rows = await chain.advance(signal);
  const row = rows.find((each) => each.id === id);
  if (!row) throw new AppError('chain/bad-response', { problem: 'the anchor is not among the open ones' });
  return row;
}

/** What the checkpoint cost, and what that is for each item under it. */
function costFacts({ cost }: AnchorRecord, items: number): ObtainedProof['facts'] {
  if (!cost) return [];
  const wei = BigInt(cost.gasUsed) * BigInt(cost.gasPriceWei);
  return [
    { key: 'gasUsed', value: String(cost.gasUsed) },
    { key: 'gasPrice', value: `${cost.gasPriceWei} wei` },
    { key: 'costPerItem', value: `${wei / BigInt(Math.max(1, items))} wei / ${items}` },
  ];
}

/** A checkpoint's signed note. Throws input/not-found. */
export function noteOf(
  { ledgerOf }: PipelineDeps,
  { origin, size }: { origin: string; size: number },
): string {
  const ledger = ledgerOf(origin);
  if (!ledger) throw new AppError('input/not-found', { what: `ledger ${origin}` });
  return ledger.checkpointNote(size);
}
