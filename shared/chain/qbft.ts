// QBFT blocks (Hyperledger Besu, QbftExtraDataCodec and BftBlockHashing): what stands in extraData, the two hashes of such
// a header, and which validators sealed it.

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { toData } from './quantity.ts';
import { decodeRlp, encodeRlp, type Rlp } from './rlp.ts';

export interface QbftSeals {
  /** 0x addresses in the header's own list; empty where a contract keeps the validators. */
  readonly validators: readonly string[];
  /** Hash that the validators signed: extraData with the round, without seals. */
  readonly sealedHash: Uint8Array;
  /** 65 bytes each: r, s, recovery id. */
  readonly seals: readonly Uint8Array[];
}

const EXTRA_DATA = 12;
const VANITY_BYTES = 32;
const EMPTY = new Uint8Array(0);
/** More validators than any consortium has; each seal costs a curve operation. */
const MAX_VALIDATORS = 256;

/**
 * Null where extraData is not QBFT's. A header that has it is known on the chain by `hash`, not by the hash of its RLP:
 * round 0 and no seals, since these differ between the nodes that hold the same block.
 */
export function readQbft(fields: readonly Uint8Array[]): (QbftSeals & { readonly hash: Uint8Array }) | null {
  const extra = fields[EXTRA_DATA]!;
  // Every other chain's extraData is at most 32 bytes, or starts with bytes that are no list.
  if (extra.length <= VANITY_BYTES || extra[0]! < 0xc0) return null;
  let list: Rlp;
  try {
    list = decodeRlp(extra);
  } catch {
    return null;
  }
  if (list instanceof Uint8Array || list.length !== 5) return null;
  const [vanity, validators, vote, round, seals] = list as readonly [Rlp, Rlp, Rlp, Rlp, Rlp];
  if (!(vanity instanceof Uint8Array) || vanity.length !== VANITY_BYTES) return null;
  if (vote instanceof Uint8Array || !(round instanceof Uint8Array) || round.length > 4) return null;
  const addresses = strings(validators, 20);
  const signatures = strings(seals, 65);
  if (!addresses || !signatures) return null;
  const hashWith = (about: Rlp): Uint8Array =>
    keccak(
      encodeRlp(
        fields.map((field, at) =>
          at === EXTRA_DATA ? encodeRlp([vanity, validators, vote, about, []]) : field,
        ),
      ),
    );
  return {
    hash: hashWith(EMPTY),
    sealedHash: hashWith(round),
    validators: addresses.map(toData),
    seals: signatures,
  };
}

function strings(item: Rlp, length: number): readonly Uint8Array[] | null {
  if (item instanceof Uint8Array || item.length > MAX_VALIDATORS) return null;
  return item.every((each): each is Uint8Array => each instanceof Uint8Array && each.length === length)
    ? item
    : null;
}

/** Distinct 0x addresses whose seals hold; a malformed seal is nobody's. */
export function sealersOf({ sealedHash, seals }: QbftSeals): ReadonlySet<string> {
  return new Set(seals.flatMap((seal) => sealerOf(sealedHash, seal) ?? []));
}

function sealerOf(hash: Uint8Array, seal: Uint8Array): string | null {
  try {
    const key = secp256k1.Signature.fromBytes(seal.subarray(0, 64), 'compact')
      .addRecoveryBit(seal[64]!)
      .recoverPublicKey(hash)
      .toBytes(false);
    return toData(keccak(key.subarray(1)).subarray(12));
  } catch {
    return null;
  }
}

/** Seals that make a block final among n validators: ceil(2n / 3). */
export function quorumOf(validators: number): number {
  return Math.ceil((2 * validators) / 3);
}

/** How many of the validators sealed it. */
export function countSeals(seals: QbftSeals, validators: ReadonlySet<string>): number {
  return [...sealersOf(seals)].filter((address) => validators.has(address)).length;
}
