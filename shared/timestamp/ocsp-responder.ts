// Who may sign an OCSP response for an issuer (RFC 6960 section 4.2.2.2): the issuer itself, or a certificate that it
// issued for that purpose (id-kp-OCSPSigning) and that was valid when the response was made.

import { equalBytes } from '../bytes/utf8.ts';
import { OID } from '../der/oids.ts';
import { digestBytes, type Platform } from './algorithms.ts';
import type { OcspResponse } from './ocsp.ts';
import { verifySignature } from './signature.ts';
import { KEY_USAGE, type Certificate } from './x509.ts';

/**
 * Whether the response is signed by the issuer's key or by one it delegated to. Whether a delegated certificate was
 * revoked itself is not asked (id-pkix-ocsp-nocheck is the rule). Throws Refusal where a signature cannot be checked.
 */
export async function maySpeakFor(
  response: OcspResponse,
  issuer: Certificate,
  platform: Platform,
): Promise<boolean> {
  for (const signer of [issuer, ...response.certificates]) {
    if (!(await isNamed(response, signer, platform))) continue;
    const itself = signer === issuer || equalBytes(signer.raw, issuer.raw);
    if (!itself && !(await isDelegated(signer, issuer, response, platform))) continue;
    if (await signed(response, signer, platform)) return true;
  }
  return false;
}

async function isNamed(
  { responder }: OcspResponse,
  { subject, publicKey }: Certificate,
  platform: Platform,
): Promise<boolean> {
  return 'name' in responder
    ? responder.name.key === subject.key
    : equalBytes(responder.keyHash, await digestBytes('sha1', platform, publicKey.bits));
}

async function isDelegated(
  signer: Certificate,
  issuer: Certificate,
  { producedAt }: OcspResponse,
  platform: Platform,
): Promise<boolean> {
  const { extKeyUsage, keyUsage, unknownCritical } = signer.extensions;
  const signing = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation;
  if (!extKeyUsage?.purposes.includes(OID.ocspSigning) || unknownCritical.length > 0) return false;
  if (keyUsage !== null && (keyUsage & signing) === 0) return false;
  if (producedAt.ms < signer.notBefore.ms || producedAt.ms > signer.notAfter.ms + 999) return false;
  if (signer.issuer.key !== issuer.subject.key) return false;
  const { signatureAlgorithm: algorithm, signature, tbs: data } = signer;
  return verifySignature({ key: issuer.publicKey, algorithm, signature, data, digest: null }, platform);
}

function signed(
  { signatureAlgorithm: algorithm, signature, tbs: data }: OcspResponse,
  signer: Certificate,
  platform: Platform,
): Promise<boolean> {
  return verifySignature({ key: signer.publicKey, algorithm, signature, data, digest: null }, platform);
}
