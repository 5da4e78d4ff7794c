// OCSP responses (RFC 6960 section 4.2) and requests (4.1), as far as "was this certificate revoked?" needs them: one
// BasicOCSPResponse in strict DER. Who may sign one is revocation.ts's question.

import { equalBytes } from '../bytes/utf8.ts';
import { elementsOf, fieldsOf, oidText, onlyChild, wholeBits } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';
import { timeOf, type DerTime } from '../der/time.ts';
import { der, NULL, octetString, oid, sequence } from '../der/writer.ts';
import {
  algorithmIdentifier,
  digestBytes,
  digestName,
  type AlgorithmIdentifier,
  type DigestName,
  type Platform,
} from './algorithms.ts';
import { distinguishedName, type DistinguishedName } from './names.ts';
import { certificateOf, type Certificate } from './x509.ts';

export interface OcspResponse {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Who says to have signed: a name, or the SHA-1 of a key's bits. */
  readonly responder: { readonly name: DistinguishedName } | { readonly keyHash: Uint8Array };
  readonly producedAt: DerTime;
  readonly answers: readonly OcspAnswer[];
  readonly certificates: readonly Certificate[];
}

export interface OcspAnswer {
  /** Null where the digest of the CertID is not known here. */
  readonly digest: DigestName | null;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Contents of the serial's INTEGER. */
  readonly serial: Uint8Array;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Where revoked; reason null where none is given. */
  readonly revoked: { readonly at: DerTime; readonly reason: number | null } | null;
  readonly thisUpdate: DerTime;
  readonly nextUpdate: DerTime | null;
}

const LIMITS = { maxBytes: 256 << 10, maxDepth: 16, maxNodes: 20_000 };
const MAX_ANSWERS = 64;
const MAX_CERTIFICATES = 8;

/** Throws AppError format/bad-der, also for a responseStatus other than successful and another responseType. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  const outer = fieldsOf(parseDer(bytes, LIMITS), 'OCSPResponse');
  const status = outer.next(TAG.enumerated, 'responseStatus').body;
  if (status.length !== 1 || status[0] !== 0) throw badDer(`OCSP responseStatus ${status[0]}`);
  const response = fieldsOf(onlyChild(outer.next(0xa0, 'responseBytes'), 'responseBytes'), 'ResponseBytes');
  outer.end('OCSPResponse');
  const type = oidText(response.next(TAG.oid, 'responseType'), 'responseType');
  if (type !== OID.ocspBasic) throw badDer(`OCSP responseType ${type}`);
  const basic = response.next(TAG.octetString, 'response').body;
  response.end('ResponseBytes');
  return basicResponse(parseDer(basic, LIMITS));
}

/** 4.2.1: BasicOCSPResponse */
function basicResponse(node: DerNode): OcspResponse {
  const fields = fieldsOf(node, 'BasicOCSPResponse');
  const tbs = fields.next(TAG.sequence, 'tbsResponseData');
  const signatureAlgorithm = algorithmIdentifier(
    fields.next(TAG.sequence, 'signatureAlgorithm'),
    'signatureAlgorithm',
  );
  const signature = wholeBits(fields.next(TAG.bitString, 'signature'), 'signature');
  const certs = fields.optional(0xa0);
  fields.end('BasicOCSPResponse');
  const certificates = certs === null ? [] : onlySequence(onlyChild(certs, 'certs'), 'certs');
  if (certificates.length > MAX_CERTIFICATES) throw badDer(`${certificates.length} certificates`);
  return {
    ...responseData(tbs),
    tbs: tbs.raw,
    signatureAlgorithm,
    signature,
    certificates: certificates.map(certificateOf),
  };
}

function onlySequence(node: DerNode, what: string): readonly DerNode[] {
  if (node.tag !== TAG.sequence) throw badDer(`${what}: tag ${node.tag}`);
  return elementsOf(node, TAG.sequence, what);
}

function responseData(node: DerNode): Pick<OcspResponse, 'responder' | 'producedAt' | 'answers'> {
  const fields = fieldsOf(node, 'ResponseData');
  // DEFAULT v1: written by absence.
  if (fields.optional(0xa0) !== null) throw badDer('OCSP version');
  const byName = fields.optional(0xa1);
  const byKey = byName === null ? fields.next(0xa2, 'responderID') : null;
  const producedAt = timeOf(fields.next(TAG.generalizedTime, 'producedAt'), 'producedAt');
  const list = onlySequence(fields.next(TAG.sequence, 'responses'), 'responses');
  const extensions = fields.optional(0xa1);
  fields.end('ResponseData');
  if (list.length === 0 || list.length > MAX_ANSWERS) throw badDer(`${list.length} OCSP responses`);
  refuseCritical(extensions);
  return {
    responder: byName === null ? { keyHash: keyHashOf(byKey!) } : { name: nameOf(byName) },
    producedAt,
    answers: list.map(singleResponse),
  };
}

function nameOf(node: DerNode): DistinguishedName {
  return distinguishedName(onlyChild(node, 'responderID'), 'responderID');
}

/** KeyHash: SHA-1, 20 octets. */
function keyHashOf(node: DerNode): Uint8Array {
  const hash = onlyChild(node, 'responderID');
  if (hash.tag !== TAG.octetString || hash.body.length !== 20) throw badDer('responderID byKey');
  return hash.body;
}

function singleResponse(node: DerNode): OcspAnswer {
  const fields = fieldsOf(node, 'SingleResponse');
  const id = fieldsOf(fields.next(TAG.sequence, 'certID'), 'certID');
  const digest = digestName(algorithmIdentifier(id.next(TAG.sequence, 'hashAlgorithm'), 'hashAlgorithm'));
  const issuerNameHash = id.next(TAG.octetString, 'issuerNameHash').body;
  const issuerKeyHash = id.next(TAG.octetString, 'issuerKeyHash').body;
  const serial = id.next(TAG.integer, 'serialNumber').body;
  id.end('certID');
  const state = certStatus(fields.any('certStatus'));
  const thisUpdate = timeOf(fields.next(TAG.generalizedTime, 'thisUpdate'), 'thisUpdate');
  const next = fields.optional(0xa0);
  const extensions = fields.optional(0xa1);
  fields.end('SingleResponse');
  refuseCritical(extensions);
  const nextUpdate = next && timeOf(generalized(onlyChild(next, 'nextUpdate')), 'nextUpdate');
  if (nextUpdate !== null && nextUpdate.ms < thisUpdate.ms) throw badDer('nextUpdate before thisUpdate');
  return { digest, issuerNameHash, issuerKeyHash, serial, ...state, thisUpdate, nextUpdate };
}

function generalized(node: DerNode): DerNode {
  if (node.tag !== TAG.generalizedTime) throw badDer(`time: tag ${node.tag}`);
  return node;
}

/** CertStatus: good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL, all IMPLICIT. */
function certStatus(node: DerNode): Pick<OcspAnswer, 'status' | 'revoked'> {
  if (node.tag === 0x80 || node.tag === 0x82) {
    if (node.body.length > 0) throw badDer('certStatus');
    return { status: node.tag === 0x80 ? 'good' : 'unknown', revoked: null };
  }
  if (node.tag !== 0xa1) throw badDer(`certStatus: tag ${node.tag}`);
  const fields = fieldsOf(node, 'RevokedInfo', 0xa1);
  const at = timeOf(fields.next(TAG.generalizedTime, 'revocationTime'), 'revocationTime');
  const reason = fields.optional(0xa0);
  fields.end('RevokedInfo');
  return { status: 'revoked', revoked: { at, reason: reason && reasonOf(onlyChild(reason, 'reason')) } };
}

function reasonOf(node: DerNode): number {
  if (node.tag !== TAG.enumerated || node.body.length !== 1) throw badDer('revocationReason');
  return node.body[0]!;
}

/** No extension is needed here (a nonce is optional and the response is kept, not fresh): critical ones forbid use. */
function refuseCritical(list: DerNode | null): void {
  for (const item of list === null ? [] : onlySequence(onlyChild(list, 'extensions'), 'extensions')) {
    const fields = fieldsOf(item, 'extension');
    const id = oidText(fields.next(TAG.oid, 'extnID'), 'extnID');
    const critical = fields.optional(TAG.boolean)?.body[0] === 0xff;
    fields.next(TAG.octetString, 'extnValue');
    fields.end('extension');
    if (critical) throw badDer(`OCSP extension ${id}`);
  }
}

/** 4.1.1: is the answer about this certificate? Both hashes and the serial. */
export async function isAbout(
  answer: OcspAnswer,
  certificate: Certificate,
  issuer: Certificate,
  platform: Platform,
): Promise<boolean> {
  const { digest, issuerNameHash, issuerKeyHash, serial } = answer;
  return (
    digest !== null &&
    equalBytes(serial, certificate.serial) &&
    equalBytes(issuerNameHash, await digestBytes(digest, platform, certificate.issuer.raw)) &&
    equalBytes(issuerKeyHash, await digestBytes(digest, platform, issuer.publicKey.bits))
  );
}

/** OCSPRequest for one certificate, CertID by SHA-1 as every responder knows it (RFC 5019 2.1.1), no nonce. */
export async function buildOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  platform: Platform,
): Promise<Uint8Array> {
  const id = sequence(
    sequence(oid(OID.sha1), NULL),
    octetString(await digestBytes('sha1', platform, certificate.issuer.raw)),
    octetString(await digestBytes('sha1', platform, issuer.publicKey.bits)),
    der(TAG.integer, certificate.serial),
  );
  return sequence(sequence(sequence(sequence(id))));
}
