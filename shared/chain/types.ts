// Anchoring a ledger checkpoint on an EVM chain: configuration and the record that goes into packages.

/** Kinds of chains that resources/chain-profiles.json describes. */
export const CHAIN_KINDS = ['evm', 'ethereum', 'besu-qbft', 'fisco-bcos'] as const;
export type ChainKind = (typeof CHAIN_KINDS)[number];

export interface ChainProfile {
  /** Short name, also in file names: [a-z0-9-]{1,32} */
  readonly name: string;
  /** Which traps apply; absent: evm. */
  readonly kind?: ChainKind;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** A second node that must say the same of block and receipt before a proof is kept; null or absent: none. */
  readonly witnessRpcUrl?: string | null;
  /** QBFT validators (0x addresses) whose seals this installation believes. */
  readonly validators?: readonly string[];
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
  /** RLP of the block header with its seals, 0x hex; '0x' where the chain hashes otherwise (FISCO BCOS). */
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
  /** How the node was reached. Absent in records made before it was kept. */
  readonly transport?: Transport;
  /** What the registration cost, as the node's receipt says; null where somebody else registered the root. */
  readonly cost?: AnchorCost | null;
  /** A chain without proofs that can be checked offline: what its nodes said, JSON as it was read. */
  readonly material?: { readonly block: string; readonly receipt: string; readonly witnesses: number };
}

/**
 * verified-tls: https with the system's roots. loopback: plain http to this computer. plain: plain http over a network, for
 * replies that prove themselves only.
 */
export type Transport = 'verified-tls' | 'loopback' | 'plain';

export interface AnchorCost {
  readonly gasUsed: number;
  /** Decimal wei. */
  readonly gasPriceWei: string;
}

export type AnchorCheckCode =
  | 'anchor-trusted'
  | 'anchor-sealed'
  | 'anchor-seals-short'
  | 'anchor-seals-bad'
  | 'anchor-online-only'
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
  /** Where validators of the policy were looked for. */
  readonly seals?: { readonly seals: number; readonly validators: number };
}
