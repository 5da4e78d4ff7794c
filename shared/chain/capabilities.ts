// What an adapter can do, the same questions for a chain and for an evidence platform.

export interface AdapterCapabilities {
  readonly digests: readonly ('sha256' | 'sm3')[];
  /** Is the digest one of 国密 (SM3)? */
  readonly guomi: boolean;
  /** Does a submission end later than its answer? */
  readonly async: boolean;
  /** Does the same submission twice count once? */
  readonly idempotent: boolean;
  /** One submission for any number of items (a checkpoint), or one per item. */
  readonly unit: 'checkpoint' | 'item';
  /** merkle: proven offline. rpc: nodes' word. platform-word: the platform's word. */
  readonly proof: 'merkle' | 'rpc' | 'platform-word';
  /** Blocks on top before it counts; null: the platform says when. */
  readonly finalityDepth: number | null;
  readonly returns: { readonly height: boolean; readonly blockHash: boolean; readonly blockTime: boolean };
  /** Requests a second that are kept to; null: no limit is known. */
  readonly ratePerSec: number | null;
  /** Bytes besides the digest that are kept to; null: no limit is known. */
  readonly maxMetaBytes: number | null;
  /** Is nothing submitted for an operator who is not verified (未认证)? */
  readonly needsRealName: boolean;
  /** Is its certificate fetched as a PDF? */
  readonly certPdf: boolean;
  readonly simulated: boolean;
  /** Was it ever run against the real thing? */
  readonly tested: boolean;
}
