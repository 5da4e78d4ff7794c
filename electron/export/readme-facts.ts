// What README.txt is made of: nothing but the sealed statement and the names of this export's files.

import type { Statement } from '../../shared/evidence/statement.ts';

export interface ReadmeFacts {
  readonly statement: Statement;
  readonly statementBytes: number;
  readonly statementSha256: string;
  readonly signerKeyId: string;
  readonly exporterKeyId: string;
  readonly payload: { readonly files: number; readonly sizeBytes: number };
  /** Bytes of tagmanifest-sha256.txt, which is signed by the exporter; README.txt has a line of known length in it. */
  readonly tagManifestBytes: number;
  /** Whether an SM2 signature stands beside the device's. */
  readonly hasSm2: boolean;
  readonly timestamps: readonly ReadmeTimestamp[];
  /** attest/tlog/….tlog-proof */
  readonly ledgerProofs: readonly string[];
  /** attest/chain/….json */
  readonly anchors: readonly string[];
  readonly hasCertificate: boolean;
  readonly hasReport: boolean;
  readonly hasVerifier: boolean;
}

export interface ReadmeTimestamp {
  /** ….tsr */
  readonly path: string;
  /** ….chain.pem where the package has one. */
  readonly chainPath: string | null;
  /** The ledger proof whose checkpoint is time-stamped; null: the statement is. */
  readonly checkpointOf: string | null;
  /** The head that the time-stamp of a renewal is over; null for others. */
  readonly headPath: string | null;
  /** ISO 8601 UTC; null where the response could not be read. */
  readonly genTime: string | null;
}

const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;

/** One line that cannot pass for another: control and direction characters are written as \u{…}, long texts are cut. */
export function printable(text: string, maxChars = 400): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text;
  return cut.replace(UNPRINTABLE, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}

/** A path as one word of a POSIX shell. */
export function shellWord(path: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
