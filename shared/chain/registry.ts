// What resources/contract/CunanAnchor.sol computes, said once more: keys, storage slot, call data, event.

import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { concatBytes, equalBytes, toUtf8 } from '../bytes/utf8.ts';
import type { Checkpoint } from '../ledger/types.ts';
import { word } from './quantity.ts';

/** Keccak-256 of the deployed code, one for each released version of the contract. */
export const REGISTRY_CODE_HASHES: readonly string[] = [
  '0xbf91780b6b5564721897b24cf496be79590feb4c6430b426756ad8230752a44a',
];

/** Slot of the mapping `firstSeen`. */
const MAPPING_SLOT = 0;

const ANCHOR_SELECTOR = selector('anchor(bytes32,bytes32,uint64)');
const GET_SELECTOR = selector('get(bytes32,bytes32,uint64)');
export const ANCHORED_TOPIC = keccak(toUtf8('Anchored(bytes32,bytes32,uint64)'));

function selector(signature: string): Uint8Array {
  return keccak(toUtf8(signature)).slice(0, 4);
}

/** A ledger's name on the chain: SHA-256 of its origin. */
export function logIdOf(origin: string): Uint8Array {
  return sha256(toUtf8(origin));
}

/** keccak256(abi.encode(logId, root, size)) */
export function registryKey(checkpoint: Checkpoint): Uint8Array {
  return keccak(argumentsOf(checkpoint));
}

/** Storage slot of a key: keccak256(key . mapping slot). */
export function registrySlot(key: Uint8Array): Uint8Array {
  return keccak(concatBytes(key, word(MAPPING_SLOT)));
}

export function anchorCallData(checkpoint: Checkpoint): Uint8Array {
  return concatBytes(ANCHOR_SELECTOR, argumentsOf(checkpoint));
}

export function getCallData(checkpoint: Checkpoint): Uint8Array {
  return concatBytes(GET_SELECTOR, argumentsOf(checkpoint));
}

function argumentsOf({ origin, root, size }: Checkpoint): Uint8Array {
  return concatBytes(logIdOf(origin), root, word(size));
}

export interface EventLog {
  /** 20 bytes. */
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** Is this the contract's own event for this checkpoint? */
export function isAnchoredEvent(log: EventLog, contract: Uint8Array, checkpoint: Checkpoint): boolean {
  const expected = [ANCHORED_TOPIC, logIdOf(checkpoint.origin), checkpoint.root];
  return (
    equalBytes(log.address, contract) &&
    log.topics.length === expected.length &&
    expected.every((topic, i) => equalBytes(log.topics[i]!, topic)) &&
    equalBytes(log.data, word(checkpoint.size))
  );
}
