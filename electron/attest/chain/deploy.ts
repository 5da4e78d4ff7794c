// Puts the registry contract on a chain. Not repeated by itself: a second call is a second contract.

import { setTimeout as delay } from 'node:timers/promises';
import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Account } from './account.ts';
import { currentGasPrice, gasLimit } from './fees.ts';
import type { EvmNode } from './node.ts';
import type { Deployment } from './ports.ts';
import { checkRegistry, REGISTRY_BYTECODE } from './registry.ts';
import { RpcRefusal } from './rpc.ts';
import { refusalCode } from './submission.ts';

const MAX_GAS = 2_000_000n;
const POLLS = 300;
const POLL_MS = 200;

/** Throws chain/rejected, chain/not-final {transaction} where no receipt came within a minute. */
export async function deployRegistry(
  node: EvmNode,
  payer: Account,
  traits: ChainTraits,
  chain: string,
  signal?: AbortSignal,
): Promise<Deployment> {
  const [nonce, gasPriceWei, gas] = await Promise.all([
    node.nonce(payer.address, 'pending', signal),
    currentGasPrice(node, traits, signal),
    gasLimit(node, traits, { from: payer.address, data: REGISTRY_BYTECODE }, MAX_GAS),
  ]);
  const { raw, hash } = await payer.sign({ nonce, gasPriceWei, gas, to: null, data: REGISTRY_BYTECODE });
  try {
    await node.send(raw, signal);
  } catch (error) {
    // The account is made here and known to nobody yet: its address is what the person needs.
    if (!(error instanceof RpcRefusal) || refusalCode(error) !== 'chain/insufficient-funds') throw error;
    throw new AppError('chain/insufficient-funds', { chain, account: payer.address }, { cause: error });
  }
  for (let poll = 0; poll < POLLS; poll++) {
    const receipt = await node.receipt(hash, signal);
    if (receipt) {
      // The address is read, not computed: FISCO BCOS before 3.12 has a rule of its own.
      const { contractAddress, succeeded, gasUsed } = receipt;
      if (!succeeded || !contractAddress)
        throw new AppError('chain/rejected', { problem: 'deployment failed' });
      await checkRegistry(node, contractAddress, signal);
      return { contract: contractAddress, txHash: hash, gasUsed, gasPriceWei: String(gasPriceWei) };
    }
    await delay(POLL_MS, undefined, signal ? { signal } : {});
  }
  throw new AppError('chain/not-final', { transaction: hash });
}
