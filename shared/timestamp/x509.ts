// X.509 certificates (RFC 5280) as far as a time-stamp's path needs them. Strict DER; AppError format/bad-der else.

import { toHex } from '../bytes/hex.ts';
import { equalBytes } from '../bytes/utf8.ts';
import { fieldsOf, oidText, onlyChild, smallInteger, unsignedBytes, wholeBits } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';
import { timeOf, type DerTime } from '../der/time.ts';
import { algorithmIdentifier, type AlgorithmIdentifier } from './algorithms.ts';
import { distinguishedName, type DistinguishedName } from './names.ts';

export interface Certificate {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Contents of the serial's INTEGER. */
  readonly serial: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: DerTime;
  readonly notAfter: DerTime;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: Extensions;
}

export interface PublicKeyInfo {
  /** SubjectPublicKeyInfo, DER. */
  readonly raw: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly bits: Uint8Array;
}

export interface Extensions {
  readonly ca: boolean;
  /** Number of intermediate certificates allowed below; null: no limit. */
  readonly pathLength: number | null;
  /** First two octets of the bit string (bit 0 is the highest); null where the extension is absent. */
  readonly keyUsage: number | null;
  readonly extKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  readonly subjectKeyIdHex: string | null;
  readonly authorityKeyIdHex: string | null;
  /** GeneralNames of the subjectAltName, each in DER. */
  readonly subjectAltNames: readonly Uint8Array[];
  /** Where the issuer says its revocation list lies (4.2.1.13); hostile until the list proves itself. */
  readonly crlUrls: readonly string[];
  /** Where the issuer says its OCSP responder listens (4.2.2.1); hostile until a response proves itself. */
  readonly ocspUrls: readonly string[];
  readonly unknownCritical: readonly string[];
}

export const KEY_USAGE = {
  digitalSignature: 0x8000,
  nonRepudiation: 0x4000,
  keyCertSign: 0x0400,
  crlSign: 0x0200,
} as const;

export function parseCertificate(bytes: Uint8Array): Certificate {
  return certificateOf(parseDer(bytes));
}

/** RFC 5280 4.1 */
export function certificateOf(node: DerNode): Certificate {
  const outer = fieldsOf(node, 'Certificate');
  const tbs = outer.next(TAG.sequence, 'tbsCertificate');
  const signatureAlgorithm = algorithmIdentifier(
    outer.next(TAG.sequence, 'signatureAlgorithm'),
    'signatureAlgorithm',
  );
  const signature = wholeBits(outer.next(TAG.bitString, 'signatureValue'), 'signatureValue');
  outer.end('Certificate');

  const fields = fieldsOf(tbs, 'tbsCertificate');
  const version = versionOf(fields.optional(0xa0));
  const serial = fields.next(TAG.integer, 'serialNumber').body;
  const inner = fields.next(TAG.sequence, 'signature');
  // 4.1.1.2: both identifiers are the same.
  if (!equalBytes(inner.raw, signatureAlgorithm.raw)) throw badDer('signature algorithms differ');
  const issuer = distinguishedName(fields.next(TAG.sequence, 'issuer'), 'issuer');
  const validity = fieldsOf(fields.next(TAG.sequence, 'validity'), 'validity');
  const notBefore = timeOf(validity.any('notBefore'), 'notBefore');
  const notAfter = timeOf(validity.any('notAfter'), 'notAfter');
  validity.end('validity');
  const subject = distinguishedName(fields.next(TAG.sequence, 'subject'), 'subject');
  const publicKey = publicKeyInfo(fields.next(TAG.sequence, 'subjectPublicKeyInfo'));
  const uniqueIds = [fields.optional(0x81), fields.optional(0x82)];
  if (version < 2 && uniqueIds.some((id) => id !== null)) throw badDer('unique id in version 1');
  const extensionList = fields.optional(0xa3);
  if (version !== 3 && extensionList !== null) throw badDer('extensions before version 3');
  fields.end('tbsCertificate');
  const extensions = extensionsOf(extensionList);
  const { raw } = node;
  return {
    raw,
    tbs: tbs.raw,
    signatureAlgorithm,
    signature,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    extensions,
  };
}

/** 4.1.2.1: v1 is written by absence. */
function versionOf(node: DerNode | null): number {
  if (node === null) return 1;
  const version = smallInteger(onlyChild(node, 'version'), 'version');
  if (version !== 1 && version !== 2) throw badDer('certificate version');
  return version + 1;
}

function publicKeyInfo(node: DerNode): PublicKeyInfo {
  const fields = fieldsOf(node, 'subjectPublicKeyInfo');
  const algorithm = algorithmIdentifier(fields.next(TAG.sequence, 'key algorithm'), 'key algorithm');
  const bits = wholeBits(fields.next(TAG.bitString, 'subjectPublicKey'), 'subjectPublicKey');
  fields.end('subjectPublicKeyInfo');
  return { raw: node.raw, algorithm, bits };
}

/** 4.2, each extension at most once. */
function extensionsOf(list: DerNode | null): Extensions {
  const found = new Map<string, { critical: boolean; value: Uint8Array }>();
  const items = list === null ? [] : fieldsSequence(onlyChild(list, 'extensions'));
  for (const item of items) {
    const fields = fieldsOf(item, 'extension');
    const id = oidText(fields.next(TAG.oid, 'extnID'), 'extnID');
    const critical = booleanOf(fields.optional(TAG.boolean));
    const value = fields.next(TAG.octetString, 'extnValue').body;
    fields.end('extension');
    if (found.has(id)) throw badDer(`extension ${id} twice`);
    found.set(id, { critical, value });
  }
  const contents = (id: string): DerNode | null => {
    const extension = found.get(id);
    return extension ? parseDer(extension.value) : null;
  };
  const purposes = contents(OID.extKeyUsage);
  const altNames = contents(OID.subjectAltName);
  return {
    ...basicConstraints(contents(OID.basicConstraints)),
    keyUsage: keyUsageOf(contents(OID.keyUsage)),
    extKeyUsage: purposes && {
      critical: found.get(OID.extKeyUsage)!.critical,
      purposes: fieldsSequence(purposes).map((purpose) => oidText(purpose, 'KeyPurposeId')),
    },
    subjectKeyIdHex: subjectKeyId(contents(OID.subjectKeyIdentifier)),
    authorityKeyIdHex: authorityKeyId(contents(OID.authorityKeyIdentifier)),
    subjectAltNames: altNames === null ? [] : fieldsSequence(altNames).map(({ raw }) => raw),
    crlUrls: crlUrls(contents(OID.crlDistributionPoints)),
    ocspUrls: ocspUrls(contents(OID.authorityInfoAccess)),
    unknownCritical: [...found]
      .filter(([id, { critical }]) => critical && !PROCESSED.has(id))
      .map(([id]) => id),
  };
}

/** Critical extensions whose meaning is respected here (any policy is accepted, names are not used). */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extKeyUsage,
  OID.certificatePolicies,
  OID.subjectAltName,
  OID.crlDistributionPoints,
]);

function fieldsSequence(node: DerNode): readonly DerNode[] {
  if (node.tag !== TAG.sequence) throw badDer('a SEQUENCE OF');
  return node.children;
}

/** 4.2.1.9 */
function basicConstraints(node: DerNode | null): { ca: boolean; pathLength: number | null } {
  if (node === null) return { ca: false, pathLength: null };
  const fields = fieldsOf(node, 'basicConstraints');
  const ca = booleanOf(fields.optional(TAG.boolean));
  const length = fields.optional(TAG.integer);
  fields.end('basicConstraints');
  return { ca, pathLength: length === null ? null : smallInteger(length, 'pathLenConstraint') };
}

/** Certificates in use write DEFAULT FALSE out, against DER; it says the same, and the signature covers it. */
function booleanOf(node: DerNode | null): boolean {
  return node?.body[0] === 0xff;
}

/** 4.2.1.3: nine named bits, so at most two octets. */
function keyUsageOf(node: DerNode | null): number | null {
  if (node === null) return null;
  if (node.tag !== TAG.bitString || node.body.length < 2 || node.body.length > 3) throw badDer('keyUsage');
  return (node.body[1]! << 8) | (node.body[2] ?? 0);
}

function subjectKeyId(node: DerNode | null): string | null {
  if (node === null) return null;
  if (node.tag !== TAG.octetString) throw badDer('subjectKeyIdentifier');
  return toHex(node.body);
}

/** 4.2.1.1: [0] keyIdentifier */
function authorityKeyId(node: DerNode | null): string | null {
  const id = node === null ? null : fieldsOf(node, 'authorityKeyIdentifier').optional(0x80);
  return id === null ? null : toHex(id.body);
}

const within = (nodes: readonly DerNode[], tag: number): readonly DerNode[] =>
  nodes.filter((node) => node.tag === tag).flatMap(({ children }) => children);

/** The URIs among the full names of 4.2.1.13; other forms of naming a place are passed over. */
function crlUrls(points: DerNode | null): readonly string[] {
  const names = within(within(points?.children.flatMap(({ children }) => children) ?? [], 0xa0), 0xa0);
  return names.flatMap(uriOf);
}

/** The URIs among the OCSP access descriptions of 4.2.2.1. */
function ocspUrls(descriptions: DerNode | null): readonly string[] {
  return (descriptions?.children ?? []).flatMap(({ children: [method, location] }) =>
    method?.tag === TAG.oid && location && oidText(method, 'accessMethod') === OID.ocsp
      ? uriOf(location)
      : [],
  );
}

/** uniformResourceIdentifier [6] of a GeneralName. */
function uriOf({ tag, body }: DerNode): string[] {
  return tag === 0x86 && body.length <= 1_000 ? [String.fromCharCode(...body)] : [];
}

/** Bits of an RSA modulus; null where the key is no RSAPublicKey with a usable exponent (RFC 8017 A.1.1). */
export function rsaModulusBits(key: PublicKeyInfo): number | null {
  const fields = fieldsOf(parseDer(key.bits), 'RSAPublicKey');
  const modulus = unsignedBytes(fields.next(TAG.integer, 'modulus'), 'modulus');
  const exponent = unsignedBytes(fields.next(TAG.integer, 'publicExponent'), 'publicExponent');
  fields.end('RSAPublicKey');
  if (exponent.length > 4 || (exponent[exponent.length - 1]! & 1) === 0) return null;
  return modulus.length * 8 - Math.clz32(modulus[0]!) + 24;
}
