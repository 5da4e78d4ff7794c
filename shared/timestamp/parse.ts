// TimeStampResp (RFC 3161 section 2.4.2) with the SignedData of RFC 5652 inside, as narrow as a time-stamp allows:
// each field that no signature covers has one permitted form, so that few changed tokens are still tokens.

import { fromUtf8 } from '../bytes/utf8.ts';
import { elementsOf, fieldsOf, oidText, onlyChild, smallInteger, type DerFields } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { isAppError } from '../errors.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';
import { algorithmIdentifier, digestName, type AlgorithmIdentifier, type DigestName } from './algorithms.ts';
import { unsupported } from './refusal.ts';
import { parseTstInfo, type TstInfo } from './tst-info.ts';
import { certificateOf, type Certificate } from './x509.ts';

export interface TimestampResponse {
  /** PKIStatus: 0 granted, 1 granted with modifications, 2 … not granted. */
  readonly status: number;
  /** Free text and failure bits of the authority; hostile. */
  readonly statusText: string;
  /** Null where the status is not 0 or 1. */
  readonly token: SignedToken | null;
}

export interface SignedToken {
  /** cms: RFC 5652. gm: the SignedData of GM/T 0010, as GM/T 0033 uses it. */
  readonly family: 'cms' | 'gm';
  readonly tstInfo: TstInfo;
  /** Octets of eContent: what messageDigest is over. */
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signer: SignerInfo;
}

export interface SignerInfo {
  readonly sid: SignerIdentifier;
  readonly digestOid: string;
  /** Null where the algorithm is not known. */
  readonly digest: DigestName | null;
  /** [0] IMPLICIT SET OF Attribute; signed with tag 0x31. */
  readonly signedAttributes: DerNode;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

export type SignerIdentifier =
  { readonly issuer: Uint8Array; readonly serial: Uint8Array } | { readonly subjectKeyId: Uint8Array };

const MAX_CERTIFICATES = 16;

/** Throws AppError format/bad-der; Refusal (unsupported) for a SignedData of the SM2 family in a form not known here. */
export function parseTimestampResponse(bytes: Uint8Array): TimestampResponse {
  const fields = fieldsOf(parseDer(bytes), 'TimeStampResp');
  const { status, statusText } = statusInfo(fields.next(TAG.sequence, 'status'));
  const token = fields.optional(TAG.sequence);
  fields.end('TimeStampResp');
  const granted = status === 0 || status === 1;
  // 2.4.2: a token with status 0 or 1, none otherwise.
  if (granted !== (token !== null)) throw badDer('token and status do not fit');
  return { status, statusText, token: token && signedToken(token) };
}

const FAIL_INFO: ReadonlyMap<number, string> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);

/** PKIStatusInfo: status, statusString OPTIONAL, failInfo OPTIONAL */
function statusInfo(node: DerNode): { status: number; statusText: string } {
  const fields = fieldsOf(node, 'PKIStatusInfo');
  const status = smallInteger(fields.next(TAG.integer, 'PKIStatus'), 'PKIStatus');
  if (status > 5) throw badDer('PKIStatus: out of range');
  const strings = fields.optional(TAG.sequence);
  const failInfo = fields.optional(TAG.bitString);
  fields.end('PKIStatusInfo');
  const texts = strings === null ? [] : elementsOf(strings, TAG.utf8String, 'statusString').map(freeText);
  if (failInfo !== null) texts.push(...failBits(failInfo));
  return { status, statusText: texts.join(' ').slice(0, 300) };
}

function freeText(node: DerNode): string {
  const text = fromUtf8(node.body);
  if (text === null) throw badDer('statusString');
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
}

function failBits({ body }: DerNode): string[] {
  const set = (bit: number): boolean => ((body[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  return [...FAIL_INFO].filter(([bit]) => set(bit)).map(([, name]) => name);
}

/** RFC 5652 3: ContentInfo; 5.1: SignedData. */
function signedToken(node: DerNode): SignedToken {
  const info = fieldsOf(node, 'ContentInfo');
  const type = oidText(info.next(TAG.oid, 'contentType'), 'contentType');
  const explicit = info.next(0xa0, 'content');
  info.end('ContentInfo');
  if (type === OID.gmSignedData) return gmSignedData(explicit);
  if (type !== OID.signedData) throw badDer(`contentType ${type}`);
  return signedData(explicit, 'cms');
}

/** Tokens of this family were not at hand when this was written: another form is unknown, not wrong. */
function gmSignedData(explicit: DerNode): SignedToken {
  try {
    return signedData(explicit, 'gm');
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw unsupported(`SignedData of the SM2 family (GM/T 0010): ${String(error.details['problem'])}`);
  }
}

function signedData(explicit: DerNode, family: SignedToken['family']): SignedToken {
  const fields = fieldsOf(onlyChild(explicit, 'content'), 'SignedData');
  // 5.1: version 3, as eContentType is not id-data and no certificate or CRL is of another kind; GM/T 0010 writes 1.
  const version = smallInteger(fields.next(TAG.integer, 'version'), 'version');
  if (version !== 3 && !(family === 'gm' && version === 1)) throw badDer('SignedData version');
  const digestAlgorithms = fields.next(TAG.set, 'digestAlgorithms');
  const content = encapsulatedContent(fields.next(TAG.sequence, 'encapContentInfo'));
  const certificates = certificatesOf(fields.optional(0xa0));
  revocationLists(fields.optional(0xa1));
  const signerInfos = fields.next(TAG.set, 'signerInfos');
  fields.end('SignedData');
  // RFC 3161 2.4.2: one signer, the authority.
  const signer = signerInfo(onlyChild(signerInfos, 'signerInfos'));
  checkDigestAlgorithms(digestAlgorithms, signer);
  return { family, tstInfo: parseTstInfo(content), content, certificates, signer };
}

/** 5.1: digestAlgorithms names those of the signers; with one signer that is one. */
function checkDigestAlgorithms(node: DerNode, signer: SignerInfo): void {
  const only = algorithmIdentifier(onlyChild(node, 'digestAlgorithms'), 'digestAlgorithms');
  if (only.oid !== signer.digestOid) throw badDer('digestAlgorithms and digestAlgorithm differ');
  digestName(only);
}

function encapsulatedContent(node: DerNode): Uint8Array {
  const fields = fieldsOf(node, 'encapContentInfo');
  const type = oidText(fields.next(TAG.oid, 'eContentType'), 'eContentType');
  if (type !== OID.tstInfo) throw badDer(`eContentType ${type}`);
  const content = onlyChild(fields.next(0xa0, 'eContent'), 'eContent');
  fields.end('encapContentInfo');
  if (content.tag !== TAG.octetString) throw badDer(`eContent: tag ${content.tag}`);
  return content.body;
}

/** 10.2.3: CertificateSet, X.509 certificates only. */
function certificatesOf(node: DerNode | null): readonly Certificate[] {
  if (node === null) return [];
  if (node.children.length === 0 || node.children.length > MAX_CERTIFICATES)
    throw badDer(`${node.children.length} certificates`);
  return elementsOf(node, TAG.sequence, 'certificates').map(certificateOf);
}

/** 10.2.1: CertificateLists are read over; what they say is a matter of its own. */
function revocationLists(node: DerNode | null): void {
  if (node !== null) elementsOf(node, TAG.sequence, 'crls');
}

/** 5.3 */
function signerInfo(node: DerNode): SignerInfo {
  const fields = fieldsOf(node, 'SignerInfo');
  const version = smallInteger(fields.next(TAG.integer, 'version'), 'version');
  const sid = signerIdentifier(fields, version);
  const digestAlgorithm = algorithmIdentifier(
    fields.next(TAG.sequence, 'digestAlgorithm'),
    'digestAlgorithm',
  );
  const signedAttributes = fields.next(0xa0, 'signedAttrs');
  const signatureAlgorithm = algorithmIdentifier(
    fields.next(TAG.sequence, 'signatureAlgorithm'),
    'signatureAlgorithm',
  );
  const signature = fields.next(TAG.octetString, 'signature').body;
  const unsignedAttributes = fields.optional(0xa1);
  fields.end('SignerInfo');
  if (unsignedAttributes !== null) elementsOf(unsignedAttributes, TAG.sequence, 'unsignedAttrs');
  return {
    sid,
    digestOid: digestAlgorithm.oid,
    digest: digestName(digestAlgorithm),
    signedAttributes,
    signatureAlgorithm,
    signature,
  };
}

/** 5.3: version 1 goes with issuerAndSerialNumber, 3 with [0] subjectKeyIdentifier. */
function signerIdentifier(fields: DerFields, version: number): SignerIdentifier {
  if (version === 3) return { subjectKeyId: fields.next(0x80, 'subjectKeyIdentifier').body };
  if (version !== 1) throw badDer('SignerInfo version');
  const named = fieldsOf(fields.next(TAG.sequence, 'issuerAndSerialNumber'), 'issuerAndSerialNumber');
  const issuer = named.next(TAG.sequence, 'issuer').raw;
  const serial = named.next(TAG.integer, 'serialNumber').body;
  named.end('issuerAndSerialNumber');
  return { issuer, serial };
}
