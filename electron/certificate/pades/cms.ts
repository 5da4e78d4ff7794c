// The CMS signature of a PDF (RFC 5652, detached) as PAdES baseline B-B wants it (ETSI EN 319 142-1, 6.3): contentType,
// messageDigest, ESS signing-certificate-v2, no signingTime (the time stands in /M); for B-T the time-stamp token over
// the signature value among the unsigned attributes.

import { createHash } from 'node:crypto';
import { OID } from '../../../shared/der/oids.ts';
import { TAG } from '../../../shared/der/reader.ts';
import {
  context,
  der,
  integer,
  NULL,
  octetString,
  oid,
  sequence,
  setOf,
} from '../../../shared/der/writer.ts';
import { parseCertificate, type Certificate } from '../../../shared/timestamp/x509.ts';
import type { DocumentSigner } from '../../platform/ports.ts';

export interface SignedDigest {
  readonly signer: DocumentSigner;
  /** SET OF Attribute, DER: what the signature is over. */
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
}

/** @param digest SHA-256 of the covered bytes. */
export async function signDigest(digest: Uint8Array, signer: DocumentSigner): Promise<SignedDigest> {
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingCertificateV2, signingCertificateV2(parseCertificate(signer.certificates[0]))),
  );
  return { signer, attributes, signature: await signer.sign(attributes) };
}

/** @param token TimeStampToken (ContentInfo, DER) over the signature value; null: B-B. */
export function buildSignedData(
  { signer, attributes, signature }: SignedDigest,
  token: Uint8Array | null,
): Uint8Array {
  const own = parseCertificate(signer.certificates[0]);
  const sha256 = sequence(oid(OID.sha256));
  const signerInfo = sequence(
    integer(1),
    sequence(own.issuer.raw, der(TAG.integer, own.serial)),
    sha256,
    // 5.4: signed as SET OF, sent as [0].
    implicit(0xa0, attributes),
    signer.algorithm === 'rsa' ? sequence(oid(OID.rsaEncryption), NULL) : sequence(oid(OID.ecdsaWithSha256)),
    octetString(signature),
    ...(token === null ? [] : [context(1, attribute(OID.timeStampToken, token))]),
  );
  const signedData = sequence(
    integer(1),
    setOf(sha256),
    sequence(oid(OID.data)),
    implicit(0xa0, setOf(...signer.certificates)),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), context(0, signedData));
}

function implicit(tag: number, value: Uint8Array): Uint8Array {
  const tagged = value.slice();
  tagged[0] = tag;
  return tagged;
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf(value));
}

/** RFC 5035 3: the certificate's SHA-256 (the default algorithm, left out), and issuer with serial. */
function signingCertificateV2(certificate: Certificate): Uint8Array {
  const hash = createHash('sha256').update(certificate.raw).digest();
  const issuerSerial = sequence(
    sequence(context(4, certificate.issuer.raw)),
    der(TAG.integer, certificate.serial),
  );
  return sequence(sequence(sequence(octetString(hash), issuerSerial)));
}
