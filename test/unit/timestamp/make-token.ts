// Certificates and time-stamp tokens with any one thing wrong, written with our DER writer and signed by node:crypto.

import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { OID } from '../../../shared/der/oids.ts';
import * as w from '../../../shared/der/writer.ts';
import { pemOf } from '../../../shared/timestamp/pem.ts';

export const POLICY = '1.3.6.1.4.1.99999.7';
export const GEN_TIME = new Date('2026-06-01T12:00:00Z');

export interface CertificateSpec {
  /** Text, or the whole encoded value. */
  readonly name: string | Uint8Array;
  readonly issuer?: Issued;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** Octet of the KeyUsage bit string: 0x80 digitalSignature, 0x04 keyCertSign. */
  readonly keyUsage?: number;
  readonly purposes?: readonly string[];
  readonly purposesCritical?: boolean;
  readonly unknownCritical?: string;
  readonly from?: string;
  readonly to?: string;
  readonly curve?: 'P-256' | 'P-384' | 'P-521';
  /** Takes the key of this one. */
  readonly like?: Issued;
  /** Signs with another key than the issuer's. */
  readonly forged?: boolean;
}

export interface Issued {
  readonly raw: Uint8Array;
  readonly pem: string;
  readonly name: Uint8Array;
  readonly serial: Uint8Array;
  readonly key: KeyObject;
}

export function issue(spec: CertificateSpec): Issued {
  const privateKey =
    spec.like?.key ?? generateKeyPairSync('ec', { namedCurve: spec.curve ?? 'P-256' }).privateKey;
  const publicKey = createPublicKey(privateKey);
  const value = typeof spec.name === 'string' ? w.utf8String(spec.name) : spec.name;
  const name = w.sequence(w.setOf(w.sequence(w.oid('2.5.4.3'), value)));
  const serial = w.integer(randomBytes(8));
  const algorithm = w.sequence(w.oid(OID.ecdsaWithSha256));
  const tbs = w.sequence(
    w.context(0, w.integer(2)),
    serial,
    algorithm,
    spec.issuer?.name ?? name,
    w.sequence(
      w.generalizedTime(new Date(spec.from ?? '2020-01-01T00:00:00Z')),
      w.generalizedTime(new Date(spec.to ?? '2040-01-01T00:00:00Z')),
    ),
    name,
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    w.context(3, w.sequence(...extensions(spec))),
  );
  const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const key = spec.forged ? forger : (spec.issuer?.key ?? privateKey);
  const raw = w.sequence(tbs, algorithm, w.bitString(sign('sha256', tbs, key)));
  return { raw, pem: pemOf(raw), name, serial, key: privateKey };
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return w.sequence(w.oid(id), ...(critical ? [w.TRUE] : []), w.octetString(value));
}

function extensions(spec: CertificateSpec): Uint8Array[] {
  const length = spec.pathLength === undefined ? [] : [w.integer(spec.pathLength)];
  return [
    extension(OID.basicConstraints, true, w.sequence(...(spec.ca ? [w.TRUE, ...length] : []))),
    ...(spec.keyUsage === undefined
      ? []
      : [
          extension(
            OID.keyUsage,
            true,
            w.bitString(Uint8Array.of(spec.keyUsage), 31 - Math.clz32(spec.keyUsage & -spec.keyUsage)),
          ),
        ]),
    ...(spec.purposes
      ? [
          extension(
            OID.extKeyUsage,
            spec.purposesCritical ?? true,
            w.sequence(...spec.purposes.map((purpose) => w.oid(purpose))),
          ),
        ]
      : []),
    ...(spec.unknownCritical ? [extension(spec.unknownCritical, true, w.NULL)] : []),
  ];
}

export interface TokenSpec {
  readonly data: Uint8Array;
  readonly signer: Issued;
  readonly embedded: readonly Issued[];
  readonly genTime?: Date;
  readonly nonce?: Uint8Array;
  readonly digest?: 'sha256' | 'sha384' | 'sha512';
  readonly ess?: 'v1' | 'v2' | 'none' | 'other-certificate' | 'other-serial';
  /** Replaces what would be written. */
  readonly messageDigest?: Uint8Array;
  readonly contentType?: string;
  readonly eContentType?: string;
  readonly duplicateMessageDigest?: boolean;
  readonly secondMessageDigestValue?: boolean;
  readonly version?: number;
  readonly signerVersion?: number;
  readonly digestAlgorithms?: readonly string[];
  readonly signatureAlgorithm?: string;
  readonly imprintOid?: string;
  readonly tsa?: Uint8Array;
  readonly tstExtension?: { readonly critical: boolean };
  readonly status?: number;
  readonly certificates?: boolean;
  readonly signers?: number;
  /** Another signature and digest than ECDSA with SHA-2. */
  readonly sign?: {
    readonly digestOid: string;
    readonly hash: (bytes: Uint8Array) => Uint8Array;
    readonly sign: (attributes: Uint8Array) => Uint8Array;
  };
  /** contentType of the ContentInfo. */
  readonly signedDataOid?: string;
}

const ECDSA = { sha256: OID.ecdsaWithSha256, sha384: OID.ecdsaWithSha384, sha512: OID.ecdsaWithSha512 };

export function makeToken(spec: TokenSpec): Uint8Array {
  const digest = spec.digest ?? 'sha256';
  const content = tstInfo(spec);
  const sha2 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash(digest).update(bytes).digest());
  const hash = spec.sign?.hash ?? sha2;
  const messageDigest = w.octetString(spec.messageDigest ?? hash(content));
  const digestAttribute = w.sequence(
    w.oid(OID.messageDigest),
    spec.secondMessageDigestValue
      ? w.setOf(messageDigest, w.octetString(new Uint8Array(32)))
      : w.setOf(messageDigest),
  );
  const attributes = w.setOf(
    w.sequence(w.oid(OID.contentType), w.setOf(w.oid(spec.contentType ?? OID.tstInfo))),
    digestAttribute,
    ...(spec.duplicateMessageDigest ? [digestAttribute] : []),
    ...ess(spec),
  );
  const algorithm = w.sequence(w.oid(spec.sign?.digestOid ?? OID[digest]));
  const signerInfo = w.sequence(
    w.integer(spec.signerVersion ?? 1),
    w.sequence(issuerOf(spec.signer), spec.signer.serial),
    algorithm,
    retagged(attributes),
    w.sequence(w.oid(spec.signatureAlgorithm ?? ECDSA[digest])),
    w.octetString(spec.sign?.sign(attributes) ?? sign(digest, attributes, spec.signer.key)),
  );
  const signedData = w.sequence(
    w.integer(spec.version ?? 3),
    spec.digestAlgorithms
      ? w.setOf(...spec.digestAlgorithms.map((id) => w.sequence(w.oid(id))))
      : w.setOf(algorithm),
    w.sequence(w.oid(spec.eContentType ?? OID.tstInfo), w.context(0, w.octetString(content))),
    ...(spec.certificates === false ? [] : [retagged(w.setOf(...spec.embedded.map(({ raw }) => raw)))]),
    w.setOf(...Array.from({ length: spec.signers ?? 1 }, () => signerInfo)),
  );
  return w.sequence(
    w.sequence(w.integer(spec.status ?? 0)),
    w.sequence(w.oid(spec.signedDataOid ?? OID.signedData), w.context(0, signedData)),
  );
}

function tstInfo(spec: TokenSpec): Uint8Array {
  const imprint = spec.sign?.hash(spec.data) ?? createHash('sha256').update(spec.data).digest();
  return w.sequence(
    w.integer(1),
    w.oid(POLICY),
    w.sequence(
      w.sequence(w.oid(spec.imprintOid ?? spec.sign?.digestOid ?? OID.sha256), w.NULL),
      w.octetString(imprint),
    ),
    w.integer(7),
    w.generalizedTime(spec.genTime ?? GEN_TIME),
    ...(spec.nonce ? [w.integer(spec.nonce)] : []),
    ...(spec.tsa ? [w.context(0, w.context(4, spec.tsa))] : []),
    ...(spec.tstExtension
      ? [
          w.context(
            1,
            w.sequence(
              w.oid('1.2.3.4'),
              ...(spec.tstExtension.critical ? [w.TRUE] : []),
              w.octetString(w.NULL),
            ),
          ),
        ]
      : []),
  );
}

/** Issuer's name as it stands in the certificate: the fourth field of its tbsCertificate. */
function issuerOf({ raw }: Issued): Uint8Array {
  let at = 0;
  const enter = (): void => {
    at += raw[at + 1]! < 0x80 ? 2 : 2 + (raw[at + 1]! & 0x7f);
  };
  const length = (): number => {
    const first = raw[at + 1]!;
    if (first < 0x80) return 2 + first;
    let value = 0;
    for (let i = 0; i < (first & 0x7f); i++) value = value * 256 + raw[at + 2 + i]!;
    return 2 + (first & 0x7f) + value;
  };
  enter();
  enter();
  for (let i = 0; i < 3; i++) at += length();
  return raw.slice(at, at + length());
}

function ess(spec: TokenSpec): Uint8Array[] {
  const kind = spec.ess ?? 'v2';
  if (kind === 'none') return [];
  const v1 = kind === 'v1';
  const named = kind === 'other-certificate' ? spec.embedded.at(-1)! : spec.signer;
  const hash = createHash(v1 ? 'sha1' : 'sha256')
    .update(named.raw)
    .digest();
  const serial = kind === 'other-serial' ? w.integer(99) : named.serial;
  const id = w.sequence(w.octetString(hash), w.sequence(w.sequence(w.context(4, issuerOf(named))), serial));
  const type = v1 ? OID.signingCertificate : OID.signingCertificateV2;
  return [w.sequence(w.oid(type), w.setOf(w.sequence(w.sequence(id))))];
}

function retagged(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  out[0] = 0xa0;
  return out;
}
