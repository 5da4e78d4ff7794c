// What the registry's event log says of a ledger, and whether our own account put it there: anybody may register anything
// under any ledger's name, so an event alone proves nothing, while a call that our own key signed does, whoever shows it.

import { ANCHORED_TOPIC, anchorCallData, logIdOf } from '../../../shared/chain/registry.ts';
import { fromData, safeIntegerOf, toData } from '../../../shared/chain/quantity.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import type { EvmNode, SignedCall } from './node.ts';
import type { AnchoredCheckpoint } from './ports.ts';

/** Ascending by size. Throws chain/bad-response. */
export async function anchoredOf(
  node: EvmNode,
  contract: string,
  origin: string,
  fromBlock: number,
  signal?: AbortSignal,
): Promise<readonly AnchoredCheckpoint[]> {
  const topics = [toData(ANCHORED_TOPIC), toData(logIdOf(origin))];
  const logs = await node.logs({ address: contract, topics, fromBlock }, signal);
  const found = logs.map(({ topics: [topic, logId, root], data, txHash }): AnchoredCheckpoint => {
    if (topic !== topics[0] || logId !== topics[1] || root === undefined)
      throw new AppError('chain/bad-response', { problem: 'another event' });
    return { size: sizeOf(data), root: fromData(root, { exact: 32 }), txHash };
  });
  return found.toSorted((a, b) => a.size - b.size);
}

function sizeOf(data: string): number {
  try {
    const bytes = fromData(data, { exact: 32 });
    return safeIntegerOf(bytes.subarray(bytes.findIndex((byte) => byte !== 0)));
  } catch {
    // Larger than a ledger can be: nothing of ours.
    return Number.MAX_SAFE_INTEGER;
  }
}

/** Did this account sign the call that anchors the checkpoint? The node is believed nothing: signer and call are computed. */
export async function isSignedCall(
  call: SignedCall | null,
  account: string,
  { chainId, contract }: { readonly chainId: number; readonly contract: string },
  checkpoint: Checkpoint,
): Promise<boolean> {
  if (call?.to !== contract || call.data !== toData(anchorCallData(checkpoint))) return false;
  const { recoverTransactionAddress, serializeTransaction } = await import('viem');
  const { nonce, gasPriceWei, gas, v, r, s } = call;
  try {
    const serialized = serializeTransaction(
      {
        type: 'legacy',
        chainId,
        nonce,
        gasPrice: gasPriceWei,
        gas,
        to: contract as `0x${string}`,
        data: call.data as `0x${string}`,
        value: 0n,
      },
      { r: r as `0x${string}`, s: s as `0x${string}`, v },
    );
    const signer = await recoverTransactionAddress({ serializedTransaction: serialized });
    return signer.toLowerCase() === account;
  } catch {
    return false;
  }
}
