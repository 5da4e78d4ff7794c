// The certificate of the main document's connection, from what the browser keeps for it.

import { createHash, X509Certificate } from 'node:crypto';
import type { CDPSession, Protocol } from 'puppeteer-core';
import type { TlsFacts } from '../../../shared/evidence/capture-record.ts';

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

/** Null where nothing is known of a secure connection. */
export function tlsFacts({ details, visible, originChain, error }: TlsSources): TlsFacts | null {
  const chain = originChain.length > 0 ? originChain : (visible?.certificate ?? []).slice(0, MAX_CHAIN);
  if (details === null && chain.length === 0 && error === null) return null;
  const leaf = parseLeaf(chain[0]);
  return {
    version: details?.protocol ?? visible?.protocol ?? '',
    cipher: details?.cipher ?? visible?.cipher ?? '',
    keyExchangeGroup: details?.keyExchangeGroup ?? visible?.keyExchangeGroup ?? null,
    subject: leaf?.subject ?? details?.subjectName ?? visible?.subjectName ?? '',
    issuer: leaf?.issuer ?? details?.issuer ?? visible?.issuer ?? '',
    validFrom: isoTime(details?.validFrom ?? visible?.validFrom),
    validTo: isoTime(details?.validTo ?? visible?.validTo),
    san: (details?.sanList ?? []).slice(0, 200).map((name) => name.toWellFormed()),
    chain: chain.map((derBase64) => ({
      sha256: createHash('sha256').update(Buffer.from(derBase64, 'base64')).digest('hex'),
      derBase64,
    })),
    provenance: chain.length === 0 ? 'unavailable' : 'same-origin',
    error,
  };
}

function parseLeaf(
  derBase64: string | undefined,
): { readonly subject: string; readonly issuer: string } | null {
  if (derBase64 === undefined) return null;
  try {
    const certificate = new X509Certificate(Buffer.from(derBase64, 'base64'));
    return { subject: oneLine(certificate.subject), issuer: oneLine(certificate.issuer) };
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
