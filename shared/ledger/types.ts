// The local ledger in C2SP's words: append-only Merkle log, signed checkpoints, inclusion and consistency proofs.

/** tlog-checkpoint without its signatures. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** Data of one leaf; its canonical JSON is hashed. Never personal data. */
export interface LedgerEntry {
  readonly v: 1;
  readonly id: string;
  readonly statement: { readonly sha256: string; readonly sm3: string };
  readonly case: { readonly digest: string; readonly sequence: number };
}

/** c2sp.org/tlog-proof@v1 */
export interface TlogProof {
  readonly index: number;
  /** 32 bytes each, leaf to root. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note as it stands in the file. */
  readonly checkpointNote: string;
}

/** c2sp.org/tlog-witness */
export interface AddCheckpoint {
  /** Of the last checkpoint that the witness is known to have cosigned; 0: none. */
  readonly oldSize: number;
  /** Consistency proof, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  readonly checkpointNote: string;
}
