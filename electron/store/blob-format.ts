// How a blob of the vault lies on disk: a header of 16 bytes, then the content.
//   0  4  'CNBL'
//   4  1  version: 1
//   5  1  mode: 0 = the content as it is (1 is meant for sealed chunks at rest)
//   6 10  zero

import { AppError } from '../../shared/errors.ts';

export const BLOB_HEADER_BYTES = 16;

export const PLAIN_HEADER: Uint8Array = Uint8Array.of(
  0x43,
  0x4e,
  0x42,
  0x4c,
  1,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
);

/** Throws store/damaged where the 16 bytes are not a header that this version can read. */
export function assertReadable(header: Uint8Array, sha256: string): void {
  if (header.length !== BLOB_HEADER_BYTES || PLAIN_HEADER.some((byte, i) => header[i] !== byte)) {
    throw new AppError('store/damaged', { problem: `blob ${sha256.slice(0, 16)} has no readable header` });
  }
}
