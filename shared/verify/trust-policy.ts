// One trust-root JSON: whom the verifier believes, each within its window, and what must be present.

import type { ValidatorSet } from '../chain/trusted.ts';

export interface TrustPolicy {
  readonly format: 'cunan-trust/1';
  readonly signers: readonly TrustedKey[];
  /** PEM certificates of TSA roots. */
  readonly tsaRoots: readonly TrustedRoot[];
  readonly ledgers: readonly TrustedLedger[];
  readonly chains: readonly TrustedChain[];
  /** Absent: nobody. */
  readonly witnesses?: readonly TrustedWitness[];
}

export interface Window {
  /** ISO 8601 UTC, null: open. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface TrustedKey extends Window {
  readonly name: string;
  /** SHA-256 hex of the SubjectPublicKeyInfo. */
  readonly keyId: string;
}

export interface TrustedRoot extends Window {
  readonly name: string;
  readonly pem: string;
  readonly demonstration: boolean;
  /** Whose root it is, where one authority has several: they count once. Absent or null: an authority of its own. */
  readonly authority?: string | null;
}

export interface TrustedLedger {
  readonly name: string;
  /** C2SP vkey: name+hash+base64 */
  readonly vkey: string;
}

/** Who cosigns checkpoints of ledgers. */
export interface TrustedWitness extends Window {
  readonly name: string;
  /** C2SP vkey of type 0x04. */
  readonly vkey: string;
}

/** Blocks known to belong to the chain, or whose seals show it. */
export interface TrustedChain {
  readonly name: string;
  readonly chainId: number;
  readonly blocks: readonly { readonly number: number; readonly hash: string }[];
  /** QBFT validators by height: a block that two thirds of them sealed is one of the chain. Absent: none. */
  readonly validators?: readonly ValidatorSet[];
  readonly demonstration: boolean;
}

/** What one verification demands beyond structure, digests and signature. */
export interface Requirements {
  /** Number of time-stamps by different trusted authorities. */
  readonly tsa: number;
  readonly chain: boolean;
  /** Number of different trusted witnesses; absent: none. */
  readonly witness?: number;
  /** Judge as of this moment instead of now; ISO 8601 UTC or null. */
  readonly at: string | null;
}

export const EMPTY_TRUST: TrustPolicy = {
  format: 'cunan-trust/1',
  signers: [],
  tsaRoots: [],
  ledgers: [],
  chains: [],
};

export const DEFAULT_REQUIREMENTS: Requirements = { tsa: 0, chain: false, at: null };
