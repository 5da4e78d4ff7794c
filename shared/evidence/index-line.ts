// attest/index.jsonl: one canonical JSON line per payload file, sorted by path; each line is a Merkle leaf.

import type { Digests } from './statement.ts';

export interface FileDigest extends Digests {
  /** Path in the package: data/… */
  readonly path: string;
  readonly size: number;
}

export interface IndexLine extends FileDigest {
  /** 16 random bytes in hex, so that a withheld file cannot be guessed from its leaf. */
  readonly salt: string;
}
