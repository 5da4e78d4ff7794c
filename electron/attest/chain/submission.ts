// One step of one anchor on its way to the chain. The contract read is the truth; a transaction is only a means. Every
// transaction is written before it is sent, so that a crash at any point loses none; the contract keeps the first
// registration only, so that two of them are never two anchors.

import { anchorCallData } from '../../../shared/chain/registry.ts';
import { fromData, toData } from '../../../shared/chain/quantity.ts';
import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { AppError, type ErrorCode, isAppError } from '../../../shared/errors.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Account } from './account.ts';
import { currentGasPrice, gasLimit, replacementPrice } from './fees.ts';
import type { Block, EvmNode, NodeReceipt } from './node.ts';
import type { AnchorRow, AnchorStore, AnchorTransaction } from './ports.ts';
import { firstSeenBlock, registers } from './registry.ts';
import { RpcRefusal } from './rpc.ts';

export interface SubmissionPace {
  /** A transaction that is not mined is sent again after so long. */
  readonly resendAfterMs: number;
  /** After so many sendings it is replaced by one that pays more. */
  readonly sendsBeforeReplacing: number;
}

export const DEFAULT_PACE: SubmissionPace = { resendAfterMs: 30_000, sendsBeforeReplacing: 3 };

/** More attempts than this mean that node or account are not right; a person has to look. */
const MAX_TRANSACTIONS = 50;

export interface SubmissionDeps {
  readonly node: EvmNode;
  readonly account: Account;
  readonly store: AnchorStore;
  readonly clock: Clock;
  readonly finalityDepth: number;
  readonly traits: ChainTraits;
  readonly pace: SubmissionPace;
}

export function checkpointOf(row: AnchorRow): Checkpoint {
  return { origin: row.origin, size: row.size, root: fromData(`0x${row.rootHex}`, { exact: 32 }) };
}

/** Never rejects for what the node does: that stands in the row's errorCode. Rejects when the signal is aborted. */
export async function stepAnchor(
  deps: SubmissionDeps,
  row: AnchorRow,
  signal?: AbortSignal,
): Promise<AnchorRow> {
  try {
    const block = await firstSeenBlock(deps.node, row.contract, checkpointOf(row), deps.traits, signal);
    if (block) return await settle(deps, row, block, signal);
    const open = row.state === 'included' || row.state === 'final' ? reopen(deps, row) : row;
    return await pursue(deps, open, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return note(deps, row.id, codeOf(error));
  }
}

function codeOf(error: unknown): ErrorCode {
  if (isAppError(error)) return error.code;
  if (error instanceof RpcRefusal) return 'chain/rejected';
  throw error;
}

function note({ store, clock }: SubmissionDeps, id: number, errorCode: ErrorCode | null): AnchorRow {
  return store.update(id, { errorCode, updatedAt: clock.now().toISOString() });
}

/** The contract knows the root: how deep is its block? */
async function settle(
  deps: SubmissionDeps,
  row: AnchorRow,
  block: Block,
  signal?: AbortSignal,
): Promise<AnchorRow> {
  const { node, store, clock, finalityDepth } = deps;
  const newest = await node.blockNumber(signal);
  const sent = store.transactions(row.id);
  const ours = await Promise.all(sent.map(({ txHash }) => node.receipt(txHash, signal)));
  const receipt = ours.find(
    (each) => each?.blockNumber === block.number && registers(each, row.contract, checkpointOf(row)),
  );
  return store.update(row.id, {
    state: newest - block.number >= finalityDepth ? 'final' : 'included',
    txHash: receipt?.transactionHash ?? null,
    blockNumber: block.number,
    blockHash: block.hash,
    gasUsed: receipt?.gasUsed ?? null,
    gasPriceWei: receipt ? priceOf(receipt, sent) : null,
    errorCode: null,
    updatedAt: clock.now().toISOString(),
  });
}

/** Decimal wei per gas: what the receipt says, else what was offered. */
function priceOf(receipt: NodeReceipt, sent: readonly AnchorTransaction[]): string {
  const offered = sent.find(({ txHash }) => txHash === receipt.transactionHash)!.gasPriceWei;
  return receipt.gasPriceWei === null ? offered : String(receipt.gasPriceWei);
}

/** The block that held the anchor is no longer on the chain. */
export function reopen({ store, clock }: Pick<SubmissionDeps, 'store' | 'clock'>, row: AnchorRow): AnchorRow {
  return store.update(row.id, {
    state: store.transactions(row.id).length > 0 ? 'submitted' : 'queued',
    txHash: null,
    blockNumber: null,
    blockHash: null,
    gasUsed: null,
    gasPriceWei: null,
    errorCode: 'chain/reorganised',
    updatedAt: clock.now().toISOString(),
  });
}

/** The contract does not know the root: first sending, patience, the same bytes again, a better price, a new nonce. */
async function pursue(deps: SubmissionDeps, row: AnchorRow, signal?: AbortSignal): Promise<AnchorRow> {
  const { node, account, store, pace } = deps;
  const mine = store.transactions(row.id).filter(({ sender }) => sender === account.address);
  const current = mine.at(-1);
  if (!current) {
    // One unmined nonce per account: no gaps, nothing that waits on another's replacement.
    const isBusy = store.open(row.chainId).some(({ id, state }) => id !== row.id && state === 'submitted');
    if (isBusy) return row;
    return send(deps, row, await signNew(deps, row, signal), signal);
  }

  const [mined, pending] = await Promise.all([
    node.nonce(account.address, 'latest', signal),
    node.nonce(account.address, 'pending', signal),
  ]);
  if (mine.length >= MAX_TRANSACTIONS) return note(deps, row.id, 'chain/rejected');
  if (mined > current.nonce) {
    // Between the contract read and the nonce read our transaction may have been mined: the contract has the word.
    const block = await firstSeenBlock(node, row.contract, checkpointOf(row), deps.traits, signal);
    if (block) return settle(deps, row, block, signal);
    // Spent without effect: it failed, or somebody else used the nonce.
    if (!isDue(deps, current)) return note(deps, row.id, 'chain/rejected');
    return send(deps, row, await signNew(deps, row, signal), signal);
  }
  if (!isDue(deps, current)) return row;
  if (current.sends < pace.sendsBeforeReplacing || !deps.traits.replaces)
    return send(deps, row, current, signal);
  const isBeyondGap = pending < current.nonce;
  const next = isBeyondGap
    ? await signNew(deps, row, signal)
    : await signReplacement(deps, row, current, signal);
  return send(deps, row, next, signal);
}

function isDue({ clock, pace }: SubmissionDeps, { lastSentAt }: AnchorTransaction): boolean {
  if (lastSentAt === null) return true;
  const elapsedMs = clock.now().getTime() - Date.parse(lastSentAt);
  // A clock that was set back must not stop the resending.
  return elapsedMs >= pace.resendAfterMs || elapsedMs < 0;
}

async function signNew(
  deps: SubmissionDeps,
  row: AnchorRow,
  signal?: AbortSignal,
): Promise<AnchorTransaction> {
  const { node, account } = deps;
  const [nonce, price] = await Promise.all([
    node.nonce(account.address, 'pending', signal),
    currentGasPrice(node, deps.traits, signal),
  ]);
  return sign(deps, row, nonce, price);
}

async function signReplacement(
  deps: SubmissionDeps,
  row: AnchorRow,
  previous: AnchorTransaction,
  signal?: AbortSignal,
): Promise<AnchorTransaction> {
  const price = replacementPrice(
    BigInt(previous.gasPriceWei),
    await currentGasPrice(deps.node, deps.traits, signal),
  );
  return sign(deps, row, previous.nonce, price);
}

/** Signs and writes. Nothing has left the machine when this returns. */
async function sign(
  { node, account, store, clock, traits }: SubmissionDeps,
  row: AnchorRow,
  nonce: number,
  gasPriceWei: bigint,
): Promise<AnchorTransaction> {
  const data = toData(anchorCallData(checkpointOf(row)));
  const gas = await gasLimit(node, traits, { from: account.address, to: row.contract, data });
  const { raw, hash } = await account.sign({ nonce, gasPriceWei, gas, to: row.contract, data });
  const transaction: AnchorTransaction = {
    anchorId: row.id,
    txHash: hash,
    sender: account.address,
    nonce,
    gasPriceWei: String(gasPriceWei),
    rawTransaction: raw,
    createdAt: clock.now().toISOString(),
    lastSentAt: null,
    sends: 0,
  };
  const known = store.transactions(row.id).find(({ txHash }) => txHash === hash);
  if (known) return known;
  store.addTransaction(transaction);
  return transaction;
}

async function send(
  deps: SubmissionDeps,
  row: AnchorRow,
  transaction: AnchorTransaction,
  signal?: AbortSignal,
): Promise<AnchorRow> {
  const { node, store, clock } = deps;
  // Counted first: where the answer is lost, it was sent all the same.
  store.markSent(transaction.txHash, clock.now().toISOString());
  try {
    const hash = await node.send(transaction.rawTransaction, signal);
    if (hash !== transaction.txHash) {
      throw new AppError('chain/bad-response', { problem: 'another transaction hash' });
    }
  } catch (error) {
    if (!(error instanceof RpcRefusal)) throw error;
    return note(deps, row.id, refusalCode(error));
  }
  return note(deps, row.id, row.errorCode === 'chain/reorganised' ? row.errorCode : null);
}

/** Null: the node has it already, or it (or its replacement) is mined; the next step reads the contract and knows. */
export function refusalCode({ message }: RpcRefusal): ErrorCode | null {
  if (/already (known|imported|exists)|known transaction|nonce too low|nonce is too low/i.test(message))
    return null;
  if (/insufficient (funds|balance)|not enough (cash|balance)/i.test(message)) {
    return 'chain/insufficient-funds';
  }
  return 'chain/rejected';
}
