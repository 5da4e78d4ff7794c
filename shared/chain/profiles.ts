// Kinds of chains as data (resources/chain-profiles.json): what anchoring has to mind on each.

import data from '../../resources/chain-profiles.json' with { type: 'json' };
import type { ChainKind, ChainProfile } from './types.ts';

interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface ChainTraits {
  readonly id: ChainKind;
  readonly name: Bilingual;
  /** What it was run against; null: never run (未实测). */
  readonly tested: string | null;
  /** Offered depth, and the least that is taken: blocks on top. */
  readonly finalityDepth: number;
  readonly minFinalityDepth: number;
  /** zero: the chain asks nothing, whatever its node says. */
  readonly gasPrice: 'node' | 'zero';
  /** Null: the node's estimate. */
  readonly fixedGas: number | null;
  /** How a block hash comes about; native: not from what the node gives. */
  readonly header: 'rlp' | 'qbft' | 'native';
  readonly proofs: 'storage-and-receipt' | 'none';
  /** Does the node take the same nonce again for a better price? */
  readonly replaces: boolean;
  readonly timeUnit: 's' | 'ms-or-s';
  readonly traps: readonly Bilingual[];
}

export const CHAIN_TRAITS: readonly ChainTraits[] = data.profiles as readonly ChainTraits[];

export function traitsOf({ kind = 'evm' }: Pick<ChainProfile, 'kind'>): ChainTraits {
  return CHAIN_TRAITS.find(({ id }) => id === kind)!;
}
