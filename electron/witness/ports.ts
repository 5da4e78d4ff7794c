// What a witness keeps, and what it answers.

/** The last checkpoint that was cosigned for a log. */
export interface CosignedCheckpoint {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** The note with the log's signatures and the witness' cosignature, as it is served to monitors. */
  readonly note: string;
}

export interface WitnessState {
  /** Null where nothing was cosigned for this origin. Rejects with store/damaged rather than with a guess. */
  latest(origin: string): Promise<CosignedCheckpoint | null>;
  /** By the SHA-256 hex of an origin. */
  noteByHash(originHash: string): Promise<string | null>;
  /** Durable when it resolves: the cosignature may leave this computer only then. */
  record(origin: string, checkpoint: CosignedCheckpoint): Promise<void>;
  /** Keeps a signed request that was refused as inconsistent: it may prove that the log forked. */
  keepConflict(origin: string, request: Uint8Array): Promise<void>;
}

export interface WitnessReply {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
  /** For the operator's log: the origin (hostile text) and size where the request could be read. */
  readonly origin: string | null;
  readonly size: number | null;
}
