// TimeStampReq -> TimeStampResp as an authority answers (RFC 3161 section 2.4, RFC 5816, RFC 5652).

import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { OID } from '../../../shared/der/oids.ts';
import {
  bitString,
  context,
  der,
  generalizedTime,
  integer,
  NULL,
  octetString,
  oid,
  sequence,
  setOf,
  utf8String,
} from '../../../shared/der/writer.ts';
import { isAppError } from '../../../shared/errors.ts';
import { certificatesOfPem } from '../../../shared/timestamp/pem.ts';
import { parseTimestampRequest, type ReceivedRequest } from '../../../shared/timestamp/request.ts';
import type { Certificate } from '../../../shared/timestamp/x509.ts';
import { DEMO_MARK, positiveSerial, type DemoAuthority } from './authority.ts';

/** Under 2.999, the arc that ISO/IEC keep for examples: no real authority can have it. */
const DEMO_POLICY = '2.999.3161.1';

export interface DemoSigner {
  readonly root: Certificate;
  readonly certificate: Certificate;
  /** Answers any bytes: a token, or PKIStatus 2 with the reason. */
  respond(request: Uint8Array, now: Date): Uint8Array;
}

/** Null where the kept authority cannot be read. */
export function createDemoSigner(authority: DemoAuthority): DemoSigner | null {
  const [root] = certificatesOfPem(authority.rootPem).certificates;
  const [certificate] = certificatesOfPem(authority.tsaPem).certificates;
  if (!root || !certificate) return null;
  const key = createPrivateKey(authority.tsaKeyPem);
  return {
    root,
    certificate,
    respond(request, now) {
      try {
        const received = parseTimestampRequest(request);
        // PKIFailureInfo bits of RFC 3161 2.4.2.
        if (received.imprintAlgorithm === null) return rejection(0, 'algorithm');
        if (received.policy !== null && received.policy !== DEMO_POLICY) return rejection(15, 'policy');
        return sequence(sequence(integer(0)), token(received, now, certificate, root, key));
      } catch (error) {
        if (isAppError(error)) return rejection(5, 'format');
        throw error;
      }
    },
  };
}

function rejection(bit: number, reason: string): Uint8Array {
  const bits = new Uint8Array((bit >> 3) + 1);
  bits[bit >> 3] = 0x80 >> (bit & 7);
  const failInfo = bitString(bits, 7 - (bit & 7));
  return sequence(sequence(integer(2), sequence(utf8String(`${DEMO_MARK}: ${reason}`)), failInfo));
}

function token(
  request: ReceivedRequest,
  now: Date,
  certificate: Certificate,
  root: Certificate,
  key: KeyObject,
): Uint8Array {
  const content = tstInfo(request, now, certificate);
  const digestAlgorithm = sequence(oid(OID.sha256), NULL);
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.tstInfo)),
    attribute(OID.messageDigest, octetString(sha256(content))),
    attribute(OID.signingCertificateV2, sequence(sequence(essCertId(certificate)))),
  );
  const signerInfo = sequence(
    integer(1),
    sequence(certificate.issuer.raw, der(0x02, certificate.serial)),
    digestAlgorithm,
    // Signed as a SET OF (tag 31), carried as [0] IMPLICIT (RFC 5652 5.4).
    retagged(attributes, 0xa0),
    sequence(oid(OID.ecdsaWithSha256)),
    octetString(sign('sha256', attributes, key)),
  );
  const signedData = sequence(
    integer(3),
    setOf(digestAlgorithm),
    sequence(oid(OID.tstInfo), context(0, octetString(content))),
    ...(request.certReq ? [retagged(setOf(certificate.raw, root.raw), 0xa0)] : []),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), context(0, signedData));
}

function tstInfo(request: ReceivedRequest, now: Date, certificate: Certificate): Uint8Array {
  return sequence(
    integer(1),
    oid(DEMO_POLICY),
    request.messageImprint,
    integer(positiveSerial()),
    generalizedTime(now),
    // accuracy: one second
    sequence(integer(1)),
    ...(request.nonce === null ? [] : [integer(request.nonce)]),
    // tsa: directoryName
    context(0, context(4, certificate.subject.raw)),
  );
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf(value));
}

/** RFC 5035 section 4: hashAlgorithm is SHA-256 by default. */
function essCertId({ raw, issuer, serial }: Certificate): Uint8Array {
  const issuerSerial = sequence(sequence(context(4, issuer.raw)), der(0x02, serial));
  return sequence(octetString(sha256(raw)), issuerSerial);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

function retagged(bytes: Uint8Array, tag: number): Uint8Array {
  const out = bytes.slice();
  out[0] = tag;
  return out;
}
