// attest/chain/<chain>-<tx>.json: canonical JSON of an AnchorRecord, read as hostile input.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { ANCHOR_RECORD_FORMAT, type AnchorRecord } from './types.ts';

const MAX_RECORD_BYTES = 4_194_304;
const MAX_HEX = 2_000_000;
const MAX_NODES = 65;

export function encodeAnchorRecord(record: AnchorRecord): Uint8Array {
  return toUtf8(canonicalJson(record));
}

/**
 * Null for a record of another version of the format. Throws format/bad-proof for anything that is not the canonical
 * text of a record: exact fields, exact types, bounded lengths.
 */
export function parseAnchorRecord(bytes: Uint8Array): AnchorRecord | null {
  const text = bytes.length > MAX_RECORD_BYTES ? null : fromUtf8(bytes);
  if (text === null) throw malformed('size or encoding');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('JSON');
  }
  if (typeof value !== 'object' || value === null) throw malformed('not an object');
  const format = (value as Record<string, unknown>)['format'];
  if (
    typeof format === 'string' &&
    /^cunan-anchor\/[0-9]{1,9}$/.test(format) &&
    format !== ANCHOR_RECORD_FORMAT
  ) {
    return null;
  }
  if (!isRecord(value) || canonicalText(value) !== text) throw malformed('fields');
  return value;
}

function canonicalText(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}

type Guard = (value: unknown) => boolean;

const safeNumber: Guard = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const hex =
  (bytes: number): Guard =>
  (value) =>
    typeof value === 'string' && value.length === 2 + 2 * bytes && /^0x[0-9a-f]*$/.test(value);
const data: Guard = (value) =>
  typeof value === 'string' && value.length <= MAX_HEX && /^0x([0-9a-f]{2})*$/.test(value);
const nodes: Guard = (value) => Array.isArray(value) && value.length <= MAX_NODES && value.every(data);
const nullOr =
  (guard: Guard): Guard =>
  (value) =>
    value === null || guard(value);
const fields =
  (guards: Readonly<Record<string, Guard>>): Guard =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(guards).length &&
    Object.entries(guards).every(
      ([key, guard]) => Object.hasOwn(value, key) && guard((value as Record<string, unknown>)[key]),
    );

const RECORD: Guard = fields({
  format: (value) => value === ANCHOR_RECORD_FORMAT,
  chainName: (value) => typeof value === 'string' && /^[a-z0-9-]{1,32}$/.test(value),
  chainId: safeNumber,
  simulated: (value) => typeof value === 'boolean',
  contract: hex(20),
  key: hex(32),
  logId: hex(32),
  checkpoint: fields({
    origin: (value) => typeof value === 'string' && value.length <= 255,
    size: safeNumber,
    rootHex: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  }),
  txHash: hex(32),
  rawTransaction: data,
  blockNumber: safeNumber,
  blockHash: hex(32),
  blockTime: (value) => typeof value === 'string' && value.length <= 32,
  headerRlp: data,
  storageProof: nullOr(fields({ accountProof: nodes, storageProof: nodes, slot: hex(32) })),
  receiptProof: nullOr(fields({ index: safeNumber, receiptRlp: data, nodes })),
});

function isRecord(value: unknown): value is AnchorRecord {
  return RECORD(value);
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem: `anchor record: ${problem}` });
}
