// Numbers of a hostile container: limits, and 64-bit fields that must fit what we can count with.

import { ZipFault } from './fault.ts';

export const ZIP_LIMITS = {
  entries: 200_000,
  nameBytes: 1_024,
  extraBytes: 4_096,
  directoryBytes: 96 * 1024 * 1024,
} as const;

export function safeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipFault('zip-number-too-large');
  return Number(value);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
