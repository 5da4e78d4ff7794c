// Is a block one of a known chain? By the list of blocks in the trust policy, or by the seals of the validators that the
// policy names for its height.

import type { BlockHeader } from './header.ts';
import { toData } from './quantity.ts';
import { countSeals, quorumOf, sealersOf } from './qbft.ts';

export interface ValidatorSet {
  /** First and last height for which it sealed; null: until now. */
  readonly from: number;
  readonly to: number | null;
  /** 0x + 40 hex digits. */
  readonly addresses: readonly string[];
}

/** A chain of the trust policy, as far as it is needed here. */
export interface TrustedBlocks {
  readonly chainId: number;
  readonly blocks: readonly { readonly number: number; readonly hash: string }[];
  readonly validators?: readonly ValidatorSet[];
  readonly demonstration: boolean;
}

export interface SealCount {
  readonly seals: number;
  readonly validators: number;
}

export type BlockTrust<Chain extends TrustedBlocks> =
  | { readonly kind: 'listed'; readonly chain: Chain }
  | { readonly kind: 'sealed'; readonly chain: Chain; readonly count: SealCount }
  /** The policy names validators for this chain; too few of them sealed the block. */
  | { readonly kind: 'short'; readonly chain: Chain; readonly count: SealCount }
  | { readonly kind: 'unknown' };

export function trustOfBlock<Chain extends TrustedBlocks>(
  header: BlockHeader,
  chainId: number,
  chains: readonly Chain[],
): BlockTrust<Chain> {
  const hash = toData(header.hash);
  const same = chains.filter((chain) => chain.chainId === chainId);
  const listed = same.find(({ blocks }) =>
    blocks.some((block) => block.number === header.number && block.hash.toLowerCase() === hash),
  );
  if (listed) return { kind: 'listed', chain: listed };
  let short: BlockTrust<Chain> = { kind: 'unknown' };
  for (const chain of same) {
    for (const set of chain.validators ?? []) {
      if (header.number < set.from || (set.to !== null && header.number > set.to)) continue;
      const addresses = new Set(set.addresses.map((address) => address.toLowerCase()));
      if (addresses.size === 0) continue;
      const count = {
        seals: header.qbft === null ? 0 : countSeals(header.qbft, addresses),
        validators: addresses.size,
      };
      if (count.seals >= quorumOf(addresses.size)) return { kind: 'sealed', chain, count };
      short = { kind: 'short', chain, count };
    }
  }
  return short;
}

/**
 * Does a header keep its own promise? Where it lists its validators, enough of them must have sealed it. Null where it
 * does, or where there is nothing to hold it against (no QBFT, or the validators stand in a contract).
 */
export function sealProblem({ qbft }: BlockHeader): string | null {
  if (qbft === null || qbft.validators.length === 0) return null;
  const listed = new Set(qbft.validators);
  const sealers = [...sealersOf(qbft)];
  const valid = sealers.filter((address) => listed.has(address)).length;
  return valid >= quorumOf(listed.size) ? null : `${valid} of ${listed.size} seals`;
}
