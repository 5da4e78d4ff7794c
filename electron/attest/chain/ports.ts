// What anchoring needs from the store, and what the rest of the app gets from a chain adapter.
// Tables (implemented in electron/store):
//   anchor    (id INTEGER PRIMARY KEY, chain_name TEXT, chain_id INTEGER, contract TEXT, origin TEXT, log_id TEXT, size INTEGER,
//              root_hex TEXT, anchor_key TEXT, state TEXT, tx_hash TEXT NULL, block_number INTEGER NULL, block_hash TEXT NULL,
//              gas_used INTEGER NULL, gas_price_wei TEXT NULL, error_code TEXT NULL, created_at TEXT, updated_at TEXT; UNIQUE (chain_id, contract, anchor_key))
//   anchor_tx (anchor INTEGER REFERENCES anchor(id), tx_hash TEXT, sender TEXT, nonce INTEGER, gas_price_wei TEXT,
//              raw_transaction TEXT, created_at TEXT, last_sent_at TEXT NULL, sends INTEGER, PRIMARY KEY (tx_hash))
// A transaction's row is durable before its first byte leaves the machine: after a crash every hash that may ever
// appear on the chain is known. Rows of anchor_tx are never deleted, whatever becomes of the anchor.

import type { AnchorRecord, ChainProfile } from '../../../shared/chain/types.ts';
import type { Beacon } from '../../../shared/evidence/statement.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/**
 * queued: written, nothing signed (another submission of the same account is under way). submitted: signed, sent at
 * least once or about to be. included: the contract knows the root, not deep enough yet. final: deep enough, checked.
 */
export type AnchorState = 'queued' | 'submitted' | 'included' | 'final';

export interface AnchorRow {
  readonly id: number;
  readonly chainName: string;
  readonly chainId: number;
  /** 0x + 40 lower-case hex digits. */
  readonly contract: string;
  readonly origin: string;
  /** 0x + 64 hex digits: SHA-256 of the origin. */
  readonly logId: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly rootHex: string;
  /** 0x + 64 hex digits: the registry's key. */
  readonly anchorKey: string;
  readonly state: AnchorState;
  /** The transaction that was included; null before, and where somebody else registered the same root first. */
  readonly txHash: string | null;
  readonly blockNumber: number | null;
  readonly blockHash: string | null;
  /** What our own transaction cost; null before, and where somebody else registered the root. */
  readonly gasUsed: number | null;
  /** Decimal wei per gas. */
  readonly gasPriceWei: string | null;
  /** Why the last step did not get further; null after a good one. */
  readonly errorCode: ErrorCode | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type NewAnchor = Pick<
  AnchorRow,
  'chainName' | 'chainId' | 'contract' | 'origin' | 'logId' | 'size' | 'rootHex' | 'anchorKey' | 'createdAt'
>;

export type AnchorPatch = Partial<
  Pick<AnchorRow, 'state' | 'txHash' | 'blockNumber' | 'blockHash' | 'gasUsed' | 'gasPriceWei' | 'errorCode'>
> & { readonly updatedAt: string };

export interface AnchorTransaction {
  readonly anchorId: number;
  /** 0x + 64 hex digits; unique. */
  readonly txHash: string;
  /** 0x + 40 lower-case hex digits. */
  readonly sender: string;
  readonly nonce: number;
  /** Decimal digits (may pass 2^53). */
  readonly gasPriceWei: string;
  /** 0x hex of the signed bytes. */
  readonly rawTransaction: string;
  readonly createdAt: string;
  readonly lastSentAt: string | null;
  readonly sends: number;
}

/** Synchronous; every write is durable when it returns. */
export interface AnchorStore {
  get(id: number): AnchorRow | null;
  find(chainId: number, contract: string, anchorKey: string): AnchorRow | null;
  /** Every row there is, ascending by id. */
  list(): readonly AnchorRow[];
  /** Rows of a chain that are not final, ascending by id. */
  open(chainId: number): readonly AnchorRow[];
  /** The new row (state queued), or the one that has the same (chainId, contract, anchorKey). */
  insert(anchor: NewAnchor): AnchorRow;
  /** Throws where there is no such row. */
  update(id: number, patch: AnchorPatch): AnchorRow;
  /** Ascending by creation. */
  transactions(anchorId: number): readonly AnchorTransaction[];
  /** One transaction with it: the anchor becomes `submitted`. */
  addTransaction(transaction: AnchorTransaction): void;
  /** Counts one more sending. */
  markSent(txHash: string, sentAt: string): void;
}

export interface ChainHealth {
  readonly chainId: number;
  readonly blockNumber: number;
  /** ISO 8601 UTC. */
  readonly blockTime: string;
  /** Decimal wei. */
  readonly gasPriceWei: string;
  readonly balanceWei: string;
  readonly sender: string;
}

export interface Deployment {
  readonly contract: string;
  readonly txHash: string;
  readonly gasUsed: number;
  /** Decimal wei. */
  readonly gasPriceWei: string;
}

/** The newest block with the header that proves its number and time by its hash. */
export interface ObservedBeacon {
  readonly beacon: Beacon;
  /** 0x hex; null where the chain does not hash the RLP of its header. */
  readonly headerRlp: string | null;
}

/** An event of the registry: anybody may have caused it. */
export interface AnchoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly txHash: string;
}

/** One chain. Every method rejects with an AppError chain/… for whatever the node does. */
export interface ChainAdapter {
  readonly profile: ChainProfile;
  /** chain/unreachable, chain/wrong-chain, chain/no-contract, chain/bad-response. */
  health(signal?: AbortSignal): Promise<ChainHealth>;
  /** Newest block, as the lower bound of a capture's time. */
  beacon(signal?: AbortSignal): Promise<ObservedBeacon>;
  /** Puts the registry on the chain; the answer belongs into the profile. Not retried by itself. */
  deploy(signal?: AbortSignal): Promise<Deployment>;
  /**
   * Writes the row and makes the first step. The same checkpoint again gives the same row. Trouble with the node is
   * no exception here: it stands in errorCode, and advance() is to be called again later.
   */
  submit(checkpoint: Checkpoint, signal?: AbortSignal): Promise<AnchorRow>;
  /** One step of every open row of this chain; call it from a job until none is open. */
  advance(signal?: AbortSignal): Promise<readonly AnchorRow[]>;
  /** What the registry knows of a ledger since a block, ascending by size. */
  lookUp(origin: string, fromBlock: number, signal?: AbortSignal): Promise<readonly AnchoredCheckpoint[]>;
  /** Did this installation's own account sign that anchor? */
  isOwn(origin: string, anchored: AnchoredCheckpoint, signal?: AbortSignal): Promise<boolean>;
  /** Offline proof of an included or final anchor: chain/not-final, chain/reorganised, chain/bad-response. */
  collectProof(id: number, signal?: AbortSignal): Promise<AnchorRecord>;
}
