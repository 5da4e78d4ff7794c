// Signed attributes of a time-stamp (RFC 5652 section 11, RFC 3161 2.4.2, RFC 5035, RFC 5816): that they speak of
// this TSTInfo and that the signing-certificate attribute names the signer's certificate.

import { equalBytes } from '../bytes/utf8.ts';
import { elementsOf, fieldsOf, oidText, onlyChild } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, TAG, type DerNode } from '../der/reader.ts';
import {
  algorithmIdentifier,
  digestBytes,
  digestName,
  type DigestName,
  type Platform,
} from './algorithms.ts';
import { fail, unsupported } from './refusal.ts';
import type { Certificate } from './x509.ts';

export interface SignedAttributes {
  readonly messageDigest: Uint8Array;
  /** In the order of the attributes; the first of each attribute is the signer's. */
  readonly certificateIds: readonly CertificateId[];
}

/** ESSCertID or ESSCertIDv2 */
export interface CertificateId {
  /** Null where the algorithm is not known. */
  readonly digest: DigestName | null;
  readonly hash: Uint8Array;
  readonly issuerSerial: { readonly issuer: Uint8Array; readonly serial: Uint8Array } | null;
  /** First of its attribute: the signer's own. */
  readonly first: boolean;
}

/** Throws AppError format/bad-der, Refusal tst-message-digest or tst-ess-cert-id. */
export function parseSignedAttributes(node: DerNode): SignedAttributes {
  const values = new Map<string, DerNode>();
  for (const attribute of elementsOf(node, TAG.sequence, 'signedAttrs')) {
    const fields = fieldsOf(attribute, 'attribute');
    const type = oidText(fields.next(TAG.oid, 'attrType'), 'attrType');
    const set = fields.next(TAG.set, 'attrValues');
    fields.end('attribute');
    // RFC 5652 5.3: no type twice; 11.1, 11.2: the two that matter have one value.
    if (values.has(type)) throw badDer(`attribute ${type} twice`);
    values.set(type, set);
  }
  const contentType = values.get(OID.contentType);
  if (!contentType || oidText(onlyChild(contentType, 'contentType'), 'contentType') !== OID.tstInfo)
    throw fail('tst-message-digest', 'contentType attribute is absent or not id-ct-TSTInfo');
  const digests = values.get(OID.messageDigest);
  if (!digests) throw fail('tst-message-digest', 'messageDigest attribute is absent');
  const messageDigest = onlyChild(digests, 'messageDigest');
  if (messageDigest.tag !== TAG.octetString) throw badDer('messageDigest');
  const v1 = values.get(OID.signingCertificate);
  const v2 = values.get(OID.signingCertificateV2);
  return {
    messageDigest: messageDigest.body,
    certificateIds: [...(v1 ? certificateIds(v1, 1) : []), ...(v2 ? certificateIds(v2, 2) : [])],
  };
}

/** RFC 5035 section 3: SigningCertificate(V2) ::= SEQUENCE { certs SEQUENCE OF …, policies OPTIONAL } */
function certificateIds(values: DerNode, version: 1 | 2): CertificateId[] {
  const fields = fieldsOf(onlyChild(values, 'signingCertificate'), 'signingCertificate');
  const certs = fields.next(TAG.sequence, 'certs');
  fields.optional(TAG.sequence);
  fields.end('signingCertificate');
  // Each entry costs a digest of each certificate of the path.
  if (certs.children.length === 0 || certs.children.length > 16) throw badDer('signingCertificate: entries');
  return certs.children.map((id, index) => certificateId(id, version, index === 0));
}

/** ESSCertID: SHA-1; ESSCertIDv2: hashAlgorithm DEFAULT SHA-256. */
function certificateId(node: DerNode, version: 1 | 2, first: boolean): CertificateId {
  const fields = fieldsOf(node, 'ESSCertID');
  const algorithm = version === 2 ? fields.optional(TAG.sequence) : null;
  const hash = fields.next(TAG.octetString, 'certHash').body;
  const issuerSerial = fields.optional(TAG.sequence);
  fields.end('ESSCertID');
  const byDefault = version === 1 ? 'sha1' : 'sha256';
  const digest = algorithm === null ? byDefault : digestName(algorithmIdentifier(algorithm, 'hashAlgorithm'));
  return { digest, hash, issuerSerial: issuerSerial && issuerAndSerial(issuerSerial), first };
}

/** IssuerSerial: GeneralNames with one directoryName [4], and the serial number. */
function issuerAndSerial(node: DerNode): { issuer: Uint8Array; serial: Uint8Array } {
  const fields = fieldsOf(node, 'issuerSerial');
  const names = fields.next(TAG.sequence, 'issuer');
  const serial = fields.next(TAG.integer, 'serialNumber').body;
  fields.end('issuerSerial');
  const name = onlyChild(names, 'issuer');
  if (name.tag !== 0xa4) throw badDer('issuerSerial: not a directoryName');
  return { issuer: onlyChild(name, 'issuer').raw, serial };
}

/** RFC 3161 2.4.2: the signing-certificate attribute must be there and each first entry must be the signer. */
export async function checkSignerId(
  { certificateIds: ids }: SignedAttributes,
  signer: Certificate,
  platform: Platform,
): Promise<void> {
  if (ids.length === 0) throw fail('tst-ess-cert-id', 'no signing-certificate attribute');
  for (const id of ids.filter(({ first }) => first)) {
    if (!(await isNamed(id, signer, platform)))
      throw fail('tst-ess-cert-id', 'the signing-certificate attribute names another certificate');
  }
}

/** RFC 5035 5.4: further entries limit the certificates of the path. */
export async function checkPathIds(
  { certificateIds: ids }: SignedAttributes,
  path: readonly Certificate[],
  platform: Platform,
): Promise<void> {
  for (const id of ids.filter(({ first }) => !first)) {
    const matches = await Promise.all(path.map((certificate) => isNamed(id, certificate, platform)));
    if (!matches.includes(true))
      throw fail('tst-ess-cert-id', 'the signing-certificate attribute names a certificate outside the path');
  }
}

async function isNamed(id: CertificateId, certificate: Certificate, platform: Platform): Promise<boolean> {
  if (id.digest === null) throw unsupported('digest of the signing-certificate attribute');
  if (!equalBytes(await digestBytes(id.digest, platform, certificate.raw), id.hash)) return false;
  return (
    id.issuerSerial === null ||
    (equalBytes(id.issuerSerial.issuer, certificate.issuer.raw) &&
      equalBytes(id.issuerSerial.serial, certificate.serial))
  );
}
