// A block as JSON, back into the header's RLP. Forks since London append fields in this order; a header of a later fork,
// or of a chain that hashes otherwise, does not give the block's hash and is refused.

import { parseHeader } from '../../../shared/chain/header.ts';
import { fromData, integerBytes, toData } from '../../../shared/chain/quantity.ts';
import { encodeRlp, type Rlp } from '../../../shared/chain/rlp.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Block, readBigInt, readData } from './node.ts';

type Field = readonly [name: string, kind: 'data' | 'integer'];

const FRONTIER: readonly Field[] = [
  ['parentHash', 'data'],
  ['sha3Uncles', 'data'],
  ['miner', 'data'],
  ['stateRoot', 'data'],
  ['transactionsRoot', 'data'],
  ['receiptsRoot', 'data'],
  ['logsBloom', 'data'],
  ['difficulty', 'integer'],
  ['number', 'integer'],
  ['gasLimit', 'integer'],
  ['gasUsed', 'integer'],
  ['timestamp', 'integer'],
  ['extraData', 'data'],
  ['mixHash', 'data'],
  ['nonce', 'data'],
];

const SINCE_LONDON: readonly Field[] = [
  ['baseFeePerGas', 'integer'], // EIP-1559
  ['withdrawalsRoot', 'data'], // EIP-4895
  ['blobGasUsed', 'integer'], // EIP-4844
  ['excessBlobGas', 'integer'],
  ['parentBeaconBlockRoot', 'data'], // EIP-4788
  ['requestsHash', 'data'], // EIP-7685
];

const MAX_FIELD_BYTES = 32_768;

/** With its seals where there are any. Throws chain/bad-response where it does not give the block's hash. */
export function headerRlp({ fields, hash }: Block): Uint8Array {
  const present = SINCE_LONDON.filter(([name]) => fields[name] !== undefined && fields[name] !== null);
  let rlp: Uint8Array;
  let actual: string;
  try {
    rlp = encodeRlp(
      [...FRONTIER, ...present].map(([name, kind]): Rlp => {
        if (kind === 'integer') return integerBytes(readBigInt(fields[name]));
        return fromData(readData(fields[name]), { max: MAX_FIELD_BYTES });
      }),
    );
    actual = toData(parseHeader(rlp).hash);
  } catch (error) {
    throw new AppError('chain/bad-response', { problem: 'block header' }, { cause: error });
  }
  if (actual !== hash) {
    throw new AppError('chain/bad-response', { problem: 'the block header does not give the block hash' });
  }
  return rlp;
}
