// Transaction receipts (Yellow Paper section 4.4.1, EIP-658, EIP-2718): RLP both ways.

import { concatBytes } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { integerBytes } from './quantity.ts';
import type { EventLog } from './registry.ts';
import { decodeRlp, encodeRlp, expectList, expectString, type Rlp } from './rlp.ts';

export interface Receipt {
  /** 0 legacy; else the EIP-2718 type byte. */
  readonly type: number;
  readonly succeeded: boolean;
  readonly cumulativeGasUsed: bigint;
  /** 256 bytes. */
  readonly logsBloom: Uint8Array;
  readonly logs: readonly EventLog[];
}

const MAX_LOGS = 10_000;

export function encodeReceipt(receipt: Receipt): Uint8Array {
  const body = encodeRlp([
    receipt.succeeded ? Uint8Array.of(1) : new Uint8Array(0),
    integerBytes(receipt.cumulativeGasUsed),
    receipt.logsBloom,
    receipt.logs.map(({ address, topics, data }): Rlp => [address, topics, data]),
  ]);
  return receipt.type === 0 ? body : concatBytes(Uint8Array.of(receipt.type), body);
}

/** Throws format/bad-proof. Receipts from before EIP-658 (a state root instead of a status) are not accepted. */
export function parseReceipt(bytes: Uint8Array): Pick<Receipt, 'succeeded' | 'logs'> {
  const typed = bytes.length > 0 && bytes[0]! < 0x80;
  const fields = expectList(decodeRlp(typed ? bytes.subarray(1) : bytes), 4, 4);
  const status = expectString(fields[0]!);
  if (status.length > 1 || (status.length === 1 && status[0] !== 1)) throw malformed();
  const logs = expectList(fields[3]!, 0, MAX_LOGS).map((log): EventLog => {
    const [address, topics, data] = expectList(log, 3, 3);
    return {
      address: expectString(address!),
      topics: expectList(topics!, 0, 4).map(expectString),
      data: expectString(data!),
    };
  });
  return { succeeded: status.length === 1, logs };
}

function malformed(): AppError {
  return new AppError('format/bad-proof', { problem: 'receipt' });
}
