// The files of attest/ that are made once, at sealing, and never change again.

export interface SealedFiles {
  /** attest/index.jsonl */
  readonly index: Uint8Array;
  /** attest/statement.json */
  readonly statement: Uint8Array;
  /** attest/statement.dsse.json */
  readonly dsse: Uint8Array;
  /** attest/signer.pub.pem */
  readonly signerPem: Uint8Array;
}
