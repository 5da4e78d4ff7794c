// What a token says, in plain data for screens, certificates and reports. Says nothing about whether it is good.

import { digestOf, type Hashers } from '../bytes/hashers.ts';
import { toHex } from '../bytes/hex.ts';
import { equalBytes } from '../bytes/utf8.ts';
import { OID } from '../der/oids.ts';
import { isAppError } from '../errors.ts';
import { parseTimestampResponse, type SignedToken } from './parse.ts';
import { Refusal } from './refusal.ts';
import type { TimestampInfo } from './types.ts';
import type { Certificate } from './x509.ts';

/** Null where the bytes are no time-stamp response with a token, or its imprint or signer cannot be named. */
export function describeToken(tsr: Uint8Array, hashers: Hashers): TimestampInfo | null {
  try {
    const { token } = parseTimestampResponse(tsr);
    return token && infoOf(token, null, hashers);
  } catch (error) {
    if (isAppError(error) || error instanceof Refusal) return null;
    throw error;
  }
}

/** The embedded certificate that the SignerInfo names. */
export function signerCertificate({ certificates, signer: { sid } }: SignedToken): Certificate | null {
  const found = certificates.find((certificate) =>
    'serial' in sid
      ? equalBytes(sid.serial, certificate.serial) && equalBytes(sid.issuer, certificate.issuer.raw)
      : certificate.extensions.subjectKeyIdHex === toHex(sid.subjectKeyId),
  );
  return found ?? null;
}

export function infoOf(token: SignedToken, root: Certificate | null, hashers: Hashers): TimestampInfo | null {
  const { tstInfo } = token;
  const signer = signerCertificate(token);
  if (signer === null || tstInfo.imprintAlgorithm === null) return null;
  return {
    genTime: tstInfo.genTime.iso,
    accuracyMs: tstInfo.accuracyMs,
    serialHex: toHex(tstInfo.serial),
    policy: tstInfo.policy,
    imprintAlgorithm: tstInfo.imprintAlgorithm,
    imprintHex: toHex(tstInfo.imprint),
    nonceHex: tstInfo.nonce && toHex(tstInfo.nonce),
    signatureAlgorithm: signatureName(token),
    signerSubject: signer.subject.text,
    signerIssuer: signer.issuer.text,
    signerSha256: toHex(digestOf(hashers.createSha256(), signer.raw)),
    signerValidFrom: signer.notBefore.iso,
    signerValidTo: signer.notAfter.iso,
    rootSha256: root && toHex(digestOf(hashers.createSha256(), root.raw)),
    rootSubject: root && root.subject.text,
  };
}

const SIGNATURES: ReadonlyMap<string, string> = new Map([
  [OID.rsaEncryption, 'RSA'],
  [OID.sha256WithRsa, 'RSA'],
  [OID.sha384WithRsa, 'RSA'],
  [OID.sha512WithRsa, 'RSA'],
  [OID.rsassaPss, 'RSA-PSS'],
  [OID.ecdsaWithSha256, 'ECDSA'],
  [OID.ecdsaWithSha384, 'ECDSA'],
  [OID.ecdsaWithSha512, 'ECDSA'],
  [OID.sm2WithSm3, 'SM2'],
  [OID.sm2Signature, 'SM2'],
]);

/** e.g. "ECDSA sha256"; the OID where the algorithm is not known. */
function signatureName({ signer }: SignedToken): string {
  const { oid } = signer.signatureAlgorithm;
  const name = SIGNATURES.get(oid);
  return name === undefined ? oid : `${name} ${signer.digest ?? signer.digestOid}`;
}

/**
 * When the first certificate under a token ends: its signer's or one above it among those in the token or the chain kept
 * beside it. Null as describeToken says. Says nothing about whether the token is good.
 */
export function tokenLife(
  tsr: Uint8Array,
  chain: readonly Certificate[],
): { readonly endsMs: number; readonly genTimeMs: number } | null {
  try {
    const { token } = parseTimestampResponse(tsr);
    const signer = token && signerCertificate(token);
    if (!token || !signer) return null;
    const path = [signer];
    const atHand = [...token.certificates, ...chain];
    for (let top = signer; path.length < 8; top = path.at(-1)!) {
      const issuer = atHand.find(({ subject }) => subject.key === top.issuer.key);
      if (!issuer || path.some(({ subject }) => subject.key === issuer.subject.key)) break;
      path.push(issuer);
    }
    const endsMs = Math.min(...path.map(({ notAfter }) => notAfter.ms));
    return { endsMs, genTimeMs: token.tstInfo.genTime.ms };
  } catch (error) {
    if (isAppError(error) || error instanceof Refusal) return null;
    throw error;
  }
}
