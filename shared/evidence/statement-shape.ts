// The closed shape of statement v1: what its fields may hold. A field more or less is another version.

import { REASON_CODES } from './states.ts';
import { isEvidenceId } from './id.ts';
import {
  FILE_DEPOSIT_TYPE,
  STATEMENT_TYPE,
  TREE_LEAF_RULE,
  WEB_EVIDENCE_TYPE,
  type Statement,
} from './statement.ts';
import {
  bool,
  dictionary,
  either,
  exactly,
  integer,
  list,
  matching,
  oneOf,
  orNull,
  record,
  satisfying,
  text,
} from '../bytes/json-shape.ts';

export const STATEMENT_LIMITS = {
  maxBytes: 4 * 1024 * 1024,
  textChars: 65_536,
  reasons: 10_000,
  tools: 256,
} as const;

const MAX = Number.MAX_SAFE_INTEGER;
const anyText = text(STATEMENT_LIMITS.textChars);
const digest = matching(/^[0-9a-f]{64}$/);
const digests = { sha256: digest, sm3: digest };
const time = satisfying(isUtcTime);

/** ISO 8601 UTC with seconds and up to nine decimals. */
function isUtcTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) && Number.isFinite(Date.parse(value));
}

const reason = record(
  { code: oneOf(REASON_CODES) },
  { details: dictionary(either(anyText, integer(-MAX, MAX)), 16) },
);

const clock = record({
  source: oneOf(['device', 'ntp', 'https-date']),
  offsetMs: orNull(integer(-MAX, MAX)),
  timeZone: text(128),
});

const beacon = record({
  kind: exactly('chain-block'),
  chainName: text(64),
  chainId: integer(0, MAX),
  blockNumber: integer(0, MAX),
  blockHash: matching(/^0x[0-9a-f]{64}$/),
  blockTime: time,
  simulated: bool,
});

const predicate = record({
  id: satisfying(isEvidenceId),
  kind: oneOf(['web-capture', 'file-deposit']),
  case: record({ digest, sequence: integer(1, MAX) }),
  requestedUrl: orNull(anyText),
  finalUrl: orNull(anyText),
  title: orNull(anyText),
  httpStatus: orNull(integer(0, 999)),
  state: oneOf(['COMPLETE', 'PARTIAL', 'FAILED']),
  reasons: list(reason, 0, STATEMENT_LIMITS.reasons),
  startedAt: time,
  endedAt: time,
  clock,
  beacon: orNull(beacon),
  beaconAbsentReason: orNull(anyText),
  operator: record({
    name: orNull(anyText),
    organisation: orNull(anyText),
    verification: oneOf(['unverified', 'verified']),
    verificationMethod: orNull(anyText),
  }),
  vantage: record({ publicIp: orNull(text(64)), network: orNull(anyText), platform: anyText }),
  tools: list(record({ name: anyText, version: anyText, sha256: orNull(digest) }), 0, STATEMENT_LIMITS.tools),
  demonstration: bool,
  tree: record({ ...digests, size: integer(1, MAX), leaf: exactly(TREE_LEAF_RULE) }),
});

const statement = record({
  _type: exactly(STATEMENT_TYPE),
  subject: list(record({ name: exactly('attest/index.jsonl'), digest: record(digests) }), 1, 1),
  predicateType: oneOf([WEB_EVIDENCE_TYPE, FILE_DEPOSIT_TYPE]),
  predicate,
});

/** Where the value departs from statement v1, null where it does not. */
export function statementMisfit(value: unknown): string | null {
  const misfit = statement(value);
  if (misfit !== null) return misfit === '' ? 'not a statement' : `field ${misfit.slice(1)}`;
  const { predicateType, predicate: facts } = value as Statement;
  if ((predicateType === WEB_EVIDENCE_TYPE) !== (facts.kind === 'web-capture')) return 'kind and type differ';
  if ((facts.beacon === null) === (facts.beaconAbsentReason === null)) return 'beacon or reason, one of them';
  if ((facts.state === 'COMPLETE') !== (facts.reasons.length === 0)) return 'state and reasons differ';
  return null;
}
