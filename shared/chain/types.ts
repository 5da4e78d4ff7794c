// Anchoring a ledger checkpoint on an EVM chain: configuration and the record that goes into packages.

export interface ChainProfile {
  /** Short name, also in file names: [a-z0-9-]{1,32} */
  readonly name: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** Address of the registry contract, 0x + 40 hex digits. */
  readonly contract: string;
  /** Blocks on top (0: final at once) before an anchor counts as final. */
  readonly finalityDepth: number;
  /** A simulated chain (anvil, the demonstration chain) proves nothing and is marked as such everywhere. */
  readonly simulated: boolean;
}

export const ANCHOR_RECORD_FORMAT = 'cunan-anchor/1';

/** attest/chain/<chain>-<first 16 hex of tx>.json, canonical JSON. */
export interface AnchorRecord {
  readonly format: typeof ANCHOR_RECORD_FORMAT;
  readonly chainName: string;
  readonly chainId: number;
  readonly simulated: boolean;
  readonly contract: string;
  /** keccak(logId || root || size as in the contract): the registry's key. */
  readonly key: string;
  readonly logId: string;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly rootHex: string };
  readonly txHash: string;
  readonly rawTransaction: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** ISO 8601 UTC of the header's timestamp. */
  readonly blockTime: string;
  /** RLP of the block header, 0x hex. */
  readonly headerRlp: string;
  /** eth_getProof of the registry slot at that block; null where the node gives none. */
  readonly storageProof: {
    readonly accountProof: readonly string[];
    readonly storageProof: readonly string[];
    readonly slot: string;
  } | null;
  /** Merkle proof of the receipt in the block's receiptsRoot; null where the node gives none. */
  readonly receiptProof: {
    readonly index: number;
    readonly receiptRlp: string;
    readonly nodes: readonly string[];
  } | null;
}

export type AnchorCheckCode =
  | 'anchor-trusted'
  | 'anchor-block-untrusted'
  | 'anchor-format-unknown'
  | 'anchor-without-proof'
  | 'anchor-malformed'
  | 'anchor-other-checkpoint'
  | 'anchor-header-mismatch'
  | 'anchor-storage-mismatch'
  | 'anchor-receipt-mismatch'
  | 'anchor-transaction-mismatch'
  | 'anchor-demonstration-mismatch';

/**
 * Outcome of shared/chain/verify.ts, which never throws for bad input.
 * pass: proofs hold and the block is among the trusted ones. untrusted: proofs hold, block not known to be trusted.
 */
export interface AnchorReport {
  readonly status: 'pass' | 'untrusted' | 'fail' | 'unsupported';
  readonly code: AnchorCheckCode;
  readonly detail: string | null;
  readonly blockTime: string | null;
}
