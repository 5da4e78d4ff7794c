// attest/chain/<chain>-<tx>.json: canonical JSON of an AnchorRecord, read as hostile input.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { isCanonical, parseJson, type JsonLimits } from '../bytes/json.ts';
import {
  bool,
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
import { toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { ANCHOR_RECORD_FORMAT, type AnchorRecord } from './types.ts';

const JSON_LIMITS: JsonLimits = { maxBytes: 4_194_304, maxDepth: 16, maxTokens: 10_000 };
const MAX_HEX = 2_000_000;
const MAX_NODES = 65;
const MAX_MATERIAL = 1_000_000;

export function encodeAnchorRecord(anchor: AnchorRecord): Uint8Array {
  return toUtf8(canonicalJson(anchor));
}

/**
 * Null for a record of another version of the format. Throws format/bad-json or format/bad-proof for anything that is
 * not the canonical text of a record: exact fields, exact types, bounded lengths.
 */
export function parseAnchorRecord(bytes: Uint8Array): AnchorRecord | null {
  const value = parseJson(bytes, JSON_LIMITS);
  if (isOtherVersion(value)) return null;
  const misfit = anchorShape(value);
  if (misfit !== null) throw malformed(misfit === '' ? 'not a record' : `field ${misfit.slice(1)}`);
  if (!isCanonical(value, bytes)) throw malformed('not canonical');
  return value as AnchorRecord;
}

function isOtherVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  const { format } = value;
  return (
    typeof format === 'string' && /^cunan-anchor\/[0-9]{1,9}$/.test(format) && format !== ANCHOR_RECORD_FORMAT
  );
}

const count = integer(0, Number.MAX_SAFE_INTEGER);
const bytes20 = matching(/^0x[0-9a-f]{40}$/);
const bytes32 = matching(/^0x[0-9a-f]{64}$/);
const data = satisfying((value) => value.length <= MAX_HEX && /^0x([0-9a-f]{2})*$/.test(value));
const nodes = list(data, 0, MAX_NODES);

const anchorShape = record(
  {
    format: exactly(ANCHOR_RECORD_FORMAT),
    chainName: matching(/^[a-z0-9-]{1,32}$/),
    chainId: count,
    simulated: bool,
    contract: bytes20,
    key: bytes32,
    logId: bytes32,
    checkpoint: record({ origin: text(255), size: count, rootHex: matching(/^[0-9a-f]{64}$/) }),
    txHash: bytes32,
    rawTransaction: data,
    blockNumber: count,
    blockHash: bytes32,
    blockTime: text(32),
    headerRlp: data,
    storageProof: orNull(record({ accountProof: nodes, storageProof: nodes, slot: bytes32 })),
    receiptProof: orNull(record({ index: count, receiptRlp: data, nodes })),
  },
  {
    transport: oneOf(['verified-tls', 'loopback', 'plain']),
    cost: orNull(record({ gasUsed: count, gasPriceWei: matching(/^[0-9]{1,40}$/) })),
    material: record({ block: text(MAX_MATERIAL), receipt: text(MAX_MATERIAL), witnesses: integer(1, 16) }),
  },
);

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem: `anchor record: ${problem}` });
}
