// The registry contract as seen through a node: its code, what it knows of a checkpoint, in which block it learnt it.

import artefact from '../../../resources/contract/CunanAnchor.json' with { type: 'json' };
import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { AppError } from '../../../shared/errors.ts';
import { getCallData, isAnchoredEvent } from '../../../shared/chain/registry.ts';
import { fromData, toData } from '../../../shared/chain/quantity.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import { type Block, type EvmNode, type NodeReceipt, secondsOf } from './node.ts';

export const REGISTRY_BYTECODE: string = artefact.bytecode;

/** Throws chain/no-contract where the address holds no code, or code of something else. */
export async function checkRegistry(node: EvmNode, contract: string, signal?: AbortSignal): Promise<void> {
  if (!isAddress(contract) || (await node.code(contract, signal)) !== artefact.deployedBytecode) {
    throw new AppError('chain/no-contract', { contract });
  }
}

export function isAddress(text: string): boolean {
  return /^0x[0-9a-f]{40}$/.test(text);
}

/**
 * Block in which the registry learnt of the checkpoint, null where it did not. Throws chain/bad-response where the
 * node's block is not of the time that the contract keeps.
 */
export async function firstSeenBlock(
  node: EvmNode,
  contract: string,
  checkpoint: Checkpoint,
  { timeUnit }: Pick<ChainTraits, 'timeUnit'>,
  signal?: AbortSignal,
): Promise<Block | null> {
  const answer = await node.read(contract, getCallData(checkpoint), signal);
  if (answer.length !== 64) throw new AppError('chain/no-contract', { contract });
  const [time, number] = [BigInt(toData(answer.slice(0, 32))), BigInt(toData(answer.slice(32)))];
  if (time === 0n && number === 0n) return null;
  const block = number <= BigInt(Number.MAX_SAFE_INTEGER) ? await node.block(Number(number), signal) : null;
  // The contract keeps the time that the chain's virtual machine has.
  const seen = time <= BigInt(Number.MAX_SAFE_INTEGER) ? secondsOf(Number(time), timeUnit) : NaN;
  if (!block || block.timestamp !== seen) {
    throw new AppError('chain/bad-response', {
      problem: 'the contract names a block that the node does not have',
    });
  }
  return block;
}

/** Has this receipt the event by which the registry learnt of the checkpoint? */
export function registers(receipt: NodeReceipt, contract: string, checkpoint: Checkpoint): boolean {
  const address = fromData(contract, { exact: 20 });
  return receipt.succeeded && receipt.logs.some((log) => isAnchoredEvent(log, address, checkpoint));
}
