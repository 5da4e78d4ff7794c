// QBFT headers as Besu makes them (QbftExtraDataCodec): four validators with fixed keys, so many of whom seal.

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { concatBytes } from '../../../shared/bytes/utf8.ts';
import { integerBytes, toData } from '../../../shared/chain/quantity.ts';
import { encodeRlp, type Rlp } from '../../../shared/chain/rlp.ts';
import { headerOf } from './anchor-record.ts';

const KEYS = [1, 2, 3, 4].map((n) => new Uint8Array(32).fill(n));

function addressOf(key: Uint8Array): Uint8Array {
  return keccak(secp256k1.getPublicKey(key, false).subarray(1)).slice(12);
}

/** 0x addresses. */
export const VALIDATORS: readonly string[] = KEYS.map((key) => toData(addressOf(key)));

export interface QbftOptions {
  /** Places in VALIDATORS of those who seal, one seal each. */
  readonly sealers: readonly number[];
  readonly round?: number;
  /** Empty: the validators stand in a contract. */
  readonly listed?: readonly number[];
}

/** A header of any shape around extraData, sealed. */
export function sealHeader(
  sealers: readonly number[],
  around: (extraData: Uint8Array) => Uint8Array,
  { round = 2, listed = [0, 1, 2, 3] }: Pick<QbftOptions, 'round' | 'listed'> = {},
): { readonly extraData: Uint8Array; readonly rlp: Uint8Array } {
  const extra = (seals: readonly Uint8Array[]): Uint8Array => {
    const validators: Rlp = listed.map((at) => addressOf(KEYS[at]!));
    return encodeRlp([new Uint8Array(32), validators, [], integerBytes(BigInt(round)), seals]);
  };
  const hash = keccak(around(extra([])));
  const seals = sealers.map((at) => {
    const made = secp256k1.sign(hash, KEYS[at]!, { prehash: false, format: 'recovered' });
    return concatBytes(made.subarray(1), made.subarray(0, 1));
  });
  const extraData = extra(seals);
  return { extraData, rlp: around(extraData) };
}

/** Maker of a header, for anchorRecordOf. */
export function qbftHeader({ sealers, ...options }: QbftOptions): typeof headerOf {
  return (number, timestamp, stateRoot) =>
    sealHeader(sealers, (extra) => headerOf(number, timestamp, stateRoot, extra), options).rlp;
}
