// What we ask of an EVM node, each answer checked before it is used: AppError chain/bad-response where it is not what
// the execution API says (ethereum/execution-apis).

import { AppError } from '../../../shared/errors.ts';
import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { fromData, toData } from '../../../shared/chain/quantity.ts';
import type { Receipt } from '../../../shared/chain/receipt.ts';
import { RpcRefusal, type Rpc } from './rpc.ts';

export interface Block {
  readonly number: number;
  /** 0x + 64 hex digits. */
  readonly hash: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly transactions: readonly string[];
  /** Every member as the node gave it, for the header's RLP. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface NodeReceipt extends Receipt {
  readonly transactionHash: string;
  readonly transactionIndex: number;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly gasUsed: number;
  /** Wei per gas; null where the node does not say. */
  readonly gasPriceWei: bigint | null;
  /** Every member as the node gave it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where a contract was made; lower case. */
  readonly contractAddress: string | null;
}

export interface StorageProof {
  readonly accountProof: readonly string[];
  readonly storageProof: readonly string[];
}

export interface NodeLog {
  /** Lower-case 0x hex. */
  readonly topics: readonly string[];
  readonly data: string;
  readonly txHash: string;
}

/** A legacy transaction with its signature, as the node gives it. */
export interface SignedCall {
  readonly nonce: number;
  readonly gasPriceWei: bigint;
  readonly gas: bigint;
  /** Lower case. */
  readonly to: string;
  readonly data: string;
  readonly v: bigint;
  /** 0x + 64 hex digits. */
  readonly r: string;
  readonly s: string;
}

export interface EvmNode {
  chainId(signal?: AbortSignal): Promise<number>;
  blockNumber(signal?: AbortSignal): Promise<number>;
  /** Null where there is no such block. */
  block(number: number | 'latest', signal?: AbortSignal): Promise<Block | null>;
  code(address: string, signal?: AbortSignal): Promise<string>;
  balance(address: string, signal?: AbortSignal): Promise<bigint>;
  gasPrice(signal?: AbortSignal): Promise<bigint>;
  nonce(address: string, tag: 'latest' | 'pending', signal?: AbortSignal): Promise<number>;
  /** Result of eth_call at the newest block. */
  read(to: string, data: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
  estimateGas(call: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<bigint>;
  send(raw: string, signal?: AbortSignal): Promise<string>;
  receipt(txHash: string, signal?: AbortSignal): Promise<NodeReceipt | null>;
  /** Events of one contract with these leading topics, from a block to the newest one. */
  logs(
    filter: { readonly address: string; readonly topics: readonly string[]; readonly fromBlock: number },
    signal?: AbortSignal,
  ): Promise<readonly NodeLog[]>;
  /** Null where there is none, or one that is no legacy call. */
  signedCall(txHash: string, signal?: AbortSignal): Promise<SignedCall | null>;
  /** This and the next two: null where the node cannot give them. */
  blockReceipts(number: number, signal?: AbortSignal): Promise<readonly NodeReceipt[] | null>;
  storageProof(
    address: string,
    slot: string,
    number: number,
    signal?: AbortSignal,
  ): Promise<StorageProof | null>;
  rawTransaction(txHash: string, signal?: AbortSignal): Promise<string | null>;
}

const MAX_TRANSACTIONS = 20_000;
const MAX_LOGS = 100_000;
const MAX_BYTES = 1_000_000;
const MAX_PROOF_NODES = 65;

type TimeUnit = ChainTraits['timeUnit'];

export function createEvmNode(rpc: Rpc, timeUnit: TimeUnit = 's'): EvmNode {
  const ask = async <T>(
    method: string,
    params: readonly unknown[],
    read: (result: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T> => {
    const result = await rpc.call(method, params, signal);
    try {
      return read(result);
    } catch (error) {
      throw new AppError('chain/bad-response', { problem: method }, { cause: error });
    }
  };
  /** Null where the node refuses: it lacks the method, or has pruned what it would need for the answer. */
  const askIfAble = async <T>(...args: Parameters<typeof ask<T>>): Promise<T | null> => {
    try {
      return await ask<T>(...args);
    } catch (error) {
      if (error instanceof RpcRefusal) return null;
      throw error;
    }
  };

  return {
    chainId: (signal) => ask('eth_chainId', [], readNumber, signal),
    blockNumber: (signal) => ask('eth_blockNumber', [], readNumber, signal),
    block: (number, signal) =>
      ask(
        'eth_getBlockByNumber',
        [tagOf(number), false],
        (result) => readBlock(result, number, timeUnit),
        signal,
      ),
    code: (address, signal) => ask('eth_getCode', [address, 'latest'], readData, signal),
    balance: (address, signal) => ask('eth_getBalance', [address, 'latest'], readBigInt, signal),
    gasPrice: (signal) => ask('eth_gasPrice', [], readBigInt, signal),
    nonce: (address, tag, signal) => ask('eth_getTransactionCount', [address, tag], readNumber, signal),
    read: (to, data, signal) =>
      ask(
        'eth_call',
        [{ to, data: toData(data) }, 'latest'],
        (result) => fromData(readData(result), { max: MAX_BYTES }),
        signal,
      ),
    estimateGas: (call, signal) => ask('eth_estimateGas', [call], readBigInt, signal),
    send: (raw, signal) => ask('eth_sendRawTransaction', [raw], readHash, signal),
    receipt: (txHash, signal) =>
      ask(
        'eth_getTransactionReceipt',
        [txHash],
        (result) => {
          if (result === null) return null;
          const receipt = readReceipt(result);
          if (receipt.transactionHash !== txHash) throw new TypeError('another receipt');
          return receipt;
        },
        signal,
      ),
    logs: ({ address, topics, fromBlock }, signal) =>
      ask(
        'eth_getLogs',
        [{ address, topics, fromBlock: tagOf(fromBlock), toBlock: 'latest' }],
        (result) => readList(result, MAX_LOGS).map(readLog),
        signal,
      ),
    signedCall: (txHash, signal) => ask('eth_getTransactionByHash', [txHash], readSignedCall, signal),
    blockReceipts: (number, signal) =>
      askIfAble('eth_getBlockReceipts', [tagOf(number)], readReceipts, signal),
    storageProof: (address, slot, number, signal) =>
      askIfAble('eth_getProof', [address, [slot], tagOf(number)], readProof, signal),
    rawTransaction: (txHash, signal) =>
      askIfAble(
        'eth_getRawTransactionByHash',
        [txHash],
        (result) => (result === null ? null : readData(result)),
        signal,
      ),
  };
}

function tagOf(number: number | 'latest'): string {
  return number === 'latest' ? number : `0x${number.toString(16)}`;
}

/** Quantity of at most 32 bytes. */
export function readBigInt(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value))
    throw new TypeError('not a quantity');
  return BigInt(value);
}

function readNumber(value: unknown): number {
  const number = Number(readBigInt(value));
  if (!Number.isSafeInteger(number)) throw new TypeError('number too large');
  return number;
}

/** Lower-case 0x data. */
export function readData(value: unknown): string {
  if (typeof value !== 'string' || value.length > 2 + 2 * MAX_BYTES) throw new TypeError('not data');
  const text = value.toLowerCase();
  if (!/^0x([0-9a-f]{2})*$/.test(text)) throw new TypeError('not data');
  return text;
}

function readHash(value: unknown): string {
  const text = readData(value);
  // FISCO BCOS answers unsupported calls with zeroes as if they had worked.
  if (text.length !== 66 || /^0x0+$/.test(text)) throw new TypeError('not a hash');
  return text;
}

function readList(value: unknown, limit: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > limit) throw new TypeError('not such a list');
  return value;
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('not an object');
  return value as Record<string, unknown>;
}

/** The year 5138 in seconds, 1973 in milliseconds: FISCO BCOS gives one or the other, by version. */
const LEAST_MS = 100_000_000_000;

export function secondsOf(time: number, unit: TimeUnit): number {
  return unit === 'ms-or-s' && time > LEAST_MS ? Math.floor(time / 1000) : time;
}

function readBlock(value: unknown, asked: number | 'latest', timeUnit: TimeUnit): Block | null {
  if (value === null) return null;
  const fields = readObject(value);
  const number = readNumber(fields['number']);
  if (asked !== 'latest' && asked !== number) throw new TypeError('another block');
  const timestamp = secondsOf(readNumber(fields['timestamp']), timeUnit);
  if (timestamp > 253_402_300_799) throw new TypeError('time out of range');
  return {
    number,
    hash: readHash(fields['hash']),
    timestamp,
    transactions: readList(fields['transactions'] ?? [], MAX_TRANSACTIONS).map(readHash),
    fields,
  };
}

function readReceipts(value: unknown): readonly NodeReceipt[] {
  return readList(value, MAX_TRANSACTIONS).map(readReceipt);
}

function readReceipt(value: unknown): NodeReceipt {
  const fields = readObject(value);
  const contract = fields['contractAddress'];
  const price = fields['effectiveGasPrice'];
  const type = readNumber(fields['type'] ?? '0x0');
  const status = readNumber(fields['status']);
  if (type > 0x7f || status > 1) throw new TypeError('not a receipt');
  return {
    type,
    succeeded: status === 1,
    cumulativeGasUsed: readBigInt(fields['cumulativeGasUsed']),
    logsBloom: fromData(readData(fields['logsBloom']), { exact: 256 }),
    logs: readList(fields['logs'], 10_000).map((log) => {
      const { address, topics, data } = readObject(log);
      return {
        address: fromData(readData(address), { exact: 20 }),
        topics: readList(topics, 4).map((topic) => fromData(readData(topic), { exact: 32 })),
        data: fromData(readData(data), { max: MAX_BYTES }),
      };
    }),
    transactionHash: readHash(fields['transactionHash']),
    transactionIndex: readNumber(fields['transactionIndex']),
    blockNumber: readNumber(fields['blockNumber']),
    blockHash: readHash(fields['blockHash']),
    gasUsed: readNumber(fields['gasUsed']),
    gasPriceWei: typeof price === 'string' && price !== '0x' ? readBigInt(price) : null,
    fields,
    contractAddress:
      typeof contract === 'string' ? toData(fromData(readData(contract), { exact: 20 })) : null,
  };
}

function readLog(value: unknown): NodeLog {
  const { topics, data, transactionHash } = readObject(value);
  return {
    topics: readList(topics, 4).map(readHashOrZero),
    data: readData(data),
    txHash: readHash(transactionHash),
  };
}

function readHashOrZero(value: unknown): string {
  return toData(fromData(readData(value), { exact: 32 }));
}

function readSignedCall(value: unknown): SignedCall | null {
  if (value === null) return null;
  const { type, nonce, gasPrice, gas, to, input, v, r, s } = readObject(value);
  if (readNumber(type ?? '0x0') !== 0 || typeof to !== 'string') return null;
  const word = (part: unknown): string => `0x${readBigInt(part).toString(16).padStart(64, '0')}`;
  return {
    nonce: readNumber(nonce),
    gasPriceWei: readBigInt(gasPrice),
    gas: readBigInt(gas),
    to: readData(to),
    data: readData(input),
    v: readBigInt(v),
    r: word(r),
    s: word(s),
  };
}

function readProof(value: unknown): StorageProof {
  const { accountProof, storageProof } = readObject(value);
  const [first] = readList(storageProof, 1);
  return {
    accountProof: readList(accountProof, MAX_PROOF_NODES).map(readData),
    storageProof: readList(readObject(first)['proof'], MAX_PROOF_NODES).map(readData),
  };
}
