// TimeStampReq of RFC 3161 section 2.4.1: building one, and reading one as a time-stamping authority does.

import { assert } from '../assert.ts';
import { fieldsOf, oidText, smallInteger, trueOnly, unsignedBytes } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, parseDer, TAG } from '../der/reader.ts';
import { integer, NULL, octetString, oid, sequence, TRUE } from '../der/writer.ts';
import { algorithmIdentifier, DIGEST_BYTES, digestName, type DigestName } from './algorithms.ts';

/** What requests may name: the verifier reads each of them without WebCrypto or with it. */
export type ImprintName = 'sha256' | 'sha512' | 'sm3';

export interface TimestampRequest {
  /** Digest of what is time-stamped. */
  readonly digest: Uint8Array;
  /** How it was made; absent: SHA-256. */
  readonly imprint?: ImprintName;
  /** Big-endian magnitude. */
  readonly nonce: Uint8Array;
  /** Dotted OID; null leaves the choice to the authority. */
  readonly policy: string | null;
}

/** Asks for the authority's certificates as well (certReq): a token must be checkable by itself. */
export function buildTimestampRequest(request: TimestampRequest): Uint8Array {
  const imprint = request.imprint ?? 'sha256';
  assert(request.digest.length === DIGEST_BYTES[imprint], 'length of the digest');
  return sequence(
    integer(1),
    sequence(sequence(oid(OID[imprint]), NULL), octetString(request.digest)),
    ...(request.policy === null ? [] : [oid(request.policy)]),
    integer(request.nonce),
    TRUE,
  );
}

export interface ReceivedRequest {
  /** Null where the algorithm is not known. */
  readonly imprintAlgorithm: DigestName | null;
  /** MessageImprint, DER. */
  readonly messageImprint: Uint8Array;
  readonly policy: string | null;
  readonly nonce: Uint8Array | null;
  readonly certReq: boolean;
}

/** Throws AppError format/bad-der. */
export function parseTimestampRequest(bytes: Uint8Array): ReceivedRequest {
  const fields = fieldsOf(parseDer(bytes), 'TimeStampReq');
  if (smallInteger(fields.next(TAG.integer, 'version'), 'version') !== 1) throw badDer('version');
  const imprint = fields.next(TAG.sequence, 'messageImprint');
  const inner = fieldsOf(imprint, 'messageImprint');
  const imprintAlgorithm = digestName(
    algorithmIdentifier(inner.next(TAG.sequence, 'hashAlgorithm'), 'hashAlgorithm'),
  );
  const hashed = inner.next(TAG.octetString, 'hashedMessage').body;
  inner.end('messageImprint');
  if (imprintAlgorithm !== null && hashed.length !== DIGEST_BYTES[imprintAlgorithm])
    throw badDer('hashedMessage: length');
  const policy = fields.optional(TAG.oid);
  const nonce = fields.optional(TAG.integer);
  const certReq = trueOnly(fields.optional(TAG.boolean), 'certReq');
  // [0] extensions: none is known here.
  fields.end('TimeStampReq');
  return {
    imprintAlgorithm,
    messageImprint: imprint.raw,
    policy: policy && oidText(policy, 'reqPolicy'),
    nonce: nonce && unsignedBytes(nonce, 'nonce'),
    certReq,
  };
}
