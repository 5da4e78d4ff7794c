// Gathers what proves an anchor without the chain: header, storage proof, receipt proof, transaction. Everything is
// verified with the offline verifier before it is handed out.

import { buildTrie } from '../../../shared/chain/trie.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import { encodeReceipt } from '../../../shared/chain/receipt.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import { integerBytes, fromData, toData } from '../../../shared/chain/quantity.ts';
import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { parseHeader } from '../../../shared/chain/header.ts';
import { registrySlot } from '../../../shared/chain/registry.ts';
import { ANCHOR_RECORD_FORMAT, type AnchorRecord, type ChainProfile } from '../../../shared/chain/types.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import { AppError } from '../../../shared/errors.ts';
import { equalBytes } from '../../../shared/bytes/utf8.ts';
import { headerRlp } from './header-rlp.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import type { Block, EvmNode, NodeReceipt } from './node.ts';
import type { AnchorRow, AnchorStore } from './ports.ts';
import { registers } from './registry.ts';
import { checkpointOf } from './submission.ts';
import { transportOf } from './transport.ts';

/** Blocks with more transactions are not asked for one by one where the node cannot give all receipts at once. */
const MAX_SINGLE_RECEIPTS = 500;

export interface CollectDeps {
  readonly node: EvmNode;
  /** A second node; null: none is configured. */
  readonly witness: EvmNode | null;
  readonly store: AnchorStore;
  readonly profile: ChainProfile;
  readonly traits: ChainTraits;
}

/** @param block the one in which the registry learnt of the checkpoint. Throws chain/bad-response. */
export async function collectRecord(
  deps: CollectDeps,
  row: AnchorRow,
  block: Block,
  signal?: AbortSignal,
): Promise<AnchorRecord> {
  const { node, store, traits } = deps;
  const checkpoint = checkpointOf(row);
  await askWitness(deps, row, block, signal);
  if (traits.header === 'native') return collectMaterial(deps, row, block, signal);
  const header = headerRlp(block);
  const slot = toData(registrySlot(fromData(row.anchorKey, { exact: 32 })));
  const [proof, receipts] = await Promise.all([
    node.storageProof(row.contract, slot, block.number, signal),
    receiptsOf(node, block, signal),
  ]);
  const registration = receipts?.find((receipt) => registers(receipt, row.contract, checkpoint));
  const transaction = await transactionOf(node, store, row, registration, signal);
  const record: AnchorRecord = {
    ...factsOf(deps, row, block),
    txHash: transaction.hash,
    rawTransaction: transaction.raw,
    headerRlp: toData(header),
    storageProof: proof && { ...proof, slot },
    receiptProof: receipts && registration ? proveReceipt(receipts, registration, header) : null,
  };
  return soundOf(record, checkpoint);
}

/** What every record says, whatever proves it. */
function factsOf({ profile }: CollectDeps, row: AnchorRow, block: Block) {
  return {
    format: ANCHOR_RECORD_FORMAT,
    chainName: profile.name,
    chainId: row.chainId,
    simulated: profile.simulated,
    contract: row.contract,
    key: row.anchorKey,
    logId: row.logId,
    checkpoint: { origin: row.origin, size: row.size, rootHex: row.rootHex },
    blockNumber: block.number,
    blockHash: block.hash,
    blockTime: new Date(block.timestamp * 1000).toISOString(),
    transport: transportOf(profile.rpcUrl),
    cost:
      row.gasUsed === null || row.gasPriceWei === null
        ? null
        : { gasUsed: row.gasUsed, gasPriceWei: row.gasPriceWei },
  } as const;
}

/** A second node, where one is configured, has the same block at this height. Throws chain/bad-response, chain/unreachable. */
async function askWitness(
  { witness, profile }: CollectDeps,
  row: AnchorRow,
  block: Block,
  signal?: AbortSignal,
): Promise<void> {
  if (!witness) return;
  const chainId = await witness.chainId(signal);
  if (chainId !== row.chainId) {
    throw new AppError('chain/wrong-chain', { actual: chainId, expected: profile.chainId });
  }
  const same = await witness.block(block.number, signal);
  if (same?.hash !== block.hash || same.timestamp !== block.timestamp) {
    throw new AppError('chain/bad-response', { problem: 'the second node has another block' });
  }
}

/** A chain whose blocks cannot be hashed from what its nodes give: their words are kept, and prove nothing offline. */
async function collectMaterial(
  deps: CollectDeps,
  row: AnchorRow,
  block: Block,
  signal?: AbortSignal,
): Promise<AnchorRecord> {
  const { node, witness, store } = deps;
  const checkpoint = checkpointOf(row);
  const transaction = await transactionOf(node, store, row, undefined, signal);
  const receipt = await node.receipt(transaction.hash, signal);
  if (receipt?.blockHash !== block.hash || !registers(receipt, row.contract, checkpoint)) {
    throw new AppError('chain/bad-response', { problem: 'no receipt that registers the checkpoint' });
  }
  const second = witness ? await witness.receipt(transaction.hash, signal) : null;
  if (witness && (second?.blockHash !== block.hash || !registers(second, row.contract, checkpoint))) {
    throw new AppError('chain/bad-response', { problem: 'the second node has another receipt' });
  }
  const record: AnchorRecord = {
    ...factsOf(deps, row, block),
    txHash: transaction.hash,
    rawTransaction: transaction.raw,
    headerRlp: '0x',
    storageProof: null,
    receiptProof: null,
    material: {
      block: JSON.stringify(block.fields),
      receipt: JSON.stringify(receipt.fields),
      witnesses: witness ? 2 : 1,
    },
  };
  return soundOf(record, checkpoint);
}

/**
 * The record without a proof that does not hold (a node that pruned or rebuilt its state gives such ones), as long as
 * another one does. Throws chain/bad-response.
 */
function soundOf(record: AnchorRecord, checkpoint: Checkpoint): AnchorRecord {
  const candidates = [record];
  if (record.storageProof && record.receiptProof) {
    candidates.push({ ...record, storageProof: null }, { ...record, receiptProof: null });
  }
  const reports = candidates.map((each) =>
    verifyAnchor({ record: encodeAnchorRecord(each), checkpoint, trustedChains: [] }),
  );
  const sound = candidates[reports.findIndex(({ status }) => status !== 'fail')];
  if (sound) return sound;
  const { code, detail } = reports[0]!;
  throw new AppError('chain/bad-response', { problem: detail === null ? code : `${code} (${detail})` });
}

/** All receipts in order, null where the node cannot give them. */
async function receiptsOf(
  node: EvmNode,
  block: Block,
  signal?: AbortSignal,
): Promise<readonly NodeReceipt[] | null> {
  const whole = await node.blockReceipts(block.number, signal);
  if (whole) return whole.length === block.transactions.length ? whole : null;
  if (block.transactions.length > MAX_SINGLE_RECEIPTS) return null;
  const receipts: NodeReceipt[] = [];
  for (const hash of block.transactions) {
    const receipt = await node.receipt(hash, signal);
    if (!receipt) return null;
    receipts.push(receipt);
  }
  return receipts;
}

/** Key of a block's n-th receipt. */
function keyOf(index: number): Uint8Array {
  return encodeRlp(integerBytes(BigInt(index)));
}

/** Null where the receipts do not give the header's root: a chain with receipts of its own kind. */
function proveReceipt(
  receipts: readonly NodeReceipt[],
  registration: NodeReceipt,
  header: Uint8Array,
): AnchorRecord['receiptProof'] {
  const trie = buildTrie(receipts.map((receipt, index) => [keyOf(index), encodeReceipt(receipt)]));
  if (!equalBytes(trie.root, parseHeader(header).receiptsRoot)) return null;
  const index = receipts.indexOf(registration);
  return {
    index,
    receiptRlp: toData(encodeReceipt(registration)),
    nodes: trie.prove(keyOf(index)).map(toData),
  };
}

/** The transaction of the event; else (the root was registered by way of another contract) our own newest call. */
async function transactionOf(
  node: EvmNode,
  store: AnchorStore,
  row: AnchorRow,
  registration: NodeReceipt | undefined,
  signal?: AbortSignal,
): Promise<{ readonly hash: string; readonly raw: string }> {
  const own = store.transactions(row.id);
  const hash = registration?.transactionHash ?? row.txHash;
  const known = own.find(({ txHash }) => txHash === hash);
  if (known) return { hash: known.txHash, raw: known.rawTransaction };
  const raw = hash === null ? null : await node.rawTransaction(hash, signal);
  if (hash !== null && raw !== null) return { hash, raw };
  const newest = own.at(-1);
  if (!newest) throw new AppError('chain/bad-response', { problem: 'no transaction of this anchor' });
  return { hash: newest.txHash, raw: newest.rawTransaction };
}
