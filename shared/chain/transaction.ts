// Signed transactions as far as an anchor needs them: who is called with what (legacy, EIP-2930 and EIP-1559).

import { AppError } from '../errors.ts';
import { safeIntegerOf } from './quantity.ts';
import { decodeRlp, expectList, expectString } from './rlp.ts';

export interface TransactionCall {
  /** Null where the signature names no chain (before EIP-155). */
  readonly chainId: number | null;
  /** 20 bytes; empty where a contract is created. */
  readonly to: Uint8Array;
  readonly data: Uint8Array;
}

/** Throws format/bad-proof for other transaction types and malformed bytes. */
export function parseTransaction(raw: Uint8Array): TransactionCall {
  const type = raw[0] ?? 0;
  if (type >= 0xc0) {
    const fields = expectList(decodeRlp(raw), 9, 9).map(expectString);
    const v = safeIntegerOf(fields[6]!);
    return { chainId: v >= 35 ? Math.floor((v - 35) / 2) : null, to: fields[3]!, data: fields[5]! };
  }
  // Type 1 has one fee field, type 2 has two.
  const to = type === 1 ? 4 : 5;
  if (type !== 1 && type !== 2) throw new AppError('format/bad-proof', { problem: 'transaction type' });
  const list = expectList(decodeRlp(raw.subarray(1)), to + 7, to + 7);
  return {
    chainId: safeIntegerOf(expectString(list[0]!)),
    to: expectString(list[to]!),
    data: expectString(list[to + 2]!),
  };
}
