// Facts and file digests -> the sealed tag files: index, statement, its signature, the signer's key.
// Same facts, files, random bytes and key: same bytes (Ed25519 signatures are deterministic).

import { digestsOf } from '../../shared/bytes/digest.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { inByteOrder } from '../../shared/bytes/utf8.ts';
import { buildDsse, pae } from '../../shared/evidence/dsse.ts';
import { buildIndex, SALT_BYTES } from '../../shared/evidence/index-file.ts';
import type { FileDigest, IndexLine } from '../../shared/evidence/index-line.ts';
import { buildPublicKeyPem } from '../../shared/evidence/public-key.ts';
import type { SealedFiles } from '../../shared/evidence/sealed-files.ts';
import { buildStatement } from '../../shared/evidence/statement-file.ts';
import { type Digests, type EvidenceFacts, STATEMENT_PAYLOAD_TYPE } from '../../shared/evidence/statement.ts';
import type { Random, Signer } from '../platform/ports.ts';

export interface SealInput {
  readonly facts: EvidenceFacts;
  /** Every payload file; any order. */
  readonly files: readonly FileDigest[];
  readonly signer: Signer;
  /** Gives each file its salt, in byte order of the paths. */
  readonly random: Random;
  readonly hashers: Hashers;
}

export interface SealedEvidence extends SealedFiles {
  readonly lines: readonly IndexLine[];
  /** Of attest/statement.json: what is time-stamped and logged. */
  readonly statementDigests: Digests;
}

/** Throws format/bad-package (a path that cannot stand in a package), format/bad-statement. */
export function sealEvidence({ facts, files, signer, random, hashers }: SealInput): SealedEvidence {
  const sorted = inByteOrder(files, ({ path }) => path);
  const index = buildIndex(
    sorted,
    sorted.map(() => toHex(random.bytes(SALT_BYTES))),
  );
  const statement = buildStatement(facts, index, hashers);
  const sig = signer.sign(pae(STATEMENT_PAYLOAD_TYPE, statement));
  return {
    index: index.bytes,
    lines: index.lines,
    statement,
    statementDigests: digestsOf(hashers, statement),
    dsse: buildDsse(STATEMENT_PAYLOAD_TYPE, statement, [{ keyid: signer.keyId, sig }]),
    signerPem: buildPublicKeyPem(signer.publicKey),
  };
}
