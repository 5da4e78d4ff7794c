// Was this checkpoint's root registered on that chain? Offline, from an anchor record alone: registry key, header hash,
// storage proof, receipt proof, transaction. Whether the block belongs to the chain is for the trust policy to say.

import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { equalBytes } from '../bytes/utf8.ts';
import { toHex } from '../bytes/hex.ts';
import { AppError } from '../errors.ts';
import type { Checkpoint } from '../ledger/types.ts';
import { type BlockHeader, parseHeader } from './header.ts';
import { fromData, integerBytes, toData } from './quantity.ts';
import { parseReceipt } from './receipt.ts';
import { parseAnchorRecord } from './record.ts';
import {
  anchorCallData,
  isAnchoredEvent,
  logIdOf,
  REGISTRY_CODE_HASHES,
  registryKey,
  registrySlot,
} from './registry.ts';
import { decodeRlp, encodeRlp, expectString, expectStrings } from './rlp.ts';
import { parseTransaction } from './transaction.ts';
import { provenValue } from './trie.ts';
import { sealProblem, trustOfBlock, type TrustedBlocks } from './trusted.ts';
import type { AnchorCheckCode, AnchorRecord, AnchorReport } from './types.ts';

const MAX_HEX_BYTES = 1_000_000;

/**
 * Never throws.
 * @param input.record bytes of the record's file
 * @param input.checkpoint the one that a verified tlog-proof names
 */
export function verifyAnchor(input: {
  readonly record: Uint8Array;
  readonly checkpoint: Checkpoint;
  readonly trustedChains: readonly TrustedBlocks[];
}): AnchorReport {
  let record: AnchorRecord | null;
  try {
    record = parseAnchorRecord(input.record);
  } catch (error) {
    return report('fail', 'anchor-malformed', problemOf(error), null);
  }
  if (!record) return report('unsupported', 'anchor-format-unknown', null, null);
  try {
    return judge(record, input.checkpoint, input.trustedChains);
  } catch (error) {
    return report('fail', 'anchor-malformed', problemOf(error), null);
  }
}

function judge(
  record: AnchorRecord,
  checkpoint: Checkpoint,
  trustedChains: readonly TrustedBlocks[],
): AnchorReport {
  const fail = (code: AnchorCheckCode, detail: string | null = null): AnchorReport =>
    report('fail', code, detail, null);
  if (!namesCheckpoint(record, checkpoint)) return fail('anchor-other-checkpoint');
  if (record.headerRlp === '0x') return judgeOnlineOnly(record, checkpoint);
  const header = parseHeader(fromData(record.headerRlp, { max: MAX_HEX_BYTES }));
  const blockTime = new Date(header.timestamp * 1000).toISOString();
  if (
    toData(header.hash) !== record.blockHash ||
    header.number !== record.blockNumber ||
    blockTime !== record.blockTime
  ) {
    return fail('anchor-header-mismatch');
  }
  const transactionProblem = checkTransaction(record, checkpoint);
  if (transactionProblem) return fail('anchor-transaction-mismatch', transactionProblem);
  const storageProblem = attempt(() => checkStorage(record, header));
  if (storageProblem) return fail('anchor-storage-mismatch', storageProblem);
  const receiptProblem = attempt(() => checkReceipt(record, header, checkpoint));
  if (receiptProblem) return fail('anchor-receipt-mismatch', receiptProblem);
  const sealed = sealProblem(header);
  if (sealed) return fail('anchor-seals-bad', sealed);
  if (!record.storageProof && !record.receiptProof) {
    return report('unsupported', 'anchor-without-proof', null, blockTime);
  }

  const trust = trustOfBlock(header, record.chainId, trustedChains);
  if (trust.kind === 'unknown') return report('untrusted', 'anchor-block-untrusted', null, blockTime);
  if (trust.kind === 'short') {
    const { seals, validators } = trust.count;
    return {
      ...report('untrusted', 'anchor-seals-short', `${seals} / ${validators}`, blockTime),
      seals: trust.count,
    };
  }
  if (trust.chain.demonstration !== record.simulated) return fail('anchor-demonstration-mismatch');
  if (trust.kind === 'listed') return report('pass', 'anchor-trusted', null, blockTime);
  return { ...report('pass', 'anchor-sealed', null, blockTime), seals: trust.count };
}

/** No header that could be hashed: the transaction is ours and says this checkpoint; that it was taken, nodes said. */
function judgeOnlineOnly(record: AnchorRecord, checkpoint: Checkpoint): AnchorReport {
  const problem = checkTransaction(record, checkpoint);
  if (problem) return report('fail', 'anchor-transaction-mismatch', problem, null);
  if (record.storageProof || record.receiptProof)
    return report('fail', 'anchor-malformed', 'proof without a header', null);
  return report('unsupported', 'anchor-online-only', null, null);
}

function namesCheckpoint(record: AnchorRecord, checkpoint: Checkpoint): boolean {
  const { origin, size, rootHex } = record.checkpoint;
  return (
    origin === checkpoint.origin &&
    size === checkpoint.size &&
    rootHex === toHex(checkpoint.root) &&
    record.logId === toData(logIdOf(origin)) &&
    record.key === toData(registryKey(checkpoint))
  );
}

/** Null where it is the transaction that was hashed and (where it calls the registry itself) registers this root. */
function checkTransaction(record: AnchorRecord, checkpoint: Checkpoint): string | null {
  const raw = fromData(record.rawTransaction, { max: MAX_HEX_BYTES });
  if (toData(keccak(raw)) !== record.txHash) return 'hash';
  const { chainId, to, data } = parseTransaction(raw);
  if (chainId !== null && chainId !== record.chainId) return 'chain id';
  if (toData(to) !== record.contract) return 'contract';
  return equalBytes(data, anchorCallData(checkpoint)) ? null : 'call data';
}

/** Null where the registry's account and slot are proven in the header's state and hold this very block. */
function checkStorage(record: AnchorRecord, header: BlockHeader): string | null {
  const proof = record.storageProof;
  if (!proof) return null;
  const slot = registrySlot(fromData(record.key, { exact: 32 }));
  if (proof.slot !== toData(slot)) return 'slot';
  const account = provenValue(
    header.stateRoot,
    keccak(fromData(record.contract, { exact: 20 })),
    proof.accountProof.map((node) => fromData(node, { max: MAX_HEX_BYTES })),
  );
  if (!account) return 'no such account';
  const [, , storageRoot, codeHash] = expectStrings(decodeRlp(account), 4, 4);
  if (!REGISTRY_CODE_HASHES.includes(toData(codeHash!))) return 'the contract is not the registry';
  const value = provenValue(
    storageRoot!,
    keccak(slot),
    proof.storageProof.map((node) => fromData(node, { max: MAX_HEX_BYTES })),
  );
  if (!value) return 'not registered';
  const { time, blockNo } = firstSeenOf(expectString(decodeRlp(value)));
  return time === header.timestamp && blockNo === header.number ? null : 'registered in another block';
}

/** The slot's packed value: time in the low 8 bytes, block number in the next 8. */
function firstSeenOf(value: Uint8Array): { time: number; blockNo: number } {
  if (value.length === 0 || value.length > 16)
    throw new AppError('format/bad-proof', { problem: 'registry value' });
  const bytes = new Uint8Array(16);
  bytes.set(value, 16 - value.length);
  const view = new DataView(bytes.buffer);
  // Above 2^53 they are rounded: no header's time or number is so large.
  return { time: Number(view.getBigUint64(8)), blockNo: Number(view.getBigUint64(0)) };
}

/** Null where the receipt is proven in the block, succeeded, and holds the registry's event for this checkpoint. */
function checkReceipt(record: AnchorRecord, header: BlockHeader, checkpoint: Checkpoint): string | null {
  const proof = record.receiptProof;
  if (!proof) return null;
  const proven = provenValue(
    header.receiptsRoot,
    encodeRlp(integerBytes(BigInt(proof.index))),
    proof.nodes.map((node) => fromData(node, { max: MAX_HEX_BYTES })),
  );
  const bytes = fromData(proof.receiptRlp, { max: MAX_HEX_BYTES });
  if (!proven || !equalBytes(proven, bytes)) return 'other receipt';
  const receipt = parseReceipt(bytes);
  if (!receipt.succeeded) return 'failed transaction';
  const contract = fromData(record.contract, { exact: 20 });
  return receipt.logs.some((log) => isAnchoredEvent(log, contract, checkpoint)) ? null : 'no such event';
}

function attempt(check: () => string | null): string | null {
  try {
    return check();
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): string {
  return error instanceof AppError ? String(error.details['problem'] ?? error.code) : 'unreadable';
}

function report(
  status: AnchorReport['status'],
  code: AnchorCheckCode,
  detail: string | null,
  blockTime: string | null,
): AnchorReport {
  return { status, code, detail, blockTime };
}
