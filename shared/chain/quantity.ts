// Ethereum's hexadecimal: data (0x + pairs of digits) and quantities; big-endian integers of RLP.

import { fromHex, toHex } from '../bytes/hex.ts';
import { AppError } from '../errors.ts';

export function toData(bytes: Uint8Array): string {
  return `0x${toHex(bytes)}`;
}

/** Throws format/bad-proof unless the value is 0x and lower-case hex of at most (or exactly) so many bytes. */
export function fromData(
  value: unknown,
  limit: { readonly max?: number; readonly exact?: number },
): Uint8Array {
  const bytes =
    typeof value === 'string' &&
    value.startsWith('0x') &&
    value.length <= 2 + 2 * (limit.exact ?? limit.max ?? 0)
      ? fromHex(value.slice(2))
      : null;
  if (!bytes || (limit.exact !== undefined && bytes.length !== limit.exact)) {
    throw new AppError('format/bad-proof', { problem: 'hexadecimal data' });
  }
  return bytes;
}

/** Big-endian without leading zeroes, empty for 0: an integer as RLP has it. */
export function integerBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const hex = value.toString(16);
  return fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)!;
}

/** Throws format/bad-proof for leading zeroes or more than 32 bytes. */
function integerOf(bytes: Uint8Array): bigint {
  if (bytes.length > 32 || bytes[0] === 0) throw new AppError('format/bad-proof', { problem: 'integer' });
  return bytes.length === 0 ? 0n : BigInt(toData(bytes));
}

/** Throws format/bad-proof above 2^53 - 1. */
export function safeIntegerOf(bytes: Uint8Array): number {
  const value = integerOf(bytes);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new AppError('format/bad-proof', { problem: 'integer' });
  return Number(value);
}

/** 32 bytes, as the ABI has integers. */
export function word(value: number): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'))!;
}
