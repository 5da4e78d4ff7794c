// The chain as a place outside the data folder: the ledger's own anchors there, compared with what is here.

import { isAppError } from '../shared/errors.ts';
import type { AnchoredCheckpoint, ChainAdapter } from './attest/chain/ports.ts';
import type { Ledger } from './attest/ledger/ledger.ts';
import type { Store } from './store/types.ts';

/** So many contradicting anchors are looked at for our own signature, the largest first: anybody can make any number. */
const MAX_LOOKED_AT = 20;

export interface OnChain {
  /** The checkpoint to compare with; null: nothing is anchored there. */
  readonly known: AnchoredCheckpoint | null;
  /** False: it contradicts this ledger, and our own account did not anchor it. */
  readonly proven: boolean;
}

/** From the newest anchor that the store knows: what is missing here was anchored later. Throws chain/…. */
export async function findOnChain(
  { store, ledger }: { readonly store: Store; readonly ledger: Ledger },
  chain: ChainAdapter,
  signal: AbortSignal,
): Promise<OnChain> {
  const { chainId, contract } = chain.profile;
  const { origin } = ledger;
  const blocks = store.anchors
    .list()
    .filter((row) => row.chainId === chainId && row.contract === contract && row.origin === origin)
    .map(({ blockNumber }) => blockNumber ?? 0);
  const anchored = await chain.lookUp(origin, Math.max(0, ...blocks), signal);
  const contrary = anchored.filter((each) => !continues(ledger, each)).toReversed();
  for (const each of contrary.slice(0, MAX_LOOKED_AT)) {
    if (await chain.isOwn(origin, each, signal)) return { known: each, proven: true };
  }
  const agreed = anchored.findLast((each) => !contrary.includes(each)) ?? null;
  return contrary.length > 0 ? { known: contrary[0]!, proven: false } : { known: agreed, proven: true };
}

function continues(ledger: Ledger, anchored: AnchoredCheckpoint): boolean {
  try {
    ledger.holdAgainst(anchored);
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return false;
  }
}
