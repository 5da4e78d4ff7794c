// The organisation's certificate for signing documents: from a PKCS#12 file into the key store, checked before it is
// kept and again before it signs.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { fromBase64, toBase64 } from '../../shared/bytes/base64.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import type { SigningCertificateView } from '../../shared/api/signing.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { KEY_USAGE, parseCertificate, type Certificate } from '../../shared/timestamp/x509.ts';
import { commonName } from '../../shared/timestamp/names.ts';
import type { DocumentSigner, Secrets } from '../platform/ports.ts';
import { documentSignerOf } from './document-signer.ts';
import { readPkcs12 } from './pkcs12.ts';

export const SIGNING_CERTIFICATE = 'signing-certificate';

type Chain = DocumentSigner['certificates'];

/** What the key store takes under one name. */
const MAX_SECRET_BYTES = 14_000;

/** Keeps key and chain, in place of what was there. Throws key/p12-…, key/type-unsupported, key/certificate-unusable. */
export async function importSigningCertificate(
  secrets: Secrets,
  file: { readonly bytes: Uint8Array; readonly password: string },
  now: Date,
): Promise<Chain> {
  const { keys, certificates } = readPkcs12(file.bytes, file.password);
  const [pkcs8, ...more] = keys;
  if (!pkcs8 || more.length > 0)
    throw new AppError('key/p12-unreadable', { problem: `${keys.length} private keys` });
  const chain = chainOf(pkcs8, certificates);
  assertUsable(chain[0], now);
  documentSignerOf(pkcs8, chain, 'certificate');
  const secret = toUtf8(JSON.stringify({ key: toBase64(pkcs8), certificates: chain.map(toBase64) }));
  if (secret.length > MAX_SECRET_BYTES) throw new AppError('key/p12-unreadable', { problem: 'too large' });
  await secrets.write(SIGNING_CERTIFICATE, secret);
  return chain;
}

/** Null where none is kept. Throws key/…; key/certificate-unusable where it is valid no longer. */
export async function loadSigningCertificate(secrets: Secrets, now: Date): Promise<DocumentSigner | null> {
  const stored = await secrets.read(SIGNING_CERTIFICATE);
  if (stored === null || stored.length === 0) return null;
  const { key, chain } = parseStored(stored);
  assertUsable(chain[0], now);
  return documentSignerOf(key, chain, 'certificate');
}

/** The port keeps names for ever: nothing is written over the key. */
export async function removeSigningCertificate(secrets: Secrets): Promise<void> {
  if ((await secrets.read(SIGNING_CERTIFICATE)) !== null)
    await secrets.write(SIGNING_CERTIFICATE, new Uint8Array());
}

export function describeSigningCertificate(chain: readonly Uint8Array[], now: Date): SigningCertificateView {
  const own = parseCertificate(chain[0]!);
  return {
    subject: own.subject.text,
    name: commonName(own.subject),
    issuer: own.issuer.text,
    serialHex: toHex(own.serial),
    validFrom: own.notBefore.iso,
    validTo: own.notAfter.iso,
    keyUsage: Object.entries(KEY_USAGE).flatMap(([name, bit]) =>
      own.extensions.keyUsage !== null && (own.extensions.keyUsage & bit) !== 0 ? [name] : [],
    ),
    chainLength: chain.length,
    usable: problemOf(own, now) === null,
  };
}

function parseStored(bytes: Uint8Array): { readonly key: Uint8Array; readonly chain: Chain } {
  try {
    const stored = JSON.parse(fromUtf8(bytes) ?? '') as {
      readonly key: string;
      readonly certificates: readonly string[];
    };
    const [own, ...above] = stored.certificates.map((text) => fromBase64(text)!);
    return { key: fromBase64(stored.key)!, chain: [own!, ...above] };
  } catch {
    // Without the cause: a parser's message may quote the key.
    throw new AppError('key/unreadable', { problem: SIGNING_CERTIFICATE });
  }
}

/** The key's own certificate, then each issuer that is in the file. */
function chainOf(pkcs8: Uint8Array, certificates: readonly Uint8Array[]): Chain {
  const found = certificates.map((raw) => ({ raw, parsed: parsed(raw), x509: new X509Certificate(raw) }));
  const key = privateKey(pkcs8);
  const own = found.find(({ x509 }) => x509.checkPrivateKey(key));
  if (!own) throw new AppError('key/p12-unreadable', { problem: 'no certificate for its private key' });
  const chain = [own];
  for (;;) {
    const last = chain.at(-1)!;
    const issuer = found.find(
      (each) =>
        !chain.includes(each) &&
        each.parsed.subject.key === last.parsed.issuer.key &&
        last.x509.verify(each.x509.publicKey),
    );
    if (!issuer) break;
    chain.push(issuer);
  }
  return [own.raw, ...chain.slice(1).map(({ raw }) => raw)];
}

function privateKey(pkcs8: Uint8Array) {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    throw new AppError('key/type-unsupported', { type: 'unknown' });
  }
}

function parsed(raw: Uint8Array): Certificate {
  try {
    return parseCertificate(raw);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError('key/p12-unreadable', { problem: String(error.details['problem']) }, { cause: error });
  }
}

function assertUsable(certificate: Uint8Array, now: Date): void {
  const problem = problemOf(parseCertificate(certificate), now);
  if (problem !== null) throw new AppError('key/certificate-unusable', { problem });
}

function problemOf({ notBefore, notAfter, extensions }: Certificate, now: Date): string | null {
  if (now.getTime() < notBefore.ms) return `not valid before ${notBefore.iso}`;
  if (now.getTime() > notAfter.ms) return `expired ${notAfter.iso}`;
  const signing = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation;
  if (extensions.ca) return 'a certificate of an authority (CA)';
  if (extensions.keyUsage !== null && (extensions.keyUsage & signing) === 0)
    return 'keyUsage: neither digitalSignature nor nonRepudiation';
  return null;
}
