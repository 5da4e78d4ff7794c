// Ethereum block headers: RLP, whose Keccak-256 is the block's hash (Yellow Paper section 4.4.3, EIP-1559, 4895, 4844,
// 4788, 7685). Later forks only append fields, so that parsing needs the first fifteen alone.

import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { AppError } from '../errors.ts';
import { decodeRlp, expectStrings } from './rlp.ts';
import { type QbftSeals, readQbft } from './qbft.ts';
import { safeIntegerOf } from './quantity.ts';

export interface BlockHeader {
  /** 32 bytes: Keccak-256 of the RLP; for QBFT of the RLP with round 0 and without seals. */
  readonly hash: Uint8Array;
  /** Null for a header without QBFT's extraData. */
  readonly qbft: QbftSeals | null;
  readonly stateRoot: Uint8Array;
  readonly receiptsRoot: Uint8Array;
  readonly number: number;
  /** Seconds since 1970 UTC. */
  readonly timestamp: number;
}

const MAX_HEADER_BYTES = 65_536;
/** 9999-12-31, the last day that ISO 8601 writes with four digits. */
const MAX_TIMESTAMP = 253_402_300_799;

/** Throws format/bad-proof. */
export function parseHeader(rlp: Uint8Array): BlockHeader {
  if (rlp.length > MAX_HEADER_BYTES) throw malformed();
  const fields = expectStrings(decodeRlp(rlp), 15, 32);
  const [stateRoot, receiptsRoot] = [fields[3]!, fields[5]!];
  const timestamp = safeIntegerOf(fields[11]!);
  if (stateRoot.length !== 32 || receiptsRoot.length !== 32 || timestamp > MAX_TIMESTAMP) throw malformed();
  const qbft = readQbft(fields);
  return {
    hash: qbft?.hash ?? keccak(rlp),
    qbft,
    stateRoot,
    receiptsRoot,
    number: safeIntegerOf(fields[8]!),
    timestamp,
  };
}

function malformed(): AppError {
  return new AppError('format/bad-proof', { problem: 'block header' });
}
