// An anchor record with true proofs over a made-up block: state trie with the registry's account and slot, header, and a
// legacy transaction whose signature nobody looks at. No node is needed and every byte is deterministic.

import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { toHex } from '../../../shared/bytes/hex.ts';
import { parseHeader } from '../../../shared/chain/header.ts';
import { integerBytes, toData, word } from '../../../shared/chain/quantity.ts';
import { encodeReceipt } from '../../../shared/chain/receipt.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import {
  anchorCallData,
  ANCHORED_TOPIC,
  logIdOf,
  REGISTRY_CODE_HASHES,
  registryKey,
  registrySlot,
} from '../../../shared/chain/registry.ts';
import { encodeRlp } from '../../../shared/chain/rlp.ts';
import { buildTrie } from '../../../shared/chain/trie.ts';
import { ANCHOR_RECORD_FORMAT, type AnchorRecord } from '../../../shared/chain/types.ts';
import { fromHex } from '../../../shared/bytes/hex.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';

export const CHAIN_ID = 31_337;
const CONTRACT = new Uint8Array(20).fill(0xc0);

/** Header with the fifteen fields that parsing needs. */
export function headerOf(
  number: number,
  timestamp: number,
  stateRoot: Uint8Array,
  extraData: Uint8Array = new Uint8Array(0),
  receiptsRoot: Uint8Array = new Uint8Array(32),
): Uint8Array {
  const zero = new Uint8Array(32);
  return encodeRlp([
    zero,
    zero,
    new Uint8Array(20),
    stateRoot,
    zero,
    receiptsRoot,
    new Uint8Array(256),
    integerBytes(0n),
    integerBytes(BigInt(number)),
    integerBytes(30_000_000n),
    integerBytes(0n),
    integerBytes(BigInt(timestamp)),
    extraData,
    zero,
    new Uint8Array(8),
  ]);
}

export function anchorRecordOf(
  checkpoint: Checkpoint,
  number: number,
  timestamp: number,
  makeHeader = headerOf,
): AnchorRecord {
  const key = registryKey(checkpoint);
  const slot = registrySlot(key);
  const packed = (BigInt(number) << 64n) | BigInt(timestamp);
  const storage = buildTrie([[keccak(slot), encodeRlp(integerBytes(packed))]]);
  const account = encodeRlp([
    integerBytes(1n),
    integerBytes(0n),
    storage.root,
    fromHex(REGISTRY_CODE_HASHES[0]!.slice(2))!,
  ]);
  const state = buildTrie([[keccak(CONTRACT), account]]);
  const headerRlp = makeHeader(number, timestamp, state.root);
  const rawTransaction = encodeRlp([
    integerBytes(0n),
    integerBytes(1n),
    integerBytes(100_000n),
    CONTRACT,
    integerBytes(0n),
    anchorCallData(checkpoint),
    integerBytes(BigInt(CHAIN_ID * 2 + 35)),
    word(1),
    word(1),
  ]);
  return {
    format: ANCHOR_RECORD_FORMAT,
    chainName: 'testchain',
    chainId: CHAIN_ID,
    simulated: false,
    contract: toData(CONTRACT),
    key: toData(key),
    logId: toData(logIdOf(checkpoint.origin)),
    checkpoint: { origin: checkpoint.origin, size: checkpoint.size, rootHex: toHex(checkpoint.root) },
    txHash: toData(keccak(rawTransaction)),
    rawTransaction: toData(rawTransaction),
    blockNumber: number,
    blockHash: toData(parseHeader(headerRlp).hash),
    blockTime: new Date(timestamp * 1000).toISOString(),
    headerRlp: toData(headerRlp),
    storageProof: {
      accountProof: state.prove(keccak(CONTRACT)).map(toData),
      storageProof: storage.prove(keccak(slot)).map(toData),
      slot: toData(slot),
    },
    receiptProof: null,
  };
}

export function encodedAnchor(checkpoint: Checkpoint, number: number, timestamp: number): Uint8Array {
  return encodeAnchorRecord(anchorRecordOf(checkpoint, number, timestamp));
}

/** Key of a block's n-th receipt. */
const keyOf = (at: number): Uint8Array => encodeRlp(integerBytes(BigInt(at)));

/** The same registration proven by its receipt alone: the second of three in its block. */
export function receiptRecordOf(checkpoint: Checkpoint, number: number, timestamp: number): AnchorRecord {
  const bloom = new Uint8Array(256);
  const event = {
    address: CONTRACT,
    topics: [ANCHORED_TOPIC, logIdOf(checkpoint.origin), checkpoint.root],
    data: word(checkpoint.size),
  };
  const receipts = [[], [event], []].map((logs, at) =>
    encodeReceipt({
      type: 0,
      succeeded: true,
      cumulativeGasUsed: BigInt(47_444 * (at + 1)),
      logsBloom: bloom,
      logs,
    }),
  );
  const trie = buildTrie(receipts.map((receipt, at) => [keyOf(at), receipt]));
  return {
    ...anchorRecordOf(checkpoint, number, timestamp, (height, time, stateRoot) =>
      headerOf(height, time, stateRoot, new Uint8Array(0), trie.root),
    ),
    storageProof: null,
    receiptProof: { index: 1, receiptRlp: toData(receipts[1]!), nodes: trie.prove(keyOf(1)).map(toData) },
    transport: 'verified-tls',
    cost: { gasUsed: 47_444, gasPriceWei: '1000000000' },
  };
}
