// The verdict on one RFC 3161 response over given data. Everything that RFC 3161 2.4.2 and RFC 5816 demand is
// checked; the path is judged as of genTime; what cannot be checked is 'unsupported', never passed and never failed.

import type { Hashers } from '../bytes/hashers.ts';
import { equalBytes } from '../bytes/utf8.ts';
import { OID } from '../der/oids.ts';
import { isAppError } from '../errors.ts';
import { digestBytes, type Platform, type SubtleVerifier } from './algorithms.ts';
import { infoOf, signerCertificate } from './describe.ts';
import { distinguishedName } from './names.ts';
import { parseTimestampResponse, type SignedToken } from './parse.ts';
import { findPath, type CertificatePath } from './path.ts';
import { certificatesOfPem } from './pem.ts';
import { fail, Refusal, unsupported } from './refusal.ts';
import { checkRevocation, type RevocationReport } from './revocation.ts';
import { verifySignature } from './signature.ts';
import { checkPathIds, checkSignerId, parseSignedAttributes } from './signed-attributes.ts';
import type { TimestampInfo, TimestampReport } from './types.ts';
import { KEY_USAGE, type Certificate } from './x509.ts';

export interface TimestampInput {
  /** A whole TimeStampResp, DER. */
  readonly tsr: Uint8Array;
  /** What is said to be time-stamped. */
  readonly data: Uint8Array;
  /** Big-endian magnitude; absent: any or none. */
  readonly nonce?: Uint8Array;
  /** Dotted OID; absent: any. */
  readonly policy?: string;
  /** Trusted certificates; each PEM may be a bundle. Unreadable blocks in it are no roots. */
  readonly roots: readonly { readonly pem: string; readonly name?: string }[];
  /** Revocation lists (DER) kept beside the token; what of them proves itself is used. */
  readonly crls?: readonly Uint8Array[];
  /** OCSP responses (DER), in the same way. */
  readonly ocsps?: readonly Uint8Array[];
  /** By when a later time-stamp proves that this one existed, milliseconds since 1970; absent: by none. */
  readonly provenMs?: number;
  readonly hashers: Hashers;
  /** WebCrypto, or null where there is none. */
  readonly subtle: SubtleVerifier | null;
}

export interface CheckedTimestamp {
  readonly report: TimestampReport;
  /** Signer first, root last where one was reached; empty where the token is not good. */
  readonly path: readonly Certificate[];
}

/** Never throws: whatever is wrong with the bytes is in the report. */
export async function verifyTimestamp(input: TimestampInput): Promise<TimestampReport> {
  return (await checkTimestamp(input)).report;
}

/** verifyTimestamp, with the certificates of the path. */
export async function checkTimestamp(input: TimestampInput): Promise<CheckedTimestamp> {
  let info: TimestampInfo | null = null;
  try {
    const token = grantedToken(input.tsr);
    info = infoOf(token, null, input.hashers);
    const { certificates: path, root } = await checkToken(token, input);
    if (root === null) {
      const detail = path.at(-1)!.issuer.text;
      const nothing = { revocation: null, validTo: null };
      const report = { status: 'untrusted', code: 'tst-untrusted', detail, info, ...nothing } as const;
      return { report, path };
    }
    const revocation = await checkRevocation(
      {
        path,
        crls: input.crls ?? [],
        ocsps: input.ocsps ?? [],
        atMs: token.tstInfo.genTime.ms,
        provenMs: input.provenMs ?? Infinity,
      },
      { hashers: input.hashers, subtle: input.subtle },
    );
    const outcome = revokedOutcome(revocation) ?? { status: 'pass', code: 'tst-ok', detail: null };
    const report = {
      ...outcome,
      info: infoOf(token, root, input.hashers),
      revocation,
      validTo: path.map(({ notAfter }) => notAfter).sort((a, b) => a.ms - b.ms)[0]!.iso,
    };
    return { report, path: report.status === 'pass' ? path : [] };
  } catch (error) {
    return { report: { ...outcomeOf(error), info, revocation: null, validTo: null }, path: [] };
  }
}

/** Null where the token stands: nothing revoked, or only later and for a harmless reason. */
function revokedOutcome({ status, subject, revokedAt }: RevocationReport) {
  if (status !== 'revoked' && status !== 'doubtful') return null;
  const detail = `${subject} ${revokedAt}`;
  return { status: status === 'revoked' ? 'fail' : 'unsupported', code: 'tst-revoked', detail } as const;
}

function outcomeOf(error: unknown): Pick<TimestampReport, 'status' | 'code' | 'detail'> {
  if (error instanceof Refusal) return { status: error.status, code: error.code, detail: error.message };
  if (isAppError(error) && error.code === 'format/bad-der')
    return { status: 'fail', code: 'tst-format', detail: String(error.details['problem']) };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  return { status: 'unsupported', code: 'tst-broken', detail };
}

function grantedToken(tsr: Uint8Array): SignedToken {
  const { status, statusText, token } = parseTimestampResponse(tsr);
  if (token === null) throw fail('tst-status', `PKIStatus ${status}${statusText && `: ${statusText}`}`);
  return token;
}

async function checkToken(token: SignedToken, input: TimestampInput): Promise<CertificatePath> {
  const platform: Platform = { hashers: input.hashers, subtle: input.subtle };
  await checkImprint(token, input, platform);
  checkNonceAndPolicy(token, input);
  const signer = signerCertificate(token);
  if (signer === null)
    throw token.certificates.length === 0
      ? unsupported('the token carries no certificates', 'tst-signer-cert')
      : fail('tst-signer-cert', 'the signer’s certificate is not in the token');
  const attributes = parseSignedAttributes(token.signer.signedAttributes);
  const { digest, digestOid } = token.signer;
  if (digest === null) throw unsupported(`digest ${digestOid}`);
  if (!equalBytes(await digestBytes(digest, platform, token.content), attributes.messageDigest))
    throw fail('tst-message-digest', 'messageDigest is not that of the TSTInfo');
  // GM/T 0033 authorities are not known to name their certificate in the attributes as RFC 3161 wants it.
  if (token.family === 'gm' && attributes.certificateIds.length === 0)
    throw unsupported('no signing-certificate attribute', 'tst-ess-cert-id');
  await checkSignerId(attributes, signer, platform);
  checkPurpose(signer);
  checkTsaName(token, signer);
  const good = await verifySignature(
    {
      key: signer.publicKey,
      algorithm: token.signer.signatureAlgorithm,
      signature: token.signer.signature,
      data: signedBytes(token),
      digest,
    },
    platform,
  );
  if (!good) throw fail('tst-signature', 'the signature is not by the signer’s key');
  const path = await findPath(
    {
      signer,
      embedded: token.certificates,
      roots: input.roots.flatMap(({ pem }) => certificatesOfPem(pem).certificates),
      atMs: token.tstInfo.genTime.ms,
    },
    platform,
  );
  await checkPathIds(attributes, path.certificates, platform);
  return path;
}

/** RFC 5652 5.4: signed is the SET OF encoding, tag 31, not the [0] that stands in the message. */
function signedBytes({ signer: { signedAttributes } }: SignedToken): Uint8Array {
  const bytes = signedAttributes.raw.slice();
  bytes[0] = 0x31;
  return bytes;
}

async function checkImprint(
  { tstInfo }: SignedToken,
  input: TimestampInput,
  platform: Platform,
): Promise<void> {
  const { imprintAlgorithm, imprintOid, imprint, unknownCritical } = tstInfo;
  if (imprintAlgorithm === null) throw unsupported(`imprint digest ${imprintOid}`);
  if (!equalBytes(await digestBytes(imprintAlgorithm, platform, input.data), imprint))
    throw fail('tst-imprint', 'the token is over other data');
  // A SHA-1 imprint fits more than one document at a price that is paid today.
  if (imprintAlgorithm === 'sha1') throw unsupported('imprint with SHA-1');
  if (unknownCritical.length > 0) throw unsupported(unknownCritical.join(', '), 'tst-extension');
}

function checkNonceAndPolicy({ tstInfo }: SignedToken, { nonce, policy }: TimestampInput): void {
  if (nonce !== undefined && (tstInfo.nonce === null || !equalBytes(tstInfo.nonce, magnitude(nonce))))
    throw fail('tst-nonce', 'the nonce is not that of the request');
  if (policy !== undefined && tstInfo.policy !== policy) throw fail('tst-policy', `policy ${tstInfo.policy}`);
}

function magnitude(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((octet) => octet !== 0);
  return start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
}

/** RFC 3161 2.3: extended key usage is critical and id-kp-timeStamping alone; a key usage allows signatures only. */
function checkPurpose({ extensions: { extKeyUsage, keyUsage } }: Certificate): void {
  const purposes = extKeyUsage?.purposes ?? [];
  if (!extKeyUsage?.critical || purposes.length !== 1 || purposes[0] !== OID.timeStamping)
    throw fail('tst-signer-eku', 'the signer’s certificate is not one for time-stamping alone');
  const signing = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation;
  if (keyUsage !== null && ((keyUsage & signing) === 0 || (keyUsage & ~signing) !== 0))
    throw fail('tst-signer-eku', 'the key usage of the signer’s certificate does not fit');
}

/** RFC 3161 2.4.2: the tsa field, where present, is one of the names in the signer's certificate. */
function checkTsaName({ tstInfo: { tsa } }: SignedToken, { subject, extensions }: Certificate): void {
  if (tsa === null) return;
  const [name] = tsa.children;
  const isSubject =
    tsa.tag === 0xa4 && name !== undefined && distinguishedName(name, 'tsa').key === subject.key;
  if (!isSubject && !extensions.subjectAltNames.some((each) => equalBytes(each, tsa.raw)))
    throw fail('tst-signer-cert', 'the tsa field names another authority');
}
