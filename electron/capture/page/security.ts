// The certificate of the main document's connection, from what the browser keeps for it.

import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Note, TlsFacts } from '../../../shared/evidence/capture-record.ts';

const MAX_CHAIN = 20;

export interface SecurityWatch {
  /** The newest visible state with a certificate; null in builds that do not tell (the headless shell). */
  readonly visible: Protocol.Security.CertificateSecurityState | null;
}

export function watchSecurity(session: CDPSession): SecurityWatch {
  let visible: Protocol.Security.CertificateSecurityState | null = null;
  session.on('Security.visibleSecurityStateChanged', ({ visibleSecurityState }) => {
    visible = visibleSecurityState.certificateSecurityState ?? null;
  });
  return {
    get visible() {
      return visible;
    },
  };
}

/**
 * Chain of the origin's certificate as the browser has it now, leaf first, DER in base64; empty where it gives none.
 * Network.getCertificate answers by origin, not by connection.
 */
export async function certificateOf(session: CDPSession, origin: string): Promise<readonly string[]> {
  try {
    const { tableNames } = await session.send('Network.getCertificate', { origin });
    return tableNames.slice(0, MAX_CHAIN);
  } catch {
    return []; // No secure connection to that origin, or a build that does not tell.
  }
}

export interface TlsSources {
  readonly details: Protocol.Network.SecurityDetails | null;
  readonly visible: Protocol.Security.CertificateSecurityState | null;
  readonly originChain: readonly string[];
  readonly error: string | null;
}

/**
 * Null where nothing is known of a secure connection. The browser keeps the certificate of the main document's own
 * connection for its padlock (Security.visibleSecurityState): 'same-connection'. Builds without a padlock (the headless
 * shell) answer by origin, and after a later handshake with another certificate: 'same-origin'. Both were held against
 * a server that shows another certificate in every handshake (test/integration/capture/tls.test.ts).
 */
export function tlsFacts({ details, visible, originChain, error }: TlsSources): TlsFacts | null {
  const shown = agrees(visible, details) ? (visible?.certificate ?? []).slice(0, MAX_CHAIN) : [];
  const chain = shown.length > 0 ? shown : originChain;
  if (details === null && chain.length === 0 && error === null) return null;
  // A chain that is only the origin's may be another certificate than the one described by the answer.
  const leaf = shown.length > 0 || details === null ? parseLeaf(chain[0]) : null;
  const state = shown.length > 0 ? visible : null;
  return {
    version: details?.protocol ?? state?.protocol ?? '',
    cipher: details?.cipher ?? state?.cipher ?? '',
    keyExchangeGroup: details?.keyExchangeGroup ?? state?.keyExchangeGroup ?? null,
    subject: leaf?.subject ?? details?.subjectName ?? '',
    issuer: leaf?.issuer ?? details?.issuer ?? '',
    validFrom: isoTime(details?.validFrom ?? leaf?.validFrom),
    validTo: isoTime(details?.validTo ?? leaf?.validTo),
    san: (details?.sanList ?? leaf?.san ?? []).slice(0, 200).map((name) => name.toWellFormed()),
    chain: chain.map((derBase64) => ({
      sha256: createHash('sha256').update(Buffer.from(derBase64, 'base64')).digest('hex'),
      derBase64,
    })),
    provenance: chain.length === 0 ? 'unavailable' : shown.length > 0 ? 'same-connection' : 'same-origin',
    error,
  };
}

/** The padlock's certificate is that of the answer which was recorded; without an answer there is only the padlock. */
function agrees(
  visible: Protocol.Security.CertificateSecurityState | null,
  details: Protocol.Network.SecurityDetails | null,
): boolean {
  if (visible === null) return false;
  if (details === null) return true;
  return (
    visible.subjectName === details.subjectName &&
    visible.issuer === details.issuer &&
    visible.validFrom === details.validFrom &&
    visible.validTo === details.validTo
  );
}

interface Leaf {
  readonly subject: string;
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly san: readonly string[];
}

function parseLeaf(derBase64: string | undefined): Leaf | null {
  if (derBase64 === undefined) return null;
  try {
    const certificate = new X509Certificate(Buffer.from(derBase64, 'base64'));
    return {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      validFrom: certificate.validFromDate.getTime() / 1_000,
      validTo: certificate.validToDate.getTime() / 1_000,
      san: (certificate.subjectAltName ?? '').split(', ').filter((name) => name !== ''),
    };
  } catch {
    return null; // A key type this build cannot read: the browser's own summary stands.
  }
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ').toWellFormed();
}

function isoTime(seconds: number | undefined): string {
  return seconds === undefined ? '' : new Date(seconds * 1_000).toISOString();
}

/** What the leaf says of itself where the browser refused it: not valid at that time, not for that host. */
export function certificateFaults(tls: TlsFacts, host: string, at: Date): readonly Note[] {
  const [leaf] = tls.chain;
  if (!leaf) return [];
  try {
    const certificate = new X509Certificate(Buffer.from(leaf.derBase64, 'base64'));
    const { validFromDate, validToDate } = certificate;
    const named = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
    return [
      ...(at > validToDate
        ? [{ code: 'certificate-expired', details: { at: validToDate.toISOString() } }]
        : []),
      ...(at < validFromDate
        ? [{ code: 'certificate-not-yet', details: { at: validFromDate.toISOString() } }]
        : []),
      ...(named === undefined ? [{ code: 'certificate-other-host', details: { host } }] : []),
    ];
  } catch {
    return []; // A key type this build cannot read: the browser's own error stands.
  }
}
