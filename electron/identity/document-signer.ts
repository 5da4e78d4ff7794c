// Keys that sign documents (PAdES): a private key with its certificates -> a signer; and the key of this device, a P-256
// key beside the Ed25519 one (which PDF readers do not know) with a self-signed certificate that says so in its names.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import { OID } from '../../shared/der/oids.ts';
import { TAG } from '../../shared/der/reader.ts';
import {
  bitString,
  context,
  der,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  TRUE,
  utf8String,
} from '../../shared/der/writer.ts';
import { AppError } from '../../shared/errors.ts';
import { DEVICE_CERTIFICATE } from '../../shared/text/pdf-signature.ts';
import type { Clock, DocumentSigner, Secrets } from '../platform/ports.ts';

export const DOCUMENT_KEY = 'document-key';

const VALID_YEARS = 10;

/** Throws key/type-unsupported for anything but RSA from 2048 bits, P-256 and P-384; key/unreadable where key and certificate do not belong together. */
export function documentSignerOf(
  pkcs8: Uint8Array,
  certificates: DocumentSigner['certificates'],
  kind: DocumentSigner['kind'],
): DocumentSigner {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const algorithm = algorithmOf(key);
  const probe = toUtf8('cunan self-test');
  const { publicKey } = new X509Certificate(certificates[0]);
  if (!verify('sha256', probe, publicKey, sign('sha256', probe, key)))
    throw new AppError('key/unreadable', { problem: 'key and certificate do not belong together' });
  return {
    kind,
    certificates,
    algorithm,
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign('sha256', data, key, (error, signature) => {
          if (error) reject(error);
          else resolve(new Uint8Array(signature));
        });
      }),
  };
}

function algorithmOf(key: KeyObject): DocumentSigner['algorithm'] {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048 && modulusLength <= 8192) return 'rsa';
  if (key.asymmetricKeyType === 'ec' && (namedCurve === 'prime256v1' || namedCurve === 'secp384r1'))
    return 'ecdsa';
  const size = modulusLength > 0 ? ` ${modulusLength}` : (namedCurve ?? '');
  throw new AppError('key/type-unsupported', { type: `${key.asymmetricKeyType ?? 'unknown'}${size}` });
}

/** Made at first use and kept with its certificate. Throws key/…, store/…. */
export async function loadDeviceDocumentSigner(
  secrets: Secrets,
  clock: Clock,
  deviceKeyId: string,
): Promise<DocumentSigner> {
  const stored = await secrets.read(DOCUMENT_KEY);
  if (stored) return parseStored(stored);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
  const certificate = selfSigned(privateKey, clock.now(), deviceKeyId);
  const text = JSON.stringify({ key: toBase64(pkcs8), certificate: toBase64(certificate) });
  await secrets.write(DOCUMENT_KEY, toUtf8(text));
  return documentSignerOf(pkcs8, [certificate], 'device');
}

function parseStored(bytes: Uint8Array): DocumentSigner {
  try {
    const stored = JSON.parse(fromUtf8(bytes) ?? '') as Record<'key' | 'certificate', string>;
    return documentSignerOf(fromBase64(stored.key)!, [fromBase64(stored.certificate)!], 'device');
  } catch {
    // Without the cause: a parser's message may quote the key.
    throw new AppError('key/unreadable', { problem: DOCUMENT_KEY });
  }
}

/** RFC 5280 4.1; names say what it is, the serial comes from the key. */
function selfSigned(key: KeyObject, now: Date, deviceKeyId: string): Uint8Array {
  const spki = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  const digest = createHash('sha256').update(spki).digest();
  const serial = digest.subarray(0, 16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const name = sequence(
    attribute(OID.organizationName, DEVICE_CERTIFICATE.organisation),
    attribute(OID.commonName, `${DEVICE_CERTIFICATE.name} ${deviceKeyId.slice(0, 8)}`),
  );
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + VALID_YEARS);
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const tbs = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    name,
    sequence(time(now), time(until)),
    name,
    spki,
    context(
      3,
      sequence(
        extension(OID.basicConstraints, sequence(), true),
        // digitalSignature and nonRepudiation
        extension(OID.keyUsage, bitString(Uint8Array.of(0xc0), 6), true),
        extension(OID.subjectKeyIdentifier, octetString(digest.subarray(0, 20)), false),
      ),
    ),
  );
  return sequence(tbs, algorithm, bitString(new Uint8Array(sign('sha256', tbs, key))));
}

function attribute(type: string, value: string): Uint8Array {
  return setOf(sequence(oid(type), utf8String(value)));
}

function extension(type: string, value: Uint8Array, critical: boolean): Uint8Array {
  return sequence(oid(type), ...(critical ? [TRUE] : []), octetString(value));
}

/** UTCTime until 2049 (4.1.2.5). */
function time(at: Date): Uint8Array {
  const digits = at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  return at.getUTCFullYear() < 2050
    ? der(TAG.utcTime, toUtf8(`${digits.slice(2)}Z`))
    : der(TAG.generalizedTime, toUtf8(`${digits}Z`));
}
