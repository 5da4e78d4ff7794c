// SHA-256 of a concatenation by OpenSSL (BoringSSL in the desktop shell), for the many small hashes of a ledger.

import { hash as digest } from 'node:crypto';
import { concatBytes } from '../../../shared/bytes/utf8.ts';
import type { NodeHash } from '../../../shared/merkle/tree.ts';

/** Larger than any leaf or node: what is hashed is put together in place. */
const scratch = new Uint8Array(2_048);

export const nodeLedgerHash: NodeHash = (...parts) => {
  let length = 0;
  for (const part of parts) {
    if (length + part.length > scratch.length) return digest('sha256', concatBytes(...parts), 'buffer');
    scratch.set(part, length);
    length += part.length;
  }
  return digest('sha256', scratch.subarray(0, length), 'buffer');
};
