// What a transaction may cost. A node's price is a proposal, held under a ceiling: a lying one must not empty the account.

import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { AppError } from '../../../shared/errors.ts';
import { type EvmNode, readBigInt } from './node.ts';

/** 1,000 gwei: above every quiet hour of the public networks, far below the harm a wrong digit does. */
const MAX_GAS_PRICE_WEI = 1_000_000_000_000n;
const MIN_GAS = 80_000n;
const MAX_GAS = 1_000_000n;

/** Price that the next block takes: the node's proposal, an eighth above the newest base fee at least. */
export async function currentGasPrice(
  node: EvmNode,
  { gasPrice }: Pick<ChainTraits, 'gasPrice'>,
  signal?: AbortSignal,
): Promise<bigint> {
  if (gasPrice === 'zero') return 0n;
  const [proposal, block] = await Promise.all([node.gasPrice(signal), node.block('latest', signal)]);
  const baseFee = block?.fields['baseFeePerGas'];
  const floor = typeof baseFee === 'string' ? raised(readBigInt(baseFee)) : 0n;
  return bounded(proposal > floor ? proposal : floor);
}

/** At least 12.5 % more, as every node's replacement rule is content with; never less than what is asked now. */
export function replacementPrice(previous: bigint, current: bigint): bigint {
  const price = raised(previous) + 1n;
  return bounded(price > current ? price : current);
}

function raised(price: bigint): bigint {
  return (price * 9n + 7n) / 8n;
}

function bounded(price: bigint): bigint {
  if (price > MAX_GAS_PRICE_WEI) {
    throw new AppError('chain/rejected', { problem: `gas price ${price} wei is above the limit` });
  }
  return price;
}

/**
 * Gas limit of a call: the profile's, else the node's estimate and a quarter, between limits and never above what a whole
 * block holds; a node that cannot estimate is no obstacle.
 */
export async function gasLimit(
  node: EvmNode,
  { fixedGas }: Pick<ChainTraits, 'fixedGas'>,
  call: Readonly<Record<string, string>>,
  ceiling: bigint = MAX_GAS,
): Promise<bigint> {
  // A contract's creation costs more than the fixed gas of a call.
  if (fixedGas !== null) return call['to'] === undefined ? ceiling : BigInt(fixedGas);
  const block = await node.block('latest');
  const ofBlock = block?.fields['gasLimit'];
  const blockGas = typeof ofBlock === 'string' ? readBigInt(ofBlock) : ceiling;
  const max = blockGas > 0n && blockGas < ceiling ? blockGas : ceiling;
  let estimate: bigint;
  try {
    estimate = await node.estimateGas(call);
  } catch {
    // Sending will tell what is wrong, in the same words for every node.
    return max < 200_000n ? max : 200_000n;
  }
  const wanted = (estimate * 5n) / 4n;
  if (wanted < MIN_GAS && MIN_GAS <= max) return MIN_GAS;
  return wanted > max ? max : wanted;
}
