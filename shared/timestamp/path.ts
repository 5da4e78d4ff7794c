// From the signer's certificate to a given root (RFC 5280 section 6, the parts a time-stamp needs), as of genTime.
// Roots are the certificates given by the caller, byte for byte; nothing inside a token is trusted.

import { equalBytes } from '../bytes/utf8.ts';
import { OID } from '../der/oids.ts';
import type { Platform } from './algorithms.ts';
import { fail, Refusal } from './refusal.ts';
import { verifySignature } from './signature.ts';
import { KEY_USAGE, type Certificate } from './x509.ts';

export interface CertificatePath {
  /** Signer first; ends at the given root, or as high as the token's own certificates go. */
  readonly certificates: readonly Certificate[];
  /** Null: every rule holds, but the path ends at none of the given roots. */
  readonly root: Certificate | null;
}

export interface PathInput {
  readonly signer: Certificate;
  readonly embedded: readonly Certificate[];
  readonly roots: readonly Certificate[];
  /** genTime, milliseconds since 1970. */
  readonly atMs: number;
}

const MAX_PATH = 8;
const MAX_SIGNATURES = 64;
const MAX_STEPS = 128;

/** Throws Refusal: tst-chain where a rule is broken, tst-algorithm where a signature cannot be checked. */
export async function findPath(input: PathInput, platform: Platform): Promise<CertificatePath> {
  const search: Search = { ...input, issued: signatureChecker(platform), steps: 0 };
  const found = await climb([input.signer], search);
  if (found instanceof Refusal) throw found;
  await checkStrays(search, found);
  return found;
}

interface Search extends PathInput {
  readonly issued: IssuedBy;
  /** Certificates tried so far: many of one name and key can be strung together in endless ways. */
  steps: number;
}

type IssuedBy = (certificate: Certificate, issuer: Certificate) => Promise<boolean>;

/** Remembers answers and bounds the work that a hostile token can ask for. */
function signatureChecker(platform: Platform): IssuedBy {
  const known = new Map<Certificate, Map<Certificate, Promise<boolean>>>();
  let checked = 0;
  return (certificate, issuer) => {
    const answers = known.get(certificate) ?? new Map<Certificate, Promise<boolean>>();
    known.set(certificate, answers);
    let answer = answers.get(issuer);
    if (!answer) {
      if (++checked > MAX_SIGNATURES) throw fail('tst-chain', 'too many possible issuers');
      const { signatureAlgorithm: algorithm, signature, tbs: data } = certificate;
      answer = verifySignature({ key: issuer.publicKey, algorithm, signature, data, digest: null }, platform);
      answers.set(issuer, answer);
    }
    return answer;
  };
}

/** The best path above the last certificate: to a root, else clean but unrooted, else why there is none. */
async function climb(path: readonly Certificate[], search: Search): Promise<CertificatePath | Refusal> {
  if (++search.steps > MAX_STEPS) return fail('tst-chain', 'too many possible paths');
  const top = path.at(-1)!;
  const root = search.roots.find(({ raw }) => equalBytes(raw, top.raw));
  if (root) return ruled({ certificates: path, root }, search.atMs);
  if (path.length >= MAX_PATH) return fail('tst-chain', 'path too long');
  const issuers = [...search.roots, ...search.embedded].filter(
    (candidate) => mayIssue(candidate, top) && !path.some(({ raw }) => equalBytes(raw, candidate.raw)),
  );
  if (issuers.length === 0) return ruled({ certificates: path, root: null }, search.atMs);
  const outcomes: (CertificatePath | Refusal)[] = [];
  for (const issuer of issuers) {
    const outcome = (await signs(issuer, top, search.issued)) ?? (await climb([...path, issuer], search));
    if (!(outcome instanceof Refusal) && outcome.root !== null) return outcome;
    outcomes.push(outcome);
  }
  if (isSelfIssued(top) && (await signs(top, top, search.issued)) === null)
    outcomes.push(ruled({ certificates: path, root: null }, search.atMs));
  return (
    outcomes.find((outcome) => !(outcome instanceof Refusal)) ??
    outcomes.find((outcome) => outcome instanceof Refusal && outcome.status === 'unsupported') ??
    outcomes[0]!
  );
}

/** Null where it does, else why not. */
async function signs(issuer: Certificate, subject: Certificate, issued: IssuedBy): Promise<Refusal | null> {
  try {
    if (await issued(subject, issuer)) return null;
    return fail('tst-chain', `the signature on ${subject.subject.text} is not by its issuer`);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Names match, and key identifiers where both are there (RFC 5280 4.2.1.1). */
function mayIssue(issuer: Certificate, subject: Certificate): boolean {
  const wanted = subject.extensions.authorityKeyIdHex;
  const offered = issuer.extensions.subjectKeyIdHex;
  return (
    issuer.subject.key === subject.issuer.key && (wanted === null || offered === null || wanted === offered)
  );
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return subject.key === issuer.key;
}

function ruled(path: CertificatePath, atMs: number): CertificatePath | Refusal {
  const problem = path.certificates
    .map((certificate, index) => ruleBroken(certificate, index, path, atMs))
    .find((each) => each !== null);
  return problem === undefined ? path : fail('tst-chain', problem);
}

/** RFC 5280 6.1.3 and 6.1.4, for the certificate at `index` (0: the signer). Null where all is well. */
function ruleBroken(
  { subject, notBefore, notAfter, extensions }: Certificate,
  index: number,
  { certificates, root }: CertificatePath,
  atMs: number,
): string | null {
  const name = subject.text;
  if (atMs < notBefore.ms) return `${name} was not yet valid: from ${notBefore.iso}`;
  // The last second counts in full.
  if (atMs > notAfter.ms + 999) return `${name} had expired: until ${notAfter.iso}`;
  const [unknown] = extensions.unknownCritical;
  if (unknown !== undefined) return `${name} has the unknown critical extension ${unknown}`;
  if (index === 0) return null;
  if (!extensions.ca) return `${name} is not a certification authority`;
  if (extensions.keyUsage !== null && (extensions.keyUsage & KEY_USAGE.keyCertSign) === 0)
    return `${name} may not sign certificates`;
  const below = certificates.slice(1, index).filter((each) => !isSelfIssued(each)).length;
  if (extensions.pathLength !== null && below > extensions.pathLength)
    return `the path below ${name} is too long`;
  const isRoot = root !== null && index === certificates.length - 1;
  const purposes = extensions.extKeyUsage?.purposes;
  if (
    !isRoot &&
    purposes &&
    !purposes.some((each) => each === OID.timeStamping || each === OID.anyExtendedKeyUsage)
  )
    return `${name} may not certify time-stamping`;
  return null;
}

/**
 * Certificates in the token that the path does not use prove nothing, but a changed one must not pass for the
 * authority's: where an issuer is at hand by name, one of them must have signed it.
 */
async function checkStrays({ roots, embedded, issued }: Search, path: CertificatePath): Promise<void> {
  const atHand = [...roots, ...embedded];
  for (const stray of embedded) {
    if (path.certificates.some(({ raw }) => equalBytes(raw, stray.raw))) continue;
    const issuers = atHand.filter(({ subject }) => subject.key === stray.issuer.key);
    const outcomes = await Promise.all(issuers.map((issuer) => signs(issuer, stray, issued)));
    if (!outcomes.includes(null) && outcomes.some((outcome) => outcome?.status === 'fail'))
      throw fail('tst-chain', `a certificate in the token was changed: ${stray.subject.text}`);
  }
}
