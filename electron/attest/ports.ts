// What an attestation leaves behind: files that stand in attest/ of a package beside the sealed part.

export interface ProofFile {
  /** Path in the package, e.g. attest/tsa/1-demo.tsr */
  readonly path: string;
  readonly bytes: Uint8Array;
}
