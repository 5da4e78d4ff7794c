// attest/statement.json: an in-toto Statement v1 over attest/index.jsonl, the only thing that is signed,
// time-stamped and logged. Canonical JSON (RFC 8785), one line, no trailing newline.

import type { CaptureState, EvidenceKind, Reason } from './states.ts';
import type { ClockFacts, Tool } from './capture-record.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const WEB_EVIDENCE_TYPE = 'urn:cunan:web-evidence:v1';
export const FILE_DEPOSIT_TYPE = 'urn:cunan:file-deposit:v1';
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** Rule for leaves and nodes of predicate.tree, in words that stand in the statement itself. */
export const TREE_LEAF_RULE = 'RFC 6962: H(0x00 || line without newline), H(0x01 || left || right)';

export interface Digests {
  readonly sha256: string;
  readonly sm3: string;
}

export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly [{ readonly name: 'attest/index.jsonl'; readonly digest: Digests }];
  readonly predicateType: typeof WEB_EVIDENCE_TYPE | typeof FILE_DEPOSIT_TYPE;
  readonly predicate: Predicate;
}

export interface Predicate extends EvidenceFacts {
  readonly tree: Digests & { readonly size: number; readonly leaf: typeof TREE_LEAF_RULE };
}

/** Everything the statement says beyond the digests; the pipeline gathers it before sealing. */
export interface EvidenceFacts {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly case: CaseReference;
  /** Null for a file deposit. */
  readonly requestedUrl: string | null;
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly httpStatus: number | null;
  readonly state: CaptureState;
  readonly reasons: readonly Reason[];
  /** ISO 8601 UTC by the clock named below. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly clock: ClockFacts;
  /** What bounds the time from below; null with the reason beside it. */
  readonly beacon: Beacon | null;
  readonly beaconAbsentReason: string | null;
  readonly operator: OperatorFacts;
  readonly vantage: VantageFacts;
  readonly tools: readonly Tool[];
  /** True where any service in the chain of proof is a demonstration. Printed everywhere. */
  readonly demonstration: boolean;
}

export interface CaseReference {
  /** SHA-256 hex of a random salt and the case's id: links entries of a case, tells nothing about it. */
  readonly digest: string;
  /** 1, 2, 3 … without gaps, failed attempts included. */
  readonly sequence: number;
}

export interface Beacon {
  readonly kind: 'chain-block';
  readonly chainName: string;
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** The block's own time, ISO 8601 UTC. */
  readonly blockTime: string;
  readonly simulated: boolean;
}

export interface OperatorFacts {
  readonly name: string | null;
  readonly organisation: string | null;
  /** 'unverified' (未认证) until a verification service has answered. */
  readonly verification: 'unverified' | 'verified';
  readonly verificationMethod: string | null;
}

export interface VantageFacts {
  /** Null: not known (we ask nobody for it unless told to). */
  readonly publicIp: string | null;
  readonly network: string | null;
  readonly platform: string;
}
