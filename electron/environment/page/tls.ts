// Item 'tls': does the chain that the browser accepted lead to a root that the public trusts, or to one that somebody added
// on this computer (a proxy that reads along, a company's own authority)?

import { X509Certificate } from 'node:crypto';
import type { EnvironmentFinding } from '../../../shared/evidence/environment.ts';
import type { TlsFacts } from '../../../shared/evidence/capture-record.ts';

/** Names that programs which read along give their authorities. */
const INTERCEPTION =
  /fiddler|charles proxy|mitmproxy|burp|portswigger|proxyman|anyproxy|whistle|kaspersky|avast|avg |eset|bitdefender|zscaler|fortinet|fortigate|palo alto|blue ?coat|sophos|netskope|cisco umbrella|checkpoint|sangfor|深信服|qi-?anxin|奇安信|奇虎|adguard|superfish|sslsplit/i;

/** By subject: several roots may share a name. */
export type PublicRoots = ReadonlyMap<string, readonly X509Certificate[]>;

export function readPublicRoots(pems: readonly string[]): PublicRoots {
  const roots = new Map<string, X509Certificate[]>();
  for (const pem of pems) {
    const root = new X509Certificate(pem);
    roots.set(root.subject, [...(roots.get(root.subject) ?? []), root]);
  }
  return roots;
}

/** @param https whether the main document came over TLS at all. */
export function judgeTls(tls: TlsFacts | null, https: boolean, roots: PublicRoots): EnvironmentFinding {
  if (!https) return { code: 'tls-plain' };
  if (tls !== null && tls.error !== null) return { code: 'tls-refused', details: { error: tls.error } };
  if (tls === null || tls.chain.length === 0) return { code: 'tls-no-chain' };
  if (roots.size === 0)
    return { code: 'probe-failed', details: { what: 'tls', error: 'no public roots in this build' } };
  const chain = tls.chain.map(({ derBase64 }) => new X509Certificate(Buffer.from(derBase64, 'base64')));
  let current = chain[0]!;
  for (let step = 0; step <= chain.length; step++) {
    const root = (roots.get(current.issuer) ?? []).find((candidate) => signedBy(current, candidate));
    if (root) return { code: 'tls-public-root', details: { root: oneLine(root.subject) } };
    const next = chain.find((candidate) => candidate !== current && signedBy(current, candidate));
    if (next === undefined) break;
    current = next;
  }
  const issuer = oneLine(current.issuer);
  const told = [issuer, ...chain.map((each) => each.issuer)].some((name) => INTERCEPTION.test(name));
  return { code: told ? 'tls-interception' : 'tls-local-root', details: { issuer } };
}

function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false; // A kind of key that this build cannot check.
  }
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
