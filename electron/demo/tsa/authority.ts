// Keys and certificates of the demonstration authority: a root that signs once and is forgotten, and a TSA key, both
// ECDSA P-256 by node:crypto (BoringSSL has that too). Every name says that it is a demonstration.

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { OID } from '../../../shared/der/oids.ts';
import {
  bitString,
  context,
  der,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  TRUE,
  utf8String,
} from '../../../shared/der/writer.ts';
import { pemOf } from '../../../shared/timestamp/pem.ts';

export const DEMO_MARK = 'DEMO 演示';

/** What is kept: enough to go on signing under the same root. PEM, the key in PKCS#8. */
export interface DemoAuthority {
  readonly rootPem: string;
  readonly tsaPem: string;
  readonly tsaKeyPem: string;
}

const DAY_MS = 86_400_000;
const VALIDITY_DAYS = 3650;

export function createDemoAuthority(now: Date): DemoAuthority {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tsa = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rootName = demoName('Time-Stamp Root 时间戳根证书');
  const validity = sequence(validityTime(now, -1), validityTime(now, VALIDITY_DAYS));
  const rootPem = pemOf(
    certificate(
      { subject: rootName, issuer: rootName, validity, key: root.publicKey, extensions: rootExtensions() },
      root.privateKey,
    ),
  );
  const tsaPem = pemOf(
    certificate(
      {
        subject: demoName('Time-Stamping Authority 时间戳服务'),
        issuer: rootName,
        validity,
        key: tsa.publicKey,
        extensions: [
          ...tsaExtensions(),
          extension(OID.authorityKeyIdentifier, false, sequence(der(0x80, keyId(root.publicKey)))),
        ],
      },
      root.privateKey,
    ),
  );
  return { rootPem, tsaPem, tsaKeyPem: tsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** O and CN, both marked. */
function demoName(name: string): Uint8Array {
  return sequence(attribute('2.5.4.10', `${DEMO_MARK} Cunan`), attribute('2.5.4.3', `${DEMO_MARK} ${name}`));
}

function attribute(type: string, value: string): Uint8Array {
  return setOf(sequence(oid(type), utf8String(value)));
}

/** RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime after; whole seconds. */
function validityTime(now: Date, days: number): Uint8Array {
  const at = new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000);
  const full = generalizedTime(at);
  return at.getUTCFullYear() > 2049 ? full : der(0x17, full.subarray(4));
}

interface CertificateFields {
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly validity: Uint8Array;
  readonly key: KeyObject;
  readonly extensions: readonly Uint8Array[];
}

function certificate(fields: CertificateFields, signer: KeyObject): Uint8Array {
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const tbs = sequence(
    context(0, integer(2)),
    integer(positiveSerial()),
    algorithm,
    fields.issuer,
    fields.validity,
    fields.subject,
    spki(fields.key),
    context(
      3,
      sequence(
        ...fields.extensions,
        extension(OID.subjectKeyIdentifier, false, octetString(keyId(fields.key))),
      ),
    ),
  );
  return sequence(tbs, algorithm, bitString(sign('sha256', tbs, signer)));
}

/** 16 octets, positive and of fixed length. */
export function positiveSerial(): Uint8Array {
  const serial = new Uint8Array(randomBytes(16));
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}

function spki(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
}

/** RFC 7093 section 2, method 1: the first 20 octets of SHA-256 over the key's bits (26 octets of P-256 header before). */
function keyId(key: KeyObject): Uint8Array {
  return new Uint8Array(createHash('sha256').update(spki(key).subarray(26)).digest()).subarray(0, 20);
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octetString(value));
}

function rootExtensions(): Uint8Array[] {
  return [
    extension(OID.basicConstraints, true, sequence(TRUE, integer(0))),
    // keyCertSign, cRLSign
    extension(OID.keyUsage, true, bitString(Uint8Array.of(0x06), 1)),
  ];
}

function tsaExtensions(): Uint8Array[] {
  return [
    extension(OID.basicConstraints, true, sequence()),
    // digitalSignature
    extension(OID.keyUsage, true, bitString(Uint8Array.of(0x80), 7)),
    extension(OID.extKeyUsage, true, sequence(oid(OID.timeStamping))),
  ];
}
